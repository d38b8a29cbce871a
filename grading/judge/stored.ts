import type { Check } from "./check.ts";
import type { Key } from "./key.ts";
import { type Answer, type Call, decode, type Wire } from "./values.ts";

/** The seed of the inputs that a student's own checks ask about. */
export const OPEN_SEED = 0;

/** The answers to an item's questions at OPEN_SEED: the right ones, and those of each named mistake. */
export interface Stored {
  right: Record<string, Wire>;
  mistaken: Record<string, Record<string, Wire>>;
}

/** A key of stored answers: what a student's folder holds in place of the solutions. */
export function storedKey(items: Record<string, Stored>): Key {
  const answers = (id: string, of: (item: Stored) => Record<string, Wire>, calls: Call[]) => {
    if (!items[id]) throw new RangeError(`Cannot find the answers to ${id}`);
    return Promise.resolve(questions(calls).map((name) => answer(of(items[id])[name])));
  };
  return {
    anySeed: false,
    right: ({ id }, calls) => answers(id, ({ right }) => right, calls),
    mistaken: ({ id }: Check, name, calls) => answers(id, ({ mistaken }) => mistaken[name], calls),
  };
}

function answer(wire: Wire | undefined): Answer {
  return wire === undefined
    ? { error: "is not among the stored answers" }
    : { value: decode(wire) };
}

/**
 * The names of the answers to calls: the function, and the how manieth call of it this is. Not what it is given: that is
 * the same for one seed but for the last bit, in which one machine's cosine may differ from another's.
 */
export function questions(calls: Call[]): string[] {
  const asked: Record<string, number> = {};
  return calls.map(({ name }) => `${name} ${asked[name] = (asked[name] ?? 0) + 1}`);
}
