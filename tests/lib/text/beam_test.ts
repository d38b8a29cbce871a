import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { beamSearch, type Decoder, sample, textDecoder } from "rnn/text";
import { LSTMCell, type Matrix, normal, Readout, seeded, softmax } from "rnn";

const [V, END, LONGEST] = [4, 3, 4];

function randomDecoder(seed: number): Decoder<Matrix> {
  const random = seeded(seed);
  return textDecoder({
    cell: new LSTMCell(V, 5, random, normal(1)),
    readout: new Readout(5, V, random, normal(2)),
  });
}

/** Returns every sequence with its log P, by exhaustive search. */
function allSequences<S>(
  decoder: Decoder<S>,
): { classes: number[]; log: number; length: number }[] {
  const from = (state: S, read: number, classes: number[], log: number) => {
    const next = decoder.step(state, read);
    return Array.from(softmax(next.scores).data, Math.log).flatMap(
      (step, index): ReturnType<typeof allSequences> => {
        const sum = log + step, length = classes.length + 1;
        if (index === END) return [{ classes, log: sum, length }];
        const longer = [...classes, index];
        return length === LONGEST
          ? [{ classes: longer, log: sum, length }]
          : from(next.state, index, longer, sum);
      },
    );
  };
  return from(decoder.initialState, 0, [], 0);
}

describe("beamSearch()", () => {
  it("of width 1 is greedy, like sample() at temperature 0", () => {
    for (let seed = 0; seed < 20; seed++) {
      const decoder = randomDecoder(seed);
      const { hypotheses } = beamSearch(decoder, [0], 12, { width: 1, end: END });
      expect(hypotheses[0].classes).toEqual(sample(decoder, [0], 12, { temperature: 0, end: END }));
    }
  });

  it("finds the best of all sequences if it is as wide as their number, for any length penalty", () => {
    for (let seed = 0; seed < 5; seed++) {
      const decoder = randomDecoder(seed), all = allSequences(decoder);
      for (const lengthPenalty of [0, 0.7, 1]) {
        const { hypotheses } = beamSearch(decoder, [0], LONGEST, {
          width: V ** LONGEST,
          end: END,
          lengthPenalty,
        });
        expect(hypotheses.length).toBe(all.length);
        const score = ({ log, length }: typeof all[number]) => log / length ** lengthPenalty;
        const best = all.reduce((a, b) => score(b) > score(a) ? b : a);
        expect(hypotheses[0].classes).toEqual(best.classes);
        expect(hypotheses[0].score).toBeCloseTo(score(best), 12);
        const total = hypotheses.reduce(
          (sum, { logProbability }) => sum + Math.exp(logProbability),
          0,
        );
        expect(total).toBeCloseTo(1, 12);
      }
    }
  });

  it("returns the search tree", () => {
    const decoder = randomDecoder(3), width = 3;
    const { hypotheses, tree } = beamSearch(decoder, [0], 8, { width, end: END });
    expect(hypotheses.length).toBe(width);
    expect(tree[0]).toEqual({ index: 0, parent: -1, length: 0, logProbability: 0 });
    tree.slice(1).forEach(({ parent, length, logProbability }, n) => {
      expect(parent <= n && tree[parent].length === length - 1).toBe(true);
      expect(logProbability).toBeLessThan(tree[parent].logProbability);
    });
    for (const { node, classes, logProbability, ended } of hypotheses) {
      expect(tree[node].logProbability).toBe(logProbability);
      expect(tree[node].length).toBe(classes.length + (ended ? 1 : 0));
    }
  });

  it("prefers longer sequences for a larger length penalty", () => {
    const length = (lengthPenalty: number) =>
      beamSearch(randomDecoder(8), [0], 12, { width: 30, end: END, lengthPenalty }).hypotheses[0]
        .classes
        .length;
    expect(length(0) <= length(1) && length(1) <= length(3)).toBe(true);
    expect(length(0)).toBeLessThan(length(3));
  });

  it("throws if an option is invalid", () => {
    const decoder = randomDecoder(1);
    expect(() => beamSearch(decoder, [], 3, { width: 2, end: END })).toThrow(
      "Cannot search: start must hold at least one class",
    );
    expect(() => beamSearch(decoder, [0], 3, { width: 0, end: END })).toThrow(
      "Cannot search: width must be a positive integer, got 0",
    );
    expect(() => beamSearch(decoder, [0], 3, { width: 2, end: END, lengthPenalty: -1 }))
      .toThrow("Cannot search: the length penalty must be finite and non-negative, got -1");
    expect(() => beamSearch(decoder, [0], 0, { width: 2, end: END, lengthPenalty: 1 }))
      .toThrow("Cannot search: maxLength must be a positive integer, got 0");
    for (const end of [V, -1, 1.5, NaN]) {
      expect(() => beamSearch(decoder, [0], 3, { width: 2, end }))
        .toThrow(`Cannot end at class ${end}: it must be an integer from 0 to 3`);
    }
    for (const width of [1.5, NaN, -1, Infinity]) {
      expect(() => beamSearch(decoder, [0], 3, { width, end: END }))
        .toThrow(`Cannot search: width must be a positive integer, got ${width}`);
    }
    expect(() => beamSearch(decoder, [NaN], 3, { width: 2, end: END }))
      .toThrow("Cannot search: start[0] must be a non-negative integer, got NaN");
    expect(() => beamSearch(decoder, [7], 3, { width: 2, end: END })).toThrow(RangeError);
  });
});
