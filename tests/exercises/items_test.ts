import { after, before, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { gradeId } from "../../grading/judge/check.ts";
import { difference } from "../../grading/judge/compare.ts";
import { SETS } from "../../exercises/checks/mod.ts";
import { keyOf } from "../../grading/judge/stored_keys.ts";
import { EDITS } from "../../exercises/mistakes/mod.ts";
import { ModelKey, sourceOf } from "../../grading/class/model.ts";
import { storedPath, storedSet } from "../../grading/store_answers.ts";
import { findings, mistakenCells, modelCells, stubbed } from "../grading/works.ts";

const SEEDS = [0, 1, 271828];

for (const set of SETS) {
  describe(`${set.id}, ${set.title}`, () => {
    let key: ModelKey;
    before(async () => {
      key = await ModelKey.start(set);
    });
    after(() => key.close());

    it("its stored answers are the model solution's", async () => {
      const stored = JSON.parse(await Deno.readTextFile(storedPath(set)));
      const made = JSON.parse(await storedSet(set));
      expect(difference(made, stored, 1e-12)).toBe(undefined); // a cosine may differ in its last bit
      expect(difference(stored, made, 1e-12)).toBe(undefined);
    });

    it("its notebook holds one solution cell and one locked cell with the points for each item", async () => {
      const { cells } = JSON.parse(await Deno.readTextFile(sourceOf(set)));
      // deno-lint-ignore no-explicit-any -- a notebook's JSON
      const graded = cells.flatMap(({ metadata, source }: any) =>
        metadata.nbgrader?.grade ? [{ ...metadata.nbgrader, source: source.join("") }] : []
      );
      expect(graded.map(({ grade_id, points }: Record<string, unknown>) => [grade_id, points]))
        .toEqual(set.checks.map((check) => [`${gradeId(check)}_check`, check.points]));
      for (const [n, { id, functions }] of set.checks.entries()) {
        expect(graded[n].source).toBe(`await check("${id}", { ${functions.join(", ")} });`);
      }
      expect((await modelCells(set)).map(({ id }) => id)).toEqual(set.checks.map(gradeId));
    });

    it("the model solution earns all points, whatever the seed", async () => {
      for (const seed of SEEDS) {
        for (const found of await findings(set.checks, await modelCells(set), key, seed)) {
          expect({ ...found, seed }).toEqual({
            ...{ id: found.id, points: found.points, earned: found.points, status: "pass", seed },
          });
        }
      }
    });

    it("the stub earns nothing, and is told that it is not written yet", async () => {
      const cells = (await modelCells(set)).map(stubbed);
      for (const { id, earned, says } of await findings(set.checks, cells, key, 1)) {
        expect([id, earned]).toEqual([id, 0]);
        expect(says).toContain("is not written yet");
      }
    });

    for (const check of set.checks) {
      it(`${check.id} has three hints, and a named mistake has an edit and a hint of its own`, () => {
        const hints = [...check.hints, ...Object.values(check.mistakes)];
        expect(new Set(hints).size).toBe(hints.length);
        expect(hints.every((hint) => hint.length > 20 && !hint.endsWith("."))).toBe(true);
        expect(Object.keys(EDITS[check.id])).toEqual(Object.keys(check.mistakes));
        expect(Object.keys(check.mistakes).length).toBeGreaterThan(1);
      });

      for (const name of Object.keys(check.mistakes)) {
        it(`${check.id} knows the mistake "${name}"`, async () => {
          const cells = mistakenCells(await modelCells(set), check, name);
          for (const answers of [key, await keyOf(set)]) {
            const seed = answers === key ? 42 : 0;
            const [found] = await findings([check], cells, answers, seed);
            expect([found.earned, found.mistake]).toEqual([0, {
              name,
              hint: check.mistakes[name],
            }]);
          }
        });
      }
    }
  });
}
