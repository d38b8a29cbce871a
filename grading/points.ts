// deno test -A grading/points.ts -- NOTEBOOK or FOLDER …: every item of the problem sets there, each as a test.
import { after, describe, it } from "@std/testing/bdd";
import type { Check } from "./judge/check.ts";
import { examine } from "./judge/examine.ts";
import { plainHold } from "./process/child.ts";
import { notebooksIn, readNotebook } from "./process/files.ts";
import { prepare } from "./process/script.ts";
import { Solution } from "./process/solution.ts";
import { readSubmission, type Submission, Ungradable } from "./process/submission.ts";
import { SETS } from "../exercises/checks/mod.ts";
import { OPEN_SEED } from "./judge/stored.ts";
import { keyOf } from "./judge/stored_keys.ts";

/** Examines one item as a student's own check does; throws Error with what is wrong and a hint. */
async function pass(check: Check, { set, cells, remarks }: Submission): Promise<void> {
  const solution = new Solution(prepare(cells), plainHold);
  try {
    const found = await examine(check, solution.ask, await keyOf(set), OPEN_SEED);
    if (found.status === "pass") return;
    const { status, says, mistake } = found;
    const hint = mistake ? `${mistake.name}: ${mistake.hint}` : check.hints[0];
    throw new Error([`${status}: ${says}`, hint, ...remarks].join("\n"));
  } finally {
    await solution.close();
  }
}

/** The notebooks below the paths that hold a problem set; one that was named itself must. */
async function submissions(paths: string[]): Promise<[path: string, Submission][]> {
  const found: [string, Submission][] = [];
  for (const asked of paths) {
    for (const path of await notebooksIn(asked)) {
      try {
        found.push([path, readSubmission(await readNotebook(path), SETS)]);
      } catch (error) {
        if (!(error instanceof Ungradable) || path === asked) throw error;
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
      it(`${check.id} [${check.points} points] ${check.shows}`, async () => {
        await pass(check, submission);
        earned += check.points;
      });
    }
    after(() => {
      const possible = checks.reduce((sum, { points }) => sum + points, 0);
      console.log(`${id}: ${earned} of ${possible} points (feedback, not the grade)`);
    });
  });
}
