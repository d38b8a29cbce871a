import { after, before, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { SETS } from "../../exercises/checks/mod.ts";
import { EDITS } from "../../exercises/mistakes/mod.ts";
import { storedKey } from "../../grading/judge/answer_key.ts";
import { gradeId } from "../../grading/judge/check.ts";
import { difference } from "../../grading/judge/compare.ts";
import type { Finding } from "../../grading/judge/examine.ts";
import { modelCells, ModelKey } from "../../grading/class/model_key.ts";
import { tagOf } from "../../grading/process/submission.ts";
import { storedPath, storedSet } from "../../grading/store_answers.ts";
import { cellSource } from "../../lib/notebook/cells.ts";
import { findings, gradedCells, mistakenCells, stubbed } from "../grading/student_work.ts";

const SEEDS = [0, 1, 271828];

/** Returns the points of the parts that are right. */
function shareOf({ points, parts = {} }: Finding): number {
  const rights = Object.values(parts);
  return Math.floor(100 * points * rights.filter(Boolean).length / rights.length || 0) / 100;
}

for (const set of SETS) {
  describe(`${set.id}, ${set.title}`, () => {
    let key: ModelKey;
    before(async () => {
      key = await ModelKey.start(set);
    });
    after(() => key.close());

    it("has the stored answers of its model solution", async () => {
      const stored = JSON.parse(await Deno.readTextFile(storedPath(set)));
      const made = JSON.parse(await storedSet(set));
      expect(difference(made, stored, 1e-12)).toBe(undefined); // the last bit of a cosine may differ
      expect(difference(stored, made, 1e-12)).toBe(undefined);
    });

    it("has one solution cell and one locked cell with the points for each item", async () => {
      const graded = await gradedCells(set);
      expect(graded.map(tagOf).map(({ grade_id, points }) => [grade_id, points]))
        .toEqual(set.checks.map((check) => [`${gradeId(check)}_check`, check.points]));
      expect(graded.map(cellSource)).toEqual(
        set.checks.map(({ id, functions }) => `await check("${id}", { ${functions.join(", ")} });`),
      );
      expect((await modelCells(set)).map(({ id }) => id)).toEqual(set.checks.map(gradeId));
    });

    it("gives the model solution all points, whatever the seed", async () => {
      for (const seed of SEEDS) {
        for (const found of await findings(set.checks, await modelCells(set), key, seed)) {
          expect({ ...found, seed }).toEqual({
            ...{ id: found.id, points: found.points, earned: found.points, status: "pass", seed },
          });
        }
      }
    });

    it("gives the stub no points, and says that it is not written yet", async () => {
      const cells = (await modelCells(set)).map(stubbed);
      for (const { id, earned, message } of await findings(set.checks, cells, key, 1)) {
        expect([id, earned]).toEqual([id, 0]);
        expect(message).toContain("is not written yet");
      }
    });

    for (const check of set.checks) {
      it(`${check.id} has three hints, and each named mistake has an edit and its own hint`, () => {
        const hints = [...check.hints, ...Object.values(check.mistakes)];
        expect(new Set(hints).size).toBe(hints.length);
        expect(hints.every((hint) => hint.length > 20 && !hint.endsWith("."))).toBe(true);
        expect(Object.keys(EDITS[check.id])).toEqual(Object.keys(check.mistakes));
        expect(Object.keys(check.mistakes).length).toBeGreaterThan(1);
      });

      for (const name of Object.keys(check.mistakes)) {
        it(`${check.id} recognises the mistake "${name}"`, async () => {
          const cells = mistakenCells(await modelCells(set), check, name);
          for (const [answers, seed] of [[key, 42], [await storedKey(set), 0]] as const) {
            const [found] = await findings([check], cells, answers, seed);
            const mistake = { name, hint: check.mistakes[name] };
            expect([found.earned, found.mistake]).toEqual([shareOf(found), mistake]);
            expect(found.earned).toBeLessThan(check.points);
          }
        });
      }
    }
  });
}
