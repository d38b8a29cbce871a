import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { adam } from "rnn/train";
import {
  exactMatchRate,
  type Pair,
  translationBatch,
  translationLoss,
  type TranslationVocab,
  translatorParams,
  zerosLikeBatch,
} from "rnn/models";
import { gradients, toValues } from "rnn/autodiff";
import { numberInEnglish, numberInFrench } from "rnn/data";
import { wordTokenizer, WordVocabulary } from "rnn/text";
import { relativeError, seeded } from "rnn";
import { FastTape } from "../../../lib/fast/tape.ts";
import { TranslationTrainer } from "rnn/models";

const pairs = [3, 70, 81, 97, 200, 201, 1001, 6080].map((
  n,
): Pair => [numberInEnglish(n), numberInFrench(n)]);
const spelling: TranslationVocab = {
  tokenizer: wordTokenizer,
  source: new WordVocabulary(pairs.map(([text]) => wordTokenizer.cut(text))),
  target: new WordVocabulary(pairs.map(([, text]) => wordTokenizer.cut(text))),
  reversed: true,
};
const sizes = { source: spelling.source.size, target: spelling.target.size, hidden: 16 };
const batch = translationBatch(spelling, pairs);

describe("TranslationTrainer", () => {
  it("translationLoss() has the same gradients on the fast tape, to 1e-5", () => {
    const params = translatorParams(sizes, seeded(1)), tape = new FastTape();
    const p = tape.trainable(params);
    tape.finish(translationLoss(p, batch, (rows) => tape.input(rows, pairs.length)));
    const values = toValues(params),
      E = translationLoss(values, batch, zerosLikeBatch(pairs.length));
    const found = gradients(E);
    expect(tape.run()).toBeCloseTo(E.matrix.at(0), 3);
    tape.back();
    for (const name of Object.keys(params)) {
      expect(relativeError(p[name].readGradient(), found.get(values[name])!)).toBeLessThan(1e-5);
    }
  });

  it("TranslationTrainer learns eight numbers by heart, padded or not", () => {
    const params = translatorParams(sizes, seeded(1));
    const steps: [number, number] = [batch.source.length + 2, batch.words.length + 1];
    const how = { optimizer: adam(0.02), clip: { norm: 1 }, batch: pairs.length, steps };
    const trainer = new TranslationTrainer(params, how);
    const E = translationLoss(toValues(params), batch, zerosLikeBatch(pairs.length)).matrix.at(0);
    expect(trainer.update(batch)).toBeCloseTo(E, 3);
    for (let n = 0; n < 150; n++) trainer.update(batch);
    trainer.writeBack();
    expect(trainer.step).toBe(151);
    expect(exactMatchRate(spelling, params, pairs, 9)).toBe(1);
  });

  it("TranslationTrainer refuses another batch and longer sentences", () => {
    const params = translatorParams(sizes, seeded(1));
    const how = { optimizer: adam(0.02), batch: 8, steps: [2, 9] as [number, number] };
    const trainer = new TranslationTrainer(params, how);
    expect(() => trainer.update(batch)).toThrow("the trainer takes 8 of up to 2 and 9");
    expect(() => trainer.update(translationBatch(spelling, pairs.slice(0, 4))))
      .toThrow("Cannot learn from 4 sentences of");
  });
});
