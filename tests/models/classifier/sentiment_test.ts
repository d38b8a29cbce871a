import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { adam, optimizerStep } from "rnn/train";
import {
  gradientTimesInput,
  oneHotWords,
  type Pooling,
  sentimentScore,
  sequenceClassifierLoss,
  sequenceClassScores,
  trainSentiment,
} from "rnn/models";
import {
  LSTMCell,
  Matrix,
  normal,
  numericalGradient,
  oneHot,
  Readout,
  relativeError,
  RNNCell,
  seeded,
} from "rnn";
import { sentimentSentences } from "rnn/data";
import { WordVocabulary } from "rnn/text";

const { train, test } = sentimentSentences(seeded(1));
const vocabulary = new WordVocabulary(train.map(({ text }) => text));

describe("sentimentSentences()", () => {
  it("sentimentSentences() returns at least 600 distinct, balanced sentences", () => {
    const all = [...train, ...test];
    expect(new Set(all.map(({ text }) => text)).size).toBe(all.length);
    expect(all.length).toBeGreaterThan(600);
    for (const part of [train, test]) {
      const positive = part.filter(({ sentiment }) => sentiment === 1).length / part.length;
      expect(Math.abs(positive - 0.5)).toBeLessThan(0.02);
    }
  });

  it("sentimentSentences() has test patterns that aren't in the training set, but whose words are", () => {
    const seen = new Set(train.map(({ pattern }) => pattern));
    for (const { text, pattern } of test) {
      expect(seen.has(pattern)).toBe(false);
      expect(() => vocabulary.encode(text)).not.toThrow();
    }
  });

  it("sentimentSentences() inverts the sentiment of a negated sentence", () => {
    const sentimentOf = (words: string) => train.find(({ text }) => text === words)?.sentiment;
    expect(sentimentOf("not bad at all")).toBe(1);
    expect(sentimentOf("not good at all")).toBe(0);
    const sentiments = (pattern: string, word: RegExp) =>
      [...train, ...test].filter((s) => s.pattern === pattern && word.test(s.text))
        .map(({ sentiment }) => sentiment);
    const good = /good|great|lovely|funny|fine|clever|fresh|bright|fast|wonderful/;
    expect(new Set(sentiments("the THING was ADJECTIVE", good))).toEqual(new Set([1]));
    expect(new Set(sentiments("the THING was not ADJECTIVE", good))).toEqual(new Set([0]));
    expect(new Set(sentiments("it was not ADJECTIVE at all", good))).toEqual(new Set([0]));
  });
});

describe("classifierLoss()", () => {
  const xs = [1, 2, 3].map((seed) => normal(1)(4, 2, seeded(seed)));
  for (const pooling of ["last", "mean"] as Pooling[]) {
    for (const Cell of [RNNCell, LSTMCell]) {
      const cell = new Cell(4, 3, seeded(5), normal(0.7));
      const model = { cell, readout: new Readout(3, 2, seeded(6), normal(0.7)) };
      it(`classifierLoss() of ${Cell.name}, ${pooling}, has the gradients of finite differences`, () => {
        const { dparams } = sequenceClassifierLoss(model, xs, [0, 1], pooling);
        for (const [name, W] of Object.entries({ ...cell.params, ...model.readout.params })) {
          const numerical = numericalGradient(
            () => sequenceClassifierLoss(model, xs, [0, 1], pooling).loss,
            W as Matrix,
          );
          expect(relativeError(dparams[name], numerical)).toBeLessThan(1e-7);
        }
      });

      it(`gradientTimesInput() of ${Cell.name}, ${pooling}, is x · ∂(score_1 − score_0)/∂x`, () => {
        const one = xs.map((x) => x.column(0)),
          weights = gradientTimesInput(model, one, [1, 0], pooling);
        const apart = () => {
          const scores = sequenceClassScores(model, one, pooling);
          return scores.at(1) - scores.at(0);
        };
        one.forEach((x, t) => {
          const d = numericalGradient(apart, x).hadamard(x).data.reduce((sum, a) => sum + a, 0);
          expect(weights[t]).toBeCloseTo(d, 7);
        });
      });
    }
  }

  it("classifierLoss() and gradientTimesInput() refuse a sentence of zero length and a class outside", () => {
    const model = { cell: new RNNCell(4, 3, seeded(5)), readout: new Readout(3, 2, seeded(6)) };
    expect(() => sequenceClassifierLoss(model, [], [0], "last"))
      .toThrow("Cannot classify a sentence of zero length");
    expect(() => gradientTimesInput(model, xs.map((x) => x.column(0)), [2, 0], "last"))
      .toThrow("Cannot attribute class 2: the classes are 0 to 1");
  });
});

describe("trainSentiment()", () => {
  const how = { vocabulary, hidden: 12, updates: 200 };
  for (const pooling of ["last", "mean"] as Pooling[]) {
    it(`trainSentiment() with ${pooling} pooling is deterministic, and better than guessing`, async () => {
      const learn = () => trainSentiment(train, { ...how, pooling, random: seeded(3) });
      const model = await learn(),
        score = (text: string) => sentimentScore(model, { vocabulary, pooling }, text);
      expect((await learn()).readout.params.Why).toEqual(model.readout.params.Why);
      const right = train.filter(({ text, sentiment }) => Number(score(text) > 0) === sentiment);
      expect(right.length / train.length).toBeGreaterThan(0.6);
    });
  }

  it("sentimentScore() is the difference of both scores, and refuses unknown words", async () => {
    const reports: unknown[] = [];
    const model = await trainSentiment(train, {
      ...{ ...how, updates: 1, pooling: "last", random: seeded(3) },
      report: ({ step, loss }) => reports.push([step, loss > 0]),
    });
    expect(reports).toEqual([[1, true]]);
    const about = { vocabulary, pooling: "last" as Pooling };
    const scores = sequenceClassScores(model, oneHotWords(vocabulary, "not bad"), "last");
    expect(sentimentScore(model, about, "not bad")).toBe(scores.at(1) - scores.at(0));
    expect(() => sentimentScore(model, about, "not half bad")).toThrow(
      'Cannot encode "half" at word 2',
    );
    expect(() => sentimentScore(model, about, "")).toThrow(
      "Cannot encode a sentence of zero length",
    );
  });
});

describe("optimizerStep()", () => {
  it("optimizerStep() reduces classifierLoss() until four sentences are overfitted", () => {
    const cell = new RNNCell(vocabulary.size, 6, seeded(1)), readout = new Readout(6, 2, seeded(2));
    const update = optimizerStep({ ...cell.params, ...readout.params }, adam(0.05), { norm: 1 });
    const texts = ["not bad", "not good", "what fun", "no fun"], sentiments = [1, 0, 1, 0];
    const lists = texts.map((text) => vocabulary.encode(text));
    const xs = [0, 1].map((t) =>
      Matrix.blocks([lists.map((list) => oneHot(list[t], vocabulary.size))])
    );
    const loss = () => sequenceClassifierLoss({ cell, readout }, xs, sentiments, "last");
    const first = loss().loss;
    for (let n = 0; n < 60; n++) update(loss().dparams);
    expect(first).toBeGreaterThan(0.6);
    expect(loss().loss).toBeLessThan(0.05);
  });
});
