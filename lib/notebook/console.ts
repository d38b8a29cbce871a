import { format } from "node:util";
import { inKernel } from "./kernel.ts";

// The kernel sends each console line as a message of its own, and some of a thousand may arrive after their cell has ended,
// in the output of the next one. Lines are therefore collected and sent together in one microtask.
const KEY = Symbol.for("unrolled.console");
const scope = globalThis as unknown as Record<symbol, boolean>;
const STREAMS = { log: "stdout", info: "stdout", debug: "stdout", warn: "stderr", error: "stderr" };
const MAX_BUFFERED = 50_000; // characters, so that a loop that never yields shows its output too

let pending: { name: string; text: string }[] = [];
let buffered = 0;

if (!scope[KEY] && inKernel()) {
  scope[KEY] = true;
  for (const [level, name] of Object.entries(STREAMS)) {
    console[level as keyof typeof STREAMS] = (...values: unknown[]) => print(name, line(values));
  }
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
  if (typeof first === "string" && /%[sdifjoOc]/.test(first)) return format(...values) + "\n";
  return values.map((v) => typeof v === "string" ? v : Deno.inspect(v)).join(" ") + "\n";
}
