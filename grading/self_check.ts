// deno test -A grading/self_check.ts -- NOTEBOOK or FOLDER …: one test for every item of the problem sets found there.
import { after, describe, it } from "@std/testing/bdd";
import { pointsOf, sumOfPoints } from "./judge/check.ts";
import type { Finding } from "./judge/examine.ts";
import { hintOf } from "./judge/hint.ts";
import { examineItem, submissionsAt } from "./own_checks.ts";

for (const [path, submission] of await submissionsAt(Deno.args.length > 0 ? Deno.args : ["."])) {
  const { set, remarks } = submission;
  const findings: Finding[] = [];
  describe(path, () => {
    for (const check of set.checks) {
      it(`${check.id} [${check.points} points]`, async () => {
        const finding = await examineItem(check, submission), { status, message } = finding;
        findings.push(finding);
        if (status !== "pass") {
          const hint = hintOf(check, finding) ?? [];
          const points = `${finding.earned} of ${check.points} points`;
          throw new Error([`${status}, ${points}: ${message}`, hint, remarks].flat().join("\n"));
        }
      });
    }
    after(() => {
      const earned = sumOfPoints(findings);
      console.log(`${set.id}: ${earned} of ${pointsOf(set)} points (feedback, not the grade)`);
    });
  });
}
