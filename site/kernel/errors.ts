import { stackOf } from "./evaluate.ts";
import { framesIn, lineOfCell } from "./frames.ts";
import type { KernelOutput } from "./protocol.ts";

// the number of lines of each cell that has run
const lines = new Map<number, number>();
const CONSTANT =
  /^Cannot assign to read only property '.*' of object '#<DedicatedWorkerGlobalScope>'$/;
const copies = new WeakSet<Error>();

/** Notes the number of lines of a cell, by which the places of errors in it are found. */
export function noteLines(cell: number, count: number): void {
  lines.set(cell, count);
}

/**
 * Returns an error to be shown instead of another, with the same fields, but a stack trace of name, message and
 * places in cells, which are the only ones that a reader knows. The engines write other traces, some without a message.
 */
export function readableError(error: Error): Error {
  if (copies.has(error)) return error;
  const { name, message, stack } = error;
  const copy: Error = Object.create(Object.getPrototypeOf(error), {
    ...hidden({ name, message }), // of a DOMException, whose prototype has them
    ...Object.getOwnPropertyDescriptors(error),
    ...hidden({ stack: stack && readableStack(error) }),
  });
  copies.add(copy);
  return copy;
}

function hidden(values: object): PropertyDescriptorMap {
  const entries = Object.entries(values);
  return Object.fromEntries(entries.map(([name, value]) => [name, { value }]));
}

function readableStack(error: Error): string {
  const places = framesIn(stackOf(error)).flatMap(({ cell, row, where }) => {
    const line = lineOfCell(row, lines.get(cell) ?? 0);
    if (line === undefined) return [];
    const place = `cell ${cell + 1}, line ${line}`;
    return `\n    at ${where ? `${where} (${place})` : place}`;
  });
  return Error.prototype.toString.call(error) + places.join("");
}

/** Returns what a cell shows that ended with an error; anything can be thrown. */
export function errorOutput(error: unknown, inspect: (value: unknown) => string): KernelOutput {
  const kind = { output_type: "error", stack: "" } as const;
  if (!(error instanceof Error)) {
    const evalue = Object(error) === error ? inspect(error) : String(error);
    return { ...kind, ename: "Unknown error", evalue };
  }
  const { name, message } = error;
  const evalue = `${message}`.replace(CONSTANT, "Assignment to constant variable.") || "(none)";
  return { ...kind, ename: `${name}`, evalue, stack: stackOf(error) };
}

/** Prints the errors that no cell catches: those of its timers, and promises that are rejected without a handler. */
export function reportLateErrors(print: (text: string) => void): void {
  addEventListener("error", (event) => {
    event.preventDefault();
    print(`An error after its cell had ended: ${describe(event.error)}`);
  });
  addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    print(`Unhandled promise rejection: ${describe(event.reason)}`);
  });
}

function describe(reason: unknown): string {
  return reason instanceof Error ? `${reason.name}: ${reason.message}` : String(reason);
}
