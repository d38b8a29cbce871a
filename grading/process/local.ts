import type { Invoke } from "../judge/answer_key.ts";
import { type Answer, decode, encode, type Slips, type Value } from "../judge/values.ts";
import { changedArgument, watchIndices } from "./slips.ts";
import { describeValue, shown } from "./text.ts";

const MAX_MESSAGE = 400; // characters

/** The functions of a solution by name. */
// deno-lint-ignore no-explicit-any -- students' functions have their own signatures
export type Implementation = Record<string, (...args: any[]) => unknown>;

/** Calls functions of this process; arguments and results are copied, as they are between two processes. */
export function invokeLocally(functions: Implementation): Invoke {
  return (calls) =>
    Promise.all(calls.map(async ({ name, args }): Promise<Answer> => {
      const f = functions[name], own = decode(encode(args)) as Value[], slips: Slips = {};
      const answer = await answerOf(async () => {
        if (typeof f !== "function") throw new Undeclared();
        return decode(encode(await watchIndices(() => f(...own), slips)));
      });
      const changed = changedArgument(f, args, own);
      if (changed !== undefined) slips.changed = changed;
      return Object.keys(slips).length > 0 ? { ...answer, slips } : answer;
    }));
}

async function answerOf(work: () => Promise<Value>): Promise<Answer> {
  try {
    return { value: await work() };
  } catch (error) {
    return { error: describeError(error) };
  }
}

class Undeclared extends Error {}

/** Describes an error as the rest of a sentence that begins with the function's name. */
export function describeError(error: unknown): string {
  const { name, message, isUndeclared } = partsOf(error);
  if (isUndeclared) return "is not declared: declare it in its own cell";
  if (message === "Not written yet") return "is not written yet";
  const kind = typeof name === "string" ? shown(name) : "a value";
  return `throws ${kind}: ${describeValue(message ?? error, MAX_MESSAGE)}`;
}

/** Reads the properties of a solution's error; reading them may itself throw. */
function partsOf(error: unknown): { name?: unknown; message?: unknown; isUndeclared?: boolean } {
  try {
    const { name, message } = Object(error);
    return { name, message, isUndeclared: error instanceof Undeclared };
  } catch {
    return {};
  }
}
