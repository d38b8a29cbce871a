import { gradeId } from "../../lib/check/check.ts";
import { examine, type Finding, type Key } from "../../lib/check/examine.ts";
import { Solution } from "../../lib/check/process/solution.ts";
import { readSubmission, type Submission, Ungradable } from "../../lib/check/process/submission.ts";
import { SETS } from "../../lib/check/sets/mod.ts";
import type { ProblemSet } from "../../lib/check/check.ts";
import type { HandedIn } from "./find.ts";
import { type Result, ungradable } from "./result.ts";
import { sandbox } from "./sandbox.ts";

const SECONDS = 30; // for one notebook

/** Gives the key of a set: its model solution in a process of its own. */
export type Keys = (set: ProblemSet) => Promise<Key>;

/** A notebook as far as it can be read. */
export type Opened = { result: Result } | { submission: Submission };

/** Reads a notebook that was handed in; what can't be read is a result already. */
export async function open({ student, path, read }: HandedIn): Promise<Opened> {
  try {
    return { submission: readSubmission(await read(), SETS) };
  } catch (error) {
    if (!(error instanceof Ungradable)) throw error;
    return { result: ungradable(student, path, error.message) };
  }
}

/** Grades one notebook: its solution cells run in a held child, what they answer is compared here. */
export async function gradeOne(
  { student, path }: HandedIn,
  { set, cells, remarks }: Submission,
  keys: Keys,
  classSeed: number,
): Promise<Result> {
  const key = await keys(set), seed = seedOf(classSeed, student, set.id);
  const solution = new Solution(cells, sandbox, SECONDS);
  const items: Finding[] = [];
  try {
    for (const check of set.checks) {
      const finding = await examine(check, solution.ask, key, seed);
      const problem = solution.problems.get(gradeId(check));
      if (problem && finding.earned === 0) finding.says = `Cell ${gradeId(check)} ${problem}`;
      items.push(finding);
    }
  } finally {
    await solution.close(); // the child is dead before anything is written
  }
  return {
    ...{ student, set: set.id, path, status: "graded" as const },
    remarks: [...remarks, ...problemsOf(solution)],
    typeErrors: [],
    earned: items.reduce((sum, { earned }) => sum + earned, 0),
    possible: set.checks.reduce((sum, { points }) => sum + points, 0),
    items,
  };
}

function problemsOf({ problems }: Solution): string[] {
  return [...problems].map(([id, problem]) => `Cell ${id} ${problem}`);
}

/** The seed of a student's inputs: the same for the same class seed, student and set. */
export function seedOf(classSeed: number, student: string, set: string): number {
  let hash = 0x811c9dc5; // FNV-1a, 32 bits
  for (const byte of new TextEncoder().encode(`${classSeed} ${student} ${set}`)) {
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return hash >>> 1;
}
