// deno test -A lib/check/points.ts -- NOTEBOOK or FOLDER …: every item of the notebooks named, each as a test.
import { describe, it } from "@std/testing/bdd";
import { examine } from "./examine.ts";
import { notebooksIn } from "./process/files.ts";
import { plainHold } from "./process/child.ts";
import { Solution } from "./process/solution.ts";
import { readSubmission } from "./process/submission.ts";
import { SETS } from "./sets/mod.ts";
import { OPEN_SEED } from "./stored.ts";
import { keyOf } from "./stored_keys.ts";

const asked = Deno.args.length > 0 ? Deno.args : ["."];
for (const path of (await Promise.all(asked.map(notebooksIn))).flat()) {
  const { set, cells, remarks } = readSubmission(await Deno.readTextFile(path), SETS);
  describe(path, () => {
    for (const check of set.checks) {
      it(`${check.id} [${check.points} points] ${check.shows}`, async () => {
        const solution = new Solution(cells, plainHold);
        try {
          const { status, says, mistake } = await examine(
            check,
            solution.ask,
            await keyOf(set),
            OPEN_SEED,
          );
          if (status === "pass") return;
          const hint = mistake ? `${mistake.name}: ${mistake.hint}` : check.hints[0];
          throw new Error([`${status}: ${says}`, ...remarks, hint].join("\n"));
        } finally {
          await solution.close();
        }
      });
    }
  });
}
