// Tests of the recorded results of `deno task experiment captioning`, and of the shipped weights that reproduce them.
import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { captioners, cnnParams, sceneCNN } from "rnn/models";
import { sceneWords } from "rnn/data";
import { seeded } from "rnn";
import { WordVocabulary } from "rnn/text";
import { loadResults, loadWeights } from "rnn/files";
import { evaluate } from "../../experiments/captioning/evaluate.ts";
import { loadDigits } from "../../experiments/shared.ts";
import { type Outcome, type Run, settings } from "../../experiments/captioning.ts";
import { root } from "../../tools/paths.ts";

const folder = join(root, "data", "results");
const { runs } = await loadResults<Run & Outcome>(join(folder, "captioning.json"), "captioning");
const vocabulary = new WordVocabulary(sceneWords);

/** Returns the captioner of a row, and its shipped weights with those of its CNN. */
async function shipped(row: string) {
  const sizes = {
    words: vocabulary.size,
    embedding: settings.embedding,
    hidden: settings.hidden[row],
    features: sceneCNN.features,
  };
  const captioner = captioners[row](sizes), random = seeded(1);
  const model = { ...cnnParams(sceneCNN, random), ...captioner.params(random) };
  const path = join(folder, "captioning", `${row}.bin`);
  return { captioner, path, ...await loadWeights(path, model) };
}

describe("captioning", () => {
  it("has an exact match of 90 % on held-out scenes for the best row, and 45 % for the worst", () => {
    const tuned = runs.filter((run) => run.tuned);
    expect(Math.max(...tuned.map(({ exact }) => exact))).toBeGreaterThanOrEqual(0.9);
    expect(Math.min(...tuned.map(({ exact }) => exact))).toBeGreaterThan(0.45);
    expect(new Set(tuned.map(({ row }) => row))).toEqual(new Set(Object.keys(captioners)));
  });

  it("has intervals around its results, and loses little by rounding the weights", () => {
    for (const { low, exact, high, exactFloat32 } of runs) {
      expect(low <= exact && exact <= high).toBe(true);
      expect(Math.abs(exact - exactFloat32)).toBeLessThan(0.02);
    }
  });

  it("ships two megabytes at most", () => {
    const files = [...Deno.readDirSync(join(folder, "captioning"))];
    const sizes = files.map(({ name }) => Deno.statSync(join(folder, "captioning", name)).size);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(2e6);
    expect(files.map(({ name }) => name).sort())
      .toEqual([...Object.keys(captioners), "cnn", "lecture-frozen"].map((n) => `${n}.bin`).sort());
  });

  for (const row of Object.keys(captioners)) {
    it(`ships weights of ${row} that caption as recorded`, async () => {
      const { captioner, params, metadata } = await shipped(row);
      expect(metadata).toMatchObject({ row, seed: 1, hidden: settings.hidden[row] });
      expect(metadata.digits).toMatch("CC BY 4.0");
      const recorded = runs.find((run) => run.row === row && run.tuned && run.seed === 1)!;
      expect(Number((metadata.exact as number).toPrecision(4))).toBe(recorded.exact);
      const exam = { captioner, digits: await loadDigits(), vocabulary, scenes: 200, beam: 0 };
      const { exact } = evaluate(exam, params);
      expect(Math.abs(exact - recorded.exact)).toBeLessThan(0.1); // of 200 scenes, four standard errors
    });
  }

  it("does not load weights of another row", async () => {
    const { path } = await shipped("lecture"), { captioner } = await shipped("Mao");
    const other = { ...cnnParams(sceneCNN, seeded(1)), ...captioner.params(seeded(1)) };
    await expect(loadWeights(path, other)).rejects.toThrow("Cannot use the weights");
  });
});
