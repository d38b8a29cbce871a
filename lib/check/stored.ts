import type { Check } from "./check.ts";
import type { Key } from "./examine.ts";
import { type Answer, type Call, decode, encode, type Wire } from "./values.ts";

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
    return Promise.resolve(calls.map((call) => answer(of(items[id])[question(call)])));
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

/** A call as the name of its answer: the function and a hash of what it is given. */
export function question({ name, args }: Call): string {
  let hash = 0xcbf29ce484222325n; // FNV-1a, 64 bits
  for (const byte of new TextEncoder().encode(JSON.stringify(encode(args)))) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return `${name} ${hash.toString(36)}`;
}
