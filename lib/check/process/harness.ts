// Runs in the child: takes cells and calls as lines of JSON on its input, answers each with one line on its output.
// It decides nothing; what a solution does to this process harms that solution alone.
import { describe, local } from "../local.ts";
import { decode, encode } from "../values.ts";
import * as kit from "./kit.ts";

const { parse, stringify } = JSON, { keys } = Object, evaluate = eval; // before any solution can change them
const bytes = new TextEncoder(), text = new TextDecoder();
const input = Deno.stdin.readable.getReader();
const write = Deno.stdout.writeSync.bind(Deno.stdout);
Object.assign(globalThis, kit);
for (const name of keys(console)) Object.assign(console, { [name]: () => {} });

const MOST = 500; // characters of an error

let answered = 0;
function answer(line: Record<string, unknown>): void {
  let rest = bytes.encode(stringify({ n: answered++, ...line }) + "\n");
  while (rest.length > 0) rest = rest.subarray(write(rest));
}

// A name of the global scope: what a cell declared last under it.
const functions = new Proxy({}, {
  get: (_, name) =>
    evaluate(`typeof ${String(name)} === "undefined" ? undefined : ${String(name)}`),
});
const ask = local(functions);

async function take(line: string): Promise<void> {
  const { script, calls } = parse(line);
  if (script !== undefined) {
    try {
      await evaluate(script);
      return answer({ value: null });
    } catch (error) {
      return answer({ error: describe(error).slice(0, MOST) });
    }
  }
  for (const { name, args } of calls) {
    const [given] = await ask([{ name, args: args.map(decode) }]);
    if ("error" in given) answer({ error: given.error.slice(0, MOST) });
    else answer({ value: encode(given.value) });
  }
}

// What goes wrong in a timer or in a promise that nobody awaits costs no other item its process.
addEventListener("unhandledrejection", (event) => event.preventDefault());
addEventListener("error", (event) => event.preventDefault());
let waiting = "";
for (;;) {
  const { value, done } = await input.read();
  if (done) break;
  const lines = (waiting + text.decode(value, { stream: true })).split("\n");
  waiting = lines.pop()!;
  for (const line of lines) await take(line);
}
Deno.exit(0);
