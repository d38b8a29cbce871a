import type { Invoke } from "../judge/answer_key.ts";
import { type Answer, decode, encode, type Value } from "../judge/values.ts";

/** The functions of a solution by name. */
// deno-lint-ignore no-explicit-any -- students' functions have their own signatures
export type Implementation = Record<string, (...args: any[]) => unknown>;

/** Calls functions of this process; arguments and results are copied, as they are between two processes. */
export function invokeLocally(functions: Implementation): Invoke {
  return (calls) =>
    Promise.all(calls.map(async ({ name, args }): Promise<Answer> => {
      try {
        if (typeof functions[name] !== "function") throw new Undeclared();
        const result = await functions[name](...decode(encode(args)) as Value[]);
        return { value: decode(encode(result)) };
      } catch (error) {
        return { error: describeError(error) };
      }
    }));
}

class Undeclared extends Error {}

/** Describes an error as the rest of a sentence that begins with the function's name. */
export function describeError(error: unknown): string {
  if (error instanceof Undeclared) return "is not declared: declare it in its own cell";
  const { name, message } = Object(error);
  if (message === "Not written yet") return "is not written yet";
  return `throws ${typeof name === "string" ? name : "a value"}: ${message ?? error}`;
}
