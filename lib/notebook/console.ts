import system from "node:console";
import { format } from "node:util";
import { inKernel } from "./kernel.ts";

// The kernel sends each console line as a message of its own, and some of a thousand may arrive after their cell has
// ended, in the output of the next one. Lines are therefore collected and sent together in one microtask. All methods
// print through one console, because otherwise the lines of some would overtake those of others, and groups would not
// indent.
const KEY = Symbol.for("unrolled.console");
const scope = globalThis as unknown as Record<symbol, boolean>;
const MAX_BUFFERED = 50_000; // characters, so that a loop that never yields shows its output too
const METHODS = [
  ...["assert", "count", "countReset", "group", "groupCollapsed", "groupEnd"] as const,
  ...["table", "time", "timeEnd", "timeLog", "trace"] as const,
];

// The types of node:console name this class only if no other types of Node are loaded beside them.
const { Console: NodeConsole } = system as unknown as { Console: new (options: object) => Console };

let pending: { name: string; text: string }[] = [];
let buffered = 0;

if (!scope[KEY] && inKernel()) {
  scope[KEY] = true;
  Object.assign(console, orderedConsole());
}

/** Returns the methods of a console; values are formatted as Deno's console does. */
function orderedConsole(): Partial<Console> {
  const stream = (name: string) => ({ write: (text: string) => print(name, text) });
  // a plain object instead of a stream, which an interrupt could leave waiting for the end of a write
  const [stdout, stderr] = [stream("stdout"), stream("stderr")];
  const inner = new NodeConsole({ stdout, stderr, ignoreErrors: false, colorMode: false });
  const log = (...values: unknown[]) => inner.log(line(values));
  const error = (...values: unknown[]) => inner.error(line(values));
  const dir = (value: unknown, options?: Deno.InspectOptions) =>
    inner.log(Deno.inspect(value, options));
  return {
    ...Object.fromEntries(METHODS.map((name) => [name, inner[name]])),
    ...{ log, info: log, debug: log, dirxml: log, dir, warn: error, error },
  };
}

function print(name: string, text: string): void {
  if (pending.length === 0) queueMicrotask(flush);
  const last = pending.at(-1);
  if (last?.name === name) last.text += text;
  else pending.push({ name, text });
  buffered += text.length;
  if (buffered > MAX_BUFFERED) flush();
}

function flush(): void {
  for (const content of pending) Deno.jupyter.broadcast("stream", content);
  pending = [];
  buffered = 0;
}

function line(values: unknown[]): string {
  const [first] = values;
  if (typeof first === "string" && /%[sdifjoOc]/.test(first)) return format(...values);
  return values.map((v) => typeof v === "string" ? v : Deno.inspect(v)).join(" ");
}
