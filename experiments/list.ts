import { main, parseFlags } from "../tools/command.ts";
import { reports, toText } from "./report.ts";

await main(async () => {
  parseFlags(Deno.args, {}, "deno task experiments");
  console.log(toText(await reports()));
  return 0;
});
