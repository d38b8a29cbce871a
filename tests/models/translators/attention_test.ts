import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import {
  attentionLoss,
  attentionTranslate,
  attentionTranslator,
  decoderFor,
  encodeSources,
  type Pair,
  translationBatch,
  type TranslationVocab,
} from "rnn/models";
import {
  bptt,
  jacobianPaths,
  Matrix,
  normal,
  numericalGradient,
  oneHot,
  relativeError,
  seeded,
  sequenceLoss,
  unroll,
} from "rnn";
import { numberInEnglish, numberInFrench } from "rnn/data";
import { wordTokenizer, WordVocabulary } from "rnn/text";

const pairs = [71, 97, 81, 200].map((n): Pair => [numberInEnglish(n), numberInFrench(n)]);
const spelling: TranslationVocab = {
  tokenizer: wordTokenizer,
  source: new WordVocabulary(pairs.map(([text]) => wordTokenizer.tokenize(text))),
  target: new WordVocabulary(pairs.map(([, text]) => wordTokenizer.tokenize(text))),
  reversed: false,
};
const sizes = { source: spelling.source.size, target: spelling.target.size, hidden: 3 };
const model = attentionTranslator(sizes, seeded(1));
for (const W of Object.values(model.params)) W.data.forEach((w, n) => W.data[n] = 2 * w); // looks matter
const batch = translationBatch(spelling, pairs);

describe("attentionLoss()", () => {
  const { dparams } = attentionLoss(model, batch);
  for (const [name, W] of Object.entries(model.params)) {
    it(`attentionLoss() has the gradient of finite differences for ${name}`, () => {
      const numerical = numericalGradient(() => attentionLoss(model, batch).loss, W);
      expect(relativeError(dparams[name], numerical)).toBeLessThan(1e-6);
      expect(dparams[name].norm()).toBeGreaterThan(1e-4);
    });
  }

  it("attentionLoss() is the mean over the batch of what each pair has alone", () => {
    const alone = pairs.map((pair) =>
      attentionLoss(model, translationBatch(spelling, [pair])).loss
    );
    const mean = alone.reduce((sum, E) => sum + E, 0) / pairs.length;
    expect(attentionLoss(model, batch).loss).toBeCloseTo(mean, 12);
  });

  it("attentionLoss() refuses sentences of different lengths and of none", () => {
    const odd = encodeSources({ ...spelling, source: new WordVocabulary(["one two"]) }, [
      "one",
      "one two",
    ]);
    expect(() => attentionLoss(model, { ...batch, source: odd }))
      .toThrow("Cannot look at sentences of different lengths in one batch");
    expect(() => attentionLoss(model, { ...batch, source: [] }))
      .toThrow("Cannot translate a sentence of zero length");
  });
});

describe("seeing()", () => {
  it("seeing() gives a cell whose paths sum to BPTT's gradient", () => {
    const context = normal(1)(3 * sizes.hidden, 1, seeded(2)), cell = decoderFor(model, context);
    const trace = unroll(cell, [1, 4, 5].map((index) => oneHot(index, sizes.target)));
    const { direct } = sequenceLoss(model.readout, trace, [4, 5, 2]);
    const { dparams } = bptt(cell, trace, direct), paths = jacobianPaths(cell, trace, direct);
    for (const name of Object.keys(dparams)) {
      let sum = new Matrix(dparams[name].rows, dparams[name].cols);
      for (let t = 1; t <= 3; t++) {
        for (let k = 1; k <= t; k++) sum = sum.add(paths.term(t, k)[name]);
      }
      expect(relativeError(sum, dparams[name])).toBeLessThan(1e-12);
    }
  });
});

describe("attentionTranslate()", () => {
  const { start, end } = spelling.target;

  it("attentionTranslate() looks everywhere with weights that sum to 1", () => {
    const source = encodeSources(spelling, ["ninety-seven"]);
    const { classes, attention } = attentionTranslate(model, source, { start, end, longest: 5 });
    const columns = classes.length < 5 ? classes.length + 1 : 5;
    expect([attention.rows, attention.cols]).toEqual([2, columns]);
    for (let j = 0; j < columns; j++) {
      expect(attention.column(j).data.reduce((sum, a) => sum + a, 0)).toBeCloseTo(1, 12);
    }
  });
});
