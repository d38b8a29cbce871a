// deno test -A grading/self_check.ts -- NOTEBOOK or FOLDER …: one test for every item of the problem sets found there.
import { after, describe, it } from "@std/testing/bdd";
import { join } from "node:path";
import { SETS } from "../exercises/checks/mod.ts";
import { OPEN_SEED, storedKey } from "./judge/answer_key.ts";
import { type Check, gradeId, pointsOf } from "./judge/check.ts";
import { examine } from "./judge/examine.ts";
import { trusted } from "./process/child.ts";
import { notebooksBelow, readNotebook } from "./process/files.ts";
import { compileCells } from "./process/script.ts";
import { Solution } from "./process/solution.ts";
import { readSubmission, type Submission, Ungradable } from "./process/submission.ts";

/** Examines one item as the student's own check does. Throws Error with what is wrong and a hint. */
async function pass(check: Check, { set, cells, remarks }: Submission): Promise<void> {
  const solution = new Solution(compileCells(cells), trusted);
  try {
    const found = await examine(check, solution.invoke, await storedKey(set), OPEN_SEED);
    if (found.status === "pass") return;
    const { status, mistake } = found, id = gradeId(check), problem = solution.problems.get(id);
    const message = problem && found.earned === 0 ? `Cell ${id} ${problem}` : found.message;
    const hint = mistake ? `${mistake.name}: ${mistake.hint}` : check.hints[0];
    throw new Error([`${status}: ${message}`, hint, ...remarks].join("\n"));
  } finally {
    await solution.close();
  }
}

/** Returns the notebooks at the paths that have a problem set; one that is named itself must have one. */
async function submissions(paths: string[]): Promise<[path: string, Submission][]> {
  const found: [string, Submission][] = [];
  for (const given of paths) {
    const isFile = given.endsWith(".ipynb");
    const files = isFile ? [given] : (await notebooksBelow(given)).map((path) => join(given, path));
    for (const path of files) {
      try {
        found.push([path, readSubmission(await readNotebook(path), SETS)]);
      } catch (error) {
        if (!(error instanceof Ungradable) || isFile) throw error;
      }
    }
  }
  if (found.length === 0) throw new Ungradable(`Cannot find a problem set in ${paths.join(", ")}`);
  return found;
}

for (const [path, submission] of await submissions(Deno.args.length > 0 ? Deno.args : ["."])) {
  const { id, checks } = submission.set;
  let earned = 0;
  describe(path, () => {
    for (const check of checks) {
      it(`${check.id} [${check.points} points] ${check.summary}`, async () => {
        await pass(check, submission);
        earned += check.points;
      });
    }
    after(() => {
      console.log(
        `${id}: ${earned} of ${pointsOf(submission.set)} points (feedback, not the grade)`,
      );
    });
  });
}
