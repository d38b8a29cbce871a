import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { adam } from "rnn/train";
import {
  DEFAULT_PLAN,
  exactlyRead,
  glimpseLoss,
  glimpseParams,
  locationNoise,
  locationSigma,
  READER_SIZES,
  stopGradient,
  stripInputs,
  uniformLocations,
  unrollGlimpses,
  zerosLikeBatch,
} from "rnn/models";
import { gradients, type TensorOps, toValues, Value } from "rnn/autodiff";
import { makeStrips, stripTargets } from "rnn/data";
import { type Matrix, type Params, relativeError, seeded } from "rnn";
import { digits } from "../../datasets/digits.ts";
import { FastTape } from "../../../lib/fast/tape.ts";
import { GlimpseTrainer } from "rnn/models";

const B = 8;
const strips = makeStrips(digits, { count: B, split: "train", random: seeded(3) });
const spread = locationSigma(2, B), { images, context } = stripInputs(strips);
const targets = stripTargets(strips, DEFAULT_PLAN.answers);

/** The whole loss, on either tape. */
function whole<V extends TensorOps<V>>(
  p: Record<string, V>,
  value: (A: Matrix) => V,
  zeros: (rows: number) => V,
  eye: "learned" | "random",
): V {
  const random = seeded(5);
  const drawn = (mean: V) => mean.apply(stopGradient).add(value(locationNoise(spread, random)));
  const policy = (mean: V) => eye === "learned" ? drawn(mean) : value(uniformLocations(B, random));
  const shown = { images: value(images), context: value(context) };
  const parts = glimpseLoss(unrollGlimpses(p, shown, policy, zeros), targets, value(spread));
  const E = parts.answers.add(parts.baseline);
  return eye === "learned" ? E.add(parts.policy.scale(0.1)) : E;
}

const how = { optimizer: adam(0.004), clip: { norm: 2 }, batch: B, eye: "learned" as const };

describe("GlimpseTrainer", () => {
  for (const eye of ["learned", "random"] as const) {
    it(`glimpseLoss() has the same gradients on the fast tape, to 1e-5, where the eye is ${eye}`, () => {
      const params = glimpseParams(READER_SIZES, seeded(1)), tape = new FastTape();
      const p = tape.trainable(params);
      const value = (A: Matrix) => {
        const input = tape.input(A.rows, A.cols);
        input.write(A);
        return input;
      };
      tape.finish(whole(p, value, (rows) => tape.input(rows, B), eye));
      const values = toValues(params),
        E = whole(values, (A) => new Value(A), zerosLikeBatch(B), eye);
      const found = gradients(E);
      expect(tape.run()).toBeCloseTo(E.matrix.at(0), 3);
      tape.back();
      for (const name of Object.keys(params)) {
        const want = found.get(values[name]) ?? params[name].scale(0);
        expect(relativeError(p[name].readGradient(), want)).toBeLessThan(1e-5);
      }
    });
  }

  it("GlimpseTrainer gives the same weights for the same seeds, and others for another", () => {
    const trained = (seed: number): Params => {
      const params = glimpseParams(READER_SIZES, seeded(1)), random = seeded(seed);
      const trainer = new GlimpseTrainer(params, how);
      for (let n = 0; n < 3; n++) trainer.update(strips, 2, random);
      trainer.writeBack();
      return params;
    };
    expect(trained(1)).toEqual(trained(1));
    expect(trained(1).Wm).not.toEqual(trained(2).Wm);
  });

  it("GlimpseTrainer learns eight strips by heart, where to look included", () => {
    const params = glimpseParams(READER_SIZES, seeded(1)), random = seeded(1);
    const trainer = new GlimpseTrainer(params, how);
    const first = trainer.update(strips, 1.5, random).loss;
    let last = first;
    for (let n = 0; n < 250; n++) last = trainer.update(strips, 1.5, random).loss;
    trainer.writeBack();
    expect(trainer.step).toBe(251);
    expect(last).toBeLessThan(first / 4);
    expect(exactlyRead(params, strips, "asked").filter(Boolean).length).toBeGreaterThanOrEqual(7);
  });

  it("GlimpseTrainer refuses another batch, one that isn't a multiple of 4, and a spread of 0", () => {
    const params = glimpseParams(READER_SIZES, seeded(1));
    const trainer = new GlimpseTrainer(params, how);
    expect(() => trainer.update(strips.slice(1), 2, seeded(1)))
      .toThrow("Cannot learn from 7 strips: the trainer takes 8");
    expect(() => trainer.update(strips, 0, seeded(1))).toThrow("Cannot look with a spread of 0");
    expect(() => new GlimpseTrainer(params, { ...how, batch: 6 }))
      .toThrow("Cannot record a batch of 6: it isn't a multiple of 4");
  });
});
