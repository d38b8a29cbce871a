import { format } from "node:util";
import { inKernel } from "./kernel.ts";

// The kernel sends each console line as a message of its own, and a thousand of them may arrive after their cell
// has ended, in the next one. Lines are therefore collected and sent together, once a tick.
const once = Symbol.for("unrolled.console");
const scope = globalThis as unknown as Record<symbol, boolean>;
const STREAMS = { log: "stdout", info: "stdout", debug: "stdout", warn: "stderr", error: "stderr" };
const MOST = 50_000; // characters kept back: a loop that never yields still shows what it prints

let waiting: { name: string; text: string }[] = [];
let kept = 0;

if (!scope[once] && inKernel()) {
  scope[once] = true;
  for (const [level, name] of Object.entries(STREAMS)) {
    console[level as keyof typeof STREAMS] = (...values: unknown[]) => print(name, line(values));
  }
}

function print(name: string, text: string): void {
  if (waiting.length === 0) queueMicrotask(flush);
  const last = waiting.at(-1);
  if (last?.name === name) last.text += text;
  else waiting.push({ name, text });
  kept += text.length;
  if (kept > MOST) flush();
}

function flush(): void {
  for (const content of waiting) Deno.jupyter.broadcast("stream", content);
  waiting = [];
  kept = 0;
}

function line(values: unknown[]): string {
  const [first] = values;
  if (typeof first === "string" && /%[sdifjoOc]/.test(first)) return format(...values) + "\n";
  return values.map((v) => typeof v === "string" ? v : Deno.inspect(v)).join(" ") + "\n";
}
