import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { type Matrix, type Params, seeded } from "rnn";
import { Value } from "rnn/autodiff";
import { makeStrips } from "rnn/data";
import { TapeTrainer } from "rnn/fast";
import { exactStripMatches, glimpseObjective, glimpseParams, READER_SIZES } from "rnn/models";
import { adam } from "rnn/train";
import { stripTargets } from "../../../datasets/scenes/strip.ts";
import { DEFAULT_PLAN, glimpseLoss, unrollGlimpses } from "../../../models/glimpses/loss.ts";
import {
  locationNoise,
  locationSigma,
  stripInputs,
  uniformLocations,
} from "../../../models/glimpses/reading.ts";
import { zerosLikeBatch } from "../../../models/layers.ts";
import { digits } from "../../datasets/digits.ts";
import { expectReadableGradients, overfit } from "../readable_path.ts";

const B = 7, options = { optimizer: adam(0.004), clip: { norm: 2 }, batch: B };
const strips = makeStrips(digits, { count: B, split: "train", random: seeded(3) });
const spread = locationSigma(2, B), { images, context } = stripInputs(strips);
const learned = glimpseObjective({ policy: "learned" });

/** Computes the whole loss in float64; its random locations are those of seed 5. */
function readableLoss(p: Record<string, Value>, policy: "learned" | "random"): Value {
  const random = seeded(5), value = (A: Matrix) => new Value(A);
  const offsets = Array.from(
    { length: DEFAULT_PLAN.glimpses * DEFAULT_PLAN.answers },
    () => value(policy === "learned" ? locationNoise(spread, random) : uniformLocations(B, random)),
  );
  const locate = (mean: Value, n: number) =>
    policy === "learned" ? mean.stopGradient().add(offsets[n]) : offsets[n];
  const inputs = { images: value(images), context: value(context) };
  const run = unrollGlimpses(p, inputs, locate, zerosLikeBatch(B));
  const parts = glimpseLoss(run, stripTargets(strips, DEFAULT_PLAN.answers), value(spread));
  const E = parts.answers.add(parts.baseline);
  return policy === "learned" ? E.add(parts.policy.scale(0.1)) : E;
}

describe("glimpseObjective()", () => {
  for (const policy of ["learned", "random"] as const) {
    it(`has the readable gradients for a batch of seven and a ${policy} policy`, () => {
      const objective = glimpseObjective({ policy }), sigma = 2;
      const data = {
        strips,
        sigma,
        get random() {
          return seeded(5);
        },
      };
      expectReadableGradients(glimpseParams(READER_SIZES, seeded(1)), objective, {
        ...{ data, batch: B },
        loss: (p) => readableLoss(p, policy),
      });
    });
  }

  it("trains the same weights for the same seeds, and others for another", () => {
    const trained = (seed: number): Params => {
      const params = glimpseParams(READER_SIZES, seeded(1)), random = seeded(seed);
      overfit(new TapeTrainer(params, learned, options), () => ({ strips, sigma: 2, random }), 3);
      return params;
    };
    expect(trained(1)).toEqual(trained(1));
    expect(trained(1).Wm).not.toEqual(trained(2).Wm);
  });

  it("overfits seven strips, including their locations", () => {
    const params = glimpseParams(READER_SIZES, seeded(1)), random = seeded(1);
    const trainer = new TapeTrainer(params, learned, options);
    const data = () => ({ strips, sigma: 1.5, random });
    trainer.gradients(data());
    const first = trainer.output("answers").at(0);
    overfit(trainer, data, 250);
    expect(trainer.output("answers").at(0)).toBeLessThan(first / 4);
    expect(exactStripMatches(params, strips, "mean").filter(Boolean).length).toBeGreaterThanOrEqual(
      6,
    );
  });

  it("refuses another batch and a standard deviation of 0", () => {
    const trainer = new TapeTrainer(glimpseParams(READER_SIZES, seeded(1)), learned, options);
    const load = (some: typeof strips, sigma: number) => () =>
      trainer.gradients({ strips: some, sigma, random: seeded(1) });
    expect(load(strips.slice(1), 2)).toThrow("Cannot write 480×6 into 480×7");
    expect(load(strips, 0)).toThrow("sigma must be positive and finite, got 0");
  });
});
