import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { seeded } from "rnn";
import { TapeTrainer } from "rnn/fast";
import {
  attentionLoss,
  attentionObjective,
  attentionParams,
  attentionTranslate,
  exactMatchRate,
  padSources,
  translationBatch,
  translationLoss,
  translationObjective,
  translatorParams,
} from "rnn/models";
import { adam } from "rnn/train";
import { zerosLikeBatch } from "../../../models/layers.ts";
import { expectReadableGradients, overfit } from "../readable_path.ts";
import { pairsOf, vocabOf } from "./pairs.ts";

const pairs = pairsOf(3, 70, 81, 97, 200, 201, 1001), batch = pairs.length;
const vocab = vocabOf(pairs, true), data = translationBatch(vocab, pairs);
const sizes = { source: vocab.source.size, target: vocab.target.size, hidden: 16 };
const steps = { source: data.source.length + 2, target: data.words.length + 1 }; // longer than any of them
const options = { optimizer: adam(0.02), clip: { norm: 1 }, batch };

describe("translationObjective()", () => {
  it("has the readable gradients for a batch of seven, padded in time", () => {
    expectReadableGradients(translatorParams(sizes, seeded(1)), translationObjective(steps), {
      ...{ data, batch },
      loss: (p) => translationLoss(p, data, zerosLikeBatch(batch)),
    });
  });

  it("overfits seven numbers", () => {
    const params = translatorParams(sizes, seeded(1));
    overfit(new TapeTrainer(params, translationObjective(steps), options), () => data, 150);
    expect(exactMatchRate(vocab, params, pairs, 9)).toBe(1);
  });

  it("refuses another batch and longer sentences", () => {
    const params = translatorParams(sizes, seeded(1));
    const trainer = new TapeTrainer(
      params,
      translationObjective({ source: 2, target: 9 }),
      options,
    );
    expect(() => trainer.gradients(data)).toThrow("expected up to 2 and 9");
    const few = translationBatch(vocab, pairs.slice(0, 2));
    expect(() => trainer.gradients(few)).toThrow(
      "Cannot load 2 classes: the batch has 7 sequences",
    );
  });
});

describe("attentionObjective()", () => {
  it("refuses numbers of time steps that are not positive integers", () => {
    expect(() => attentionObjective({ source: 2.5, target: 9 }))
      .toThrow("Cannot create an objective: source must be a positive integer, got 2.5");
    expect(() => attentionObjective({ source: 2, target: NaN })).toThrow("target must be");
  });

  it("has the readable gradients for sources of different lengths", () => {
    expectReadableGradients(attentionParams(sizes, seeded(1)), attentionObjective(steps), {
      ...{ data, batch },
      loss: (p) => attentionLoss(p, data, zerosLikeBatch(batch)),
    });
  });

  it("overfits seven numbers", () => {
    const params = attentionParams(sizes, seeded(1)), { start, end } = vocab.target;
    overfit(new TapeTrainer(params, attentionObjective(steps), options), () => data, 200);
    for (const [english, french] of pairs) {
      const source = padSources(vocab, [english]);
      const { classes } = attentionTranslate(params, source, { start, end, longest: 9 });
      expect(vocab.tokenizer.detokenize(vocab.target.decode(classes))).toBe(french);
    }
  });
});
