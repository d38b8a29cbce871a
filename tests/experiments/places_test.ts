// Tests of the recorded results of `deno task experiment places`, and of its training.
import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { type Params, seeded } from "rnn";
import { sceneWords } from "rnn/data";
import { extractFeatures, sceneCNN } from "rnn/models";
import { loadResults } from "rnn/files";
import { WordVocabulary } from "rnn/text";
import * as experiment from "../../experiments/places.ts";
import { pretrained } from "../../experiments/captioning/pretrain.ts";
import { drawBatch, makePool } from "../../experiments/places/pool.ts";
import { trainPlace } from "../../experiments/places/train.ts";
import { loadDigits } from "../../experiments/shared.ts";
import { mean } from "../../experiments/statistics.ts";
import { type Place, placedCaptioner, PLACES } from "../../models/captioners/places.ts";
import { root } from "../../tools/paths.ts";

const places = Object.keys(PLACES) as Place[], vocabulary = new WordVocabulary(sceneWords);
const digits = await loadDigits();
const cnnAgain = async () => (await pretrained(experiment.settings, digits)).params;
const path = join(root, "data", "results", "places.json");
const { runs: recorded } = await loadResults<experiment.Run & experiment.Outcome>(path, "places");
const pool = makePool(digits, await cnnAgain(), 64);

describe("trainPlace()", () => {
  const sizes = { words: vocabulary.size, embedding: 16, hidden: 16, features: 128 };

  /** Trains a small captioner; returns its loss, and whether the CNN was changed. */
  async function train(place: Place, updates: number, tuned: boolean) {
    const cnn = await cnnAgain(), before: Params = structuredClone(cnn);
    const captioner = placedCaptioner("RNN", place, sizes), params = captioner.params(seeded(1));
    const model = { captioner, params, cnn, pool, vocabulary, random: seeded(2) };
    const loss = await trainPlace({ ...model, tuned, rate: 0.01, updates });
    return { loss, changed: !before.K1.data.every((weight, n) => weight === cnn.K1.data[n]) };
  }

  for (const place of places) {
    it(`learns with the image at the place “${place}”, and leaves a frozen CNN as it is`, async () => {
      const [short, long] = [await train(place, 5, false), await train(place, 300, false)];
      expect(long.loss).toBeLessThan(short.loss / 2);
      expect([short.changed, long.changed]).toEqual([false, false]);
    });
  }

  it("changes the CNN if it is fine-tuned", async () => {
    expect((await train("every step", 5, true)).changed).toBe(true);
  });
});

describe("drawBatch()", () => {
  it("gives the same scenes as pixels and as the features of the frozen CNN", async () => {
    const how = { batch: 5, vocabulary };
    const [seen, known] = [true, false].map((pixels) =>
      drawBatch(pool, { ...how, random: seeded(3), pixels })
    );
    const v = extractFeatures(sceneCNN, await cnnAgain(), seen.images);
    expect(v.subtract(known.images).norm() / v.norm()).toBeLessThan(1e-12);
    expect(seen.captions).toEqual(known.captions);
    expect(makePool(digits, await cnnAgain(), 3).features).toEqual(pool.features.slice(0, 3));
  });
});

describe("places", () => {
  const rows = (split: string, tuned: boolean) =>
    recorded.filter((run) =>
      run.split === split && run.tuned === tuned && run.cell === "RNN, orthogonal"
    );
  const at = (runs: typeof recorded, name: "exact" | "bleu4" | "perplexity", ...wanted: Place[]) =>
    runs.filter(({ place }) => wanted.includes(place)).map((run) => run[name]);
  const ONCE: Place[] = ["initial state", "first input", "first step"];
  const ALWAYS: Place[] = ["every step", "readout"];

  it("has three seeds of every place, with equally many weights", () => {
    for (const tuned of [true, false]) {
      const tested = rows("test", tuned);
      for (const place of places) {
        const seeds = tested.filter((run) => run.place === place).map(({ seed }) => seed);
        expect(seeds).toEqual([2, 3, 4]);
      }
      expect(new Set(tested.map(({ parameters }) => parameters))).toEqual(new Set([184014]));
      for (const { low, exact, high, one, three } of tested) {
        expect(low <= exact && exact <= high && three <= exact && exact <= one).toBe(true);
      }
    }
  });

  it("has a higher BLEU-4 where the image is there at every step than where it is shown once, with every seed", () => {
    for (const tuned of [true, false]) {
      const tested = rows("test", tuned), least = Math.min(...at(tested, "bleu4", ...ALWAYS));
      expect(least).toBeGreaterThan(Math.max(...at(tested, "bleu4", ...ONCE)));
    }
  });

  it("has a lower perplexity there too with a fine-tuned CNN, and with a frozen one but for one seed", () => {
    const lowest = (tuned: boolean) => {
      const tested = rows("test", tuned), worst = Math.max(...at(tested, "perplexity", ...ALWAYS));
      return tested.filter(({ place, perplexity }) => ONCE.includes(place) && perplexity < worst);
    };
    expect(lowest(true)).toEqual([]);
    expect(lowest(false).map(({ place, seed }) => [place, seed])).toEqual([["first step", 2]]);
  });

  it("finds the last two places close: a higher exact match for the readout, and a lower perplexity if the CNN is fine-tuned", () => {
    const [tuned, frozen] = [true, false].map((isTuned) =>
      ALWAYS.map((place) => mean(at(rows("test", isTuned), "perplexity", place)))
    );
    expect([tuned[0] > tuned[1], frozen[0] > frozen[1]]).toEqual([true, false]);
    for (const [step, readout] of [tuned, frozen]) {
      expect(Math.abs(step - readout)).toBeLessThan(0.05);
    }
    for (const isTuned of [true, false]) {
      const [step, readout] = ALWAYS.map((place) => at(rows("test", isTuned), "exact", place));
      expect(Math.min(...readout)).toBeGreaterThan(Math.max(...step));
      expect(mean(readout) - mean(step)).toBeCloseTo(0.02, 2);
    }
  });

  it("finds on validation that another rate is worse where the image is shown once, and that 0.005 is better elsewhere", () => {
    for (const tuned of [true, false]) {
      const tried = rows("validation", tuned);
      for (const { rate, place, perplexity } of tried.filter((run) => run.rate !== 0.002)) {
        const common = tried.filter((run) => run.rate === 0.002);
        const isWorse = perplexity > at(common, "perplexity", place)[0];
        expect([place, rate, isWorse]).toEqual([place, rate, ONCE.includes(place)]);
      }
    }
  });

  it("cost at most 45 core-minutes", () => {
    expect(recorded.reduce((sum, { seconds }) => sum + seconds, 0)).toBeLessThan(45 * 60);
  });
});
