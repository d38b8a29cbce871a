import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { numericalGradient, relativeError, seeded } from "rnn";
import { gradients, toValues } from "rnn/autodiff";
import {
  attentionLoss,
  attentionParams,
  attentionTranslate,
  padSources,
  translationBatch,
} from "rnn/models";
import { zerosLikeBatch } from "../../../models/layers.ts";
import { pairsOf, vocabOf } from "./pairs.ts";

const pairs = pairsOf(71, 97, 200, 1081), vocab = vocabOf(pairs, false); // sources of different lengths
const sizes = { source: vocab.source.size, target: vocab.target.size, hidden: 3 };
const params = attentionParams(sizes, seeded(1));
for (const W of Object.values(params)) W.data.forEach((w, n) => W.data[n] = 2 * w); // so that attention matters
const lossOf = (some: typeof pairs) => {
  const p = toValues(params);
  return { p, E: attentionLoss(p, translationBatch(vocab, some), zerosLikeBatch(some.length)) };
};
const valueOf = (some: typeof pairs) => lossOf(some).E.matrix.at(0);

describe("attentionLoss()", () => {
  const { p, E } = lossOf(pairs), found = gradients(E);

  for (const [name, W] of Object.entries(params)) {
    it(`has the gradient of finite differences for ${name}`, () => {
      const numerical = numericalGradient(() => valueOf(pairs), W);
      expect(relativeError(found.get(p[name])!, numerical)).toBeLessThan(1e-6);
      expect(numerical.norm()).toBeGreaterThan(1e-4);
    });
  }

  it("is the mean of the losses of each pair alone, so padding has no effect", () => {
    const alone = pairs.map((pair) => valueOf([pair]));
    const mean = alone.reduce((sum, E) => sum + E, 0) / pairs.length;
    expect(E.matrix.at(0)).toBeCloseTo(mean, 12);
  });

  it("refuses sentences of zero length", () => {
    const batch = translationBatch(vocab, pairs), zeros = zerosLikeBatch(pairs.length);
    expect(() => attentionLoss(p, { ...batch, source: [] }, zeros))
      .toThrow("Cannot translate a sentence of zero length");
    expect(() => attentionLoss(p, { ...batch, words: [] }, zeros))
      .toThrow("Cannot compute the loss of 0 time steps");
  });
});

describe("attentionTranslate()", () => {
  const { start, end } = vocab.target;

  it("attends to every source token with weights that sum to 1", () => {
    const source = padSources(vocab, ["ninety-seven"]);
    const { classes, attention } = attentionTranslate(params, source, { start, end, longest: 5 });
    const columns = classes.length < 5 ? classes.length + 1 : 5;
    expect([attention.rows, attention.cols]).toEqual([2, columns]);
    for (let j = 0; j < columns; j++) {
      expect(attention.column(j).data.reduce((sum, a) => sum + a, 0)).toBeCloseTo(1, 12);
    }
  });

  it("refuses a start or an end that is not a token, and a length that is not a positive integer", () => {
    const source = padSources(vocab, ["ninety-seven"]), V = vocab.target.size;
    const translate = (changed: object) => () =>
      attentionTranslate(params, source, { start, end, longest: 5, ...changed });
    for (const bad of [V, -1, 0.5, NaN]) {
      const must = `it must be an integer from 0 to ${V - 1}`;
      expect(translate({ start: bad })).toThrow(`Cannot start at class ${bad}: ${must}`);
      expect(translate({ end: bad })).toThrow(`Cannot end at class ${bad}: ${must}`);
    }
    for (const longest of [0, 2.5, NaN, Infinity]) {
      expect(translate({ longest }))
        .toThrow(`Cannot decode: longest must be a positive integer, got ${longest}`);
    }
  });

  it("refuses two sources at once", () => {
    const sources = padSources(vocab, ["ninety-seven", "two hundred"]);
    expect(() => attentionTranslate(params, sources, { start, end, longest: 5 }))
      .toThrow("Cannot translate 2 sentences at once: expected one");
  });
});
