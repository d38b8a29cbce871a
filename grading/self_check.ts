// deno test -A grading/self_check.ts -- NOTEBOOK or FOLDER …: one test for every item of the problem sets found there.
import { after, describe, it } from "@std/testing/bdd";
import { pointsOf } from "./judge/check.ts";
import { hintOf } from "./judge/hint.ts";
import { examineItem, submissionsAt } from "./own_checks.ts";

for (const [path, submission] of await submissionsAt(Deno.args.length > 0 ? Deno.args : ["."])) {
  const { set, remarks } = submission;
  let earned = 0;
  describe(path, () => {
    for (const check of set.checks) {
      it(`${check.id} [${check.points} points]`, async () => {
        const finding = await examineItem(check, submission), { status, message } = finding;
        if (status !== "pass") {
          const hint = hintOf(check, finding) ?? [];
          throw new Error([`${status}: ${message}`, hint, remarks].flat().join("\n"));
        }
        earned += check.points;
      });
    }
    after(() => {
      console.log(`${set.id}: ${earned} of ${pointsOf(set)} points (feedback, not the grade)`);
    });
  });
}
