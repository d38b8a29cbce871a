import { answersUrl } from "./answers_url.ts";
import type { Check, ProblemSet } from "./check.ts";
import { type Answer, type Call, decode, type Wire } from "./values.ts";

/** Calls functions of a solution, in this process or another, and returns one answer for each call. */
export type Invoke = (calls: Call[]) => Promise<Answer[]>;

/** Correct answers, and the answers that each named mistake would give. */
export interface AnswerKey {
  /** True if it knows the answers for the inputs of any seed, not only of one. */
  readonly anySeed: boolean;
  /** Returns the correct answers to these calls. */
  correct(check: Check, calls: Call[]): Promise<Answer[]>;
  /** Returns the answers of a solution with the named mistake. */
  mistaken(check: Check, mistake: string, calls: Call[]): Promise<Answer[]>;
}

/** The seed of the inputs in a student's own checks. */
export const OPEN_SEED = 0;

/** The answers to an item's calls at OPEN_SEED: the correct ones, and those of each named mistake. */
export interface StoredAnswers {
  correct: Record<string, Wire>;
  mistaken: Record<string, Record<string, Wire>>;
}

/**
 * Reads the stored answers of a set, which a student's folder has instead of the solutions.
 * Throws RangeError if there are none.
 */
export async function storedKey({ id }: ProblemSet): Promise<AnswerKey> {
  let items: Record<string, StoredAnswers>;
  try {
    items = JSON.parse(await Deno.readTextFile(answersUrl(id)));
  } catch {
    throw new RangeError(`Cannot read exercises/answers/${id}.json: ${howToStore(id)}`);
  }
  return {
    anySeed: false,
    correct: (check, calls) => lookUp(items[check.id]?.correct, check, calls),
    mistaken: (check, name, calls) => lookUp(items[check.id]?.mistaken[name], check, calls),
  };
}

// async, so that what it throws is a rejection
// deno-lint-ignore require-await
async function lookUp(
  answers: Record<string, Wire> | undefined,
  { id }: Check,
  calls: Call[],
): Promise<Answer[]> {
  if (!answers) {
    const [set] = id.split(".");
    const place = `exercises/answers/${set}.json`;
    throw new RangeError(`Cannot find answers of ${id} in ${place}: ${howToStore(set)}`);
  }
  return callNames(calls).map((name) =>
    name in answers
      ? { value: decode(answers[name]) }
      : { error: "is not among the stored answers" }
  );
}

function howToStore(set: string): string {
  return `run deno task exercises ${set} where the model solutions are`;
}

/**
 * Names the answers to calls by function and call index. The arguments are not part of the name: for one seed they are
 * always the same, except for the last bit, in which the cosine may differ between machines.
 */
export function callNames(calls: Call[]): string[] {
  const counts: Record<string, number> = {};
  return calls.map(({ name }) => `${name} ${counts[name] = (counts[name] ?? 0) + 1}`);
}
