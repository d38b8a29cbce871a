// Runs in the child: takes cells and calls, answers each with one line. It decides nothing; what a solution does to this
// process harms that solution alone.
import { describe, local } from "./local.ts";
import { decode, encode } from "../judge/values.ts";
import * as kit from "./kit.ts";
import { RNN } from "./names.ts";
import { serve } from "./serve.ts";

const MOST = 500; // characters of an error
const evaluate = eval;

Object.assign(globalThis, kit, { [RNN]: kit });
for (const name of Object.keys(console)) Object.assign(console, { [name]: () => {} });

// What goes wrong in a timer or in a promise that nobody awaits costs no other item its process.
addEventListener("unhandledrejection", (event) => event.preventDefault());
addEventListener("error", (event) => event.preventDefault());

// A name of the global scope: what a cell declared last under it.
const functions = new Proxy({}, {
  get: (_, name) =>
    evaluate(`typeof ${String(name)} === "undefined" ? undefined : ${String(name)}`),
});
const ask = local(functions);

await serve(async ({ script, calls }, answer) => {
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
});
