import { gradeId, type ProblemSet } from "../judge/check.ts";
import { examine, type Finding } from "../judge/examine.ts";
import type { Key } from "../judge/key.ts";
import { Solution } from "../process/solution.ts";
import type { HandedIn } from "./find.ts";
import type { Opened } from "./reader.ts";
import type { Result } from "./result.ts";
import { sandbox } from "./sandbox.ts";

const SECONDS = 30; // for one notebook

/** Gives the key of a set: its model solution in a process of its own. */
export type Keys = (set: ProblemSet) => Promise<Key>;

/** Grades one notebook: its solution cells run in a held child, what they answer is compared here. */
export async function gradeOne(
  { student, path }: HandedIn,
  opened: Opened,
  keys: Keys,
  classSeed: number,
): Promise<Result> {
  const { set } = opened, key = await keys(set), seed = seedOf(classSeed, student, set.id);
  const solution = new Solution(opened, sandbox, SECONDS), items: Finding[] = [];
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
  const problems = [...solution.problems].map(([id, problem]) => `Cell ${id} ${problem}`);
  return {
    ...{ student, set: set.id, path, status: "graded" as const },
    ...{ remarks: [...opened.remarks, ...problems], typeErrors: [] },
    earned: items.reduce((sum, { earned }) => sum + earned, 0),
    possible: set.checks.reduce((sum, { points }) => sum + points, 0),
    items,
  };
}

/** The seed of a student's inputs: the same for the same class seed, student and set. */
export function seedOf(classSeed: number, student: string, set: string): number {
  let hash = 0x811c9dc5; // FNV-1a, 32 bits
  for (const byte of new TextEncoder().encode(`${classSeed} ${student} ${set}`)) {
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return hash >>> 1;
}
