import type { AnswerKey } from "../judge/answer_key.ts";
import { gradeId, pointsOf, sumOfPoints } from "../judge/check.ts";
import { examine, type Finding } from "../judge/examine.ts";
import { attemptIn } from "../process/refusal.ts";
import { Solution } from "../process/solution.ts";
import type { Seeds } from "./inputs.ts";
import type { OpenedNotebook } from "./notebook_reader.ts";
import type { Result } from "./result.ts";
import { sandboxed } from "./sandbox.ts";
import type { SubmittedFile } from "./submitted_files.ts";

/** The result of a notebook, and whether it took much longer than others. */
export interface Attempt {
  result: Result;
  isSlow: boolean;
}

/** Grades one notebook: its solution cells run in a sandboxed child process, and their answers are compared here. */
export async function gradeOne(
  { student, path }: Pick<SubmittedFile, "student" | "path">,
  notebook: OpenedNotebook,
  key: AnswerKey,
  seeds: Seeds,
  seconds: number,
): Promise<Attempt> {
  const { set } = notebook;
  const solution = new Solution(notebook, sandboxed, seconds), items: Finding[] = [];
  try {
    for (const check of set.checks) {
      const seed = seeds.seedOf({ student, set: set.id, item: check.id });
      const finding = await examine(check, solution.invoke, key, seed);
      const problem = solution.problems.get(gradeId(check));
      if (problem && finding.earned === 0) finding.message = `Cell ${gradeId(check)} ${problem}`;
      items.push(finding);
    }
  } finally {
    await solution.close(); // the child has ended before anything is written
  }
  const problems = [...solution.problems].map(([id, problem]) => `Cell ${id} ${problem}`);
  const result: Result = {
    ...{ student, set: set.id, path, status: "graded" as const },
    ...{ remarks: [...notebook.remarks, ...problems], typeErrors: [] },
    attempts: attemptsIn(items, solution),
    ...{ earned: sumOfPoints(items), possible: pointsOf(set) },
    items,
  };
  return { result, isSlow: solution.isSlow };
}

/** Returns the attempts of the functions and cells of a solution that Deno refused, by item. */
function attemptsIn(items: Finding[], { problems }: Solution): string[] {
  const texts: [string, string][] = [
    ...items.map(({ id, message = "" }): [string, string] => [id, message]),
    ...[...problems].map(([id, problem]): [string, string] => [id.replace("_", "."), problem]),
  ];
  const lines = texts.flatMap(([id, text]) => {
    const attempt = attemptIn(text);
    return attempt ? [`${id} tries to ${attempt}`] : [];
  });
  return [...new Set(lines)];
}
