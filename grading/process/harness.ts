// Runs in the child process: takes cells and calls, and prints one line for each. It decides nothing, so whatever a
// solution does to this process affects only that solution.
import { CellScope } from "../../lib/notebook/cell_scope.ts";
import { decode, encode } from "../judge/values.ts";
import * as library from "./library.ts";
import { describeError, invokeLocally } from "./local.ts";
import { lockMembers } from "./lock.ts";
import { serve } from "./serve.ts";
import { shown } from "./text.ts";

const evaluate = eval, { get } = Reflect;

// Modules other than the library do not exist here, so anything imported from them does nothing.
const nothing = new Proxy({}, {
  get: (_, name) => typeof name === "symbol" || name === "then" ? undefined : () => {},
});
const PLACE = /^(\.|\/|file:|https?:|data:|blob:)/; // names of modules that are not packages

const scope = new CellScope(globalThis, (name, isStatic) => {
  if (name === "rnn") return library;
  if (isStatic || !PLACE.test(name)) return nothing;
  throw new TypeError(`Cannot import ${shown(name)}: only packages may be imported`);
});

lockMembers(Object.values(library));
Object.assign(globalThis, library);
Object.defineProperty(globalThis, "$cell", { value: scope });
for (const name of Object.keys(console)) Object.assign(console, { [name]: () => {} });

// An error in a timer or in a promise that is not awaited must not end the process, which other items still need.
addEventListener("unhandledrejection", (event) => event.preventDefault());
addEventListener("error", (event) => event.preventDefault());

// Looks a name up in the global scope, where the last cell that declares it wins; reading a name without a value
// throws.
const functions = new Proxy({}, {
  get: (_, name) => {
    try {
      return get(globalThis, name);
    } catch {
      return undefined;
    }
  },
});
const invoke = invokeLocally(functions);

await serve(async ({ script, calls }, respond) => {
  if (script !== undefined) {
    try {
      await evaluate(script);
      return respond({ value: null });
    } catch (error) {
      return respond({ error: describeError(error) });
    }
  }
  for (const { name, args } of calls) {
    const [result] = await invoke([{ name, args: args.map(decode) }]);
    const { slips } = result;
    if ("error" in result) respond({ error: result.error, slips });
    else respond({ value: encode(result.value), slips });
  }
});
