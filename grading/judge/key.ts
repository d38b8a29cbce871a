import type { Check } from "./check.ts";
import type { Answer, Call } from "./values.ts";

/** Something that answers calls: a solution in this process or in another, or a table of stored answers. */
export type Ask = (calls: Call[]) => Promise<Answer[]>;

/** Where right answers come from, and what each named mistake would answer. */
export interface Key {
  /** Whether it knows the answers for other inputs than those of one seed. */
  readonly anySeed: boolean;
  /** The right answers to these calls. */
  right(check: Check, calls: Call[]): Promise<Answer[]>;
  /** What a solution with the mistake of this name answers. */
  mistaken(check: Check, name: string, calls: Call[]): Promise<Answer[]>;
}
