import type { Ask } from "../judge/key.ts";
import { type Answer, decode, encode, type Value } from "../judge/values.ts";

/** The functions of a solution by name. */
// deno-lint-ignore no-explicit-any -- a student's functions have signatures of their own
export type Implementation = Record<string, (...args: any[]) => unknown>;

/** Asks functions of this process; what goes in and out is copied, as it is between two processes. */
export function local(functions: Implementation): Ask {
  return (calls) =>
    Promise.all(calls.map(async ({ name, args }): Promise<Answer> => {
      try {
        if (typeof functions[name] !== "function") throw new Undeclared();
        const answer = await functions[name](...decode(encode(args)) as Value[]);
        return { value: decode(encode(answer)) };
      } catch (error) {
        return { error: describe(error) };
      }
    }));
}

class Undeclared extends Error {}

/** What is wrong, as the rest of a sentence that begins with the function's name. */
export function describe(error: unknown): string {
  if (error instanceof Undeclared) return "is not there: declare it in its own cell";
  const { name, message } = Object(error);
  if (message === "Not written yet") return "is not written yet";
  return `throws ${typeof name === "string" ? name : "a value"}: ${message ?? error}`;
}
