// Runs in the child process: takes cells and calls, and prints one line for each. It decides nothing, so whatever a
// solution does to this process affects only that solution.
import { describeError, invokeLocally } from "./local.ts";
import { decode, encode } from "../judge/values.ts";
import * as library from "./library.ts";
import { RNN } from "./names.ts";
import { serve } from "./serve.ts";

const MAX_ERROR = 500; // characters
const evaluate = eval;

Object.assign(globalThis, library, { [RNN]: library });
for (const name of Object.keys(console)) Object.assign(console, { [name]: () => {} });

// An error in a timer or in a promise that is not awaited must not end the process, which other items still need.
addEventListener("unhandledrejection", (event) => event.preventDefault());
addEventListener("error", (event) => event.preventDefault());

// Looks a name up in the global scope, where the last cell that declares it wins.
const functions = new Proxy({}, {
  get: (_, name) =>
    evaluate(`typeof ${String(name)} === "undefined" ? undefined : ${String(name)}`),
});
const invoke = invokeLocally(functions);

await serve(async ({ script, calls }, respond) => {
  if (script !== undefined) {
    try {
      await evaluate(script);
      return respond({ value: null });
    } catch (error) {
      return respond({ error: describeError(error).slice(0, MAX_ERROR) });
    }
  }
  for (const { name, args } of calls) {
    const [result] = await invoke([{ name, args: args.map(decode) }]);
    if ("error" in result) respond({ error: result.error.slice(0, MAX_ERROR) });
    else respond({ value: encode(result.value) });
  }
});
