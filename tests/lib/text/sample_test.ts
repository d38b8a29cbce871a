import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { LSTMCell, Matrix, normal, oneHot, Readout, seeded, softmax, unroll } from "rnn";
import { type Decoder, sample } from "rnn/text";

const random = seeded(4);
const model = {
  cell: new LSTMCell(5, 6, random, normal(1)),
  readout: new Readout(6, 5, random, normal(1)),
};

describe("sample()", () => {
  it("draws the next class from the distribution that the model predicts", () => {
    const { h } = unroll(model.cell, [1, 3].map((index) => oneHot(index, 5))).at(-1)!;
    for (const temperature of [0.5, 1, 2]) {
      const { data } = softmax(model.readout.scores(h).scale(1 / temperature));
      const counts = new Array(5).fill(0), source = seeded(9), draws = 4000;
      for (let n = 0; n < draws; n++) {
        counts[sample(model, [1, 3], 1, { temperature, random: source })[0]]++;
      }
      // five standard deviations of a count
      counts.forEach((count, n) => {
        const spread = Math.sqrt(draws * data[n] * (1 - data[n]));
        expect(Math.abs(count - draws * data[n])).toBeLessThan(5 * spread + 1);
      });
    }
  });

  it("chooses the likeliest class at temperature 0, and repeats itself for a fixed seed", () => {
    const greedy = sample(model, [0], 12, { temperature: 0 });
    expect(sample(model, [0], 12, { temperature: 0 })).toEqual(greedy);
    expect(sample(model, [0], 12, { temperature: 1e-9, random: seeded(1) })).toEqual(greedy);
    const drawn = () => sample(model, [0], 12, { random: seeded(2) });
    expect(drawn()).toEqual(drawn());
  });

  it('ends at the class "end", or after the given length', () => {
    const counter: Decoder<number> = {
      initialState: 0,
      step: (state, index) => {
        const scores = new Matrix(4, 1);
        scores.data[Math.min(index + 1, 3)] = 5;
        return { state: state + 1, scores };
      },
    };
    expect(sample(counter, [0], 10, { temperature: 0, end: 3 })).toEqual([1, 2]);
    expect(sample(counter, [0], 4, { temperature: 0 })).toEqual([1, 2, 3, 3]);
  });

  const constant: Decoder<number> = {
    initialState: 0,
    step: () => ({ state: 0, scores: Matrix.column([1, 3, 2]) }),
  };

  it("chooses the likeliest class at every temperature near 0", () => {
    for (const temperature of [1e-5, 1e-300, 1e-309, 5e-324]) {
      expect(sample(constant, [0], 2, { temperature, random: seeded(1) })).toEqual([1, 1]);
    }
    const apart = {
      initialState: 0,
      step: () => ({ state: 0, scores: Matrix.column([-1e308, 1e308]) }),
    };
    expect(sample(apart, [0], 1, { temperature: 0.1, random: seeded(1) })).toEqual([1]);
  });

  it("refuses an end or a start that is not a class", () => {
    for (const end of [3, -1, 1.5, NaN]) {
      expect(() => sample(constant, [0], 4, { temperature: 0, end }))
        .toThrow(`Cannot end at class ${end}: it must be an integer from 0 to 2`);
    }
    for (const start of [-1, 1.5, NaN, Infinity]) {
      expect(() => sample(constant, [0, start], 4, { temperature: 0 }))
        .toThrow(`Cannot sample: start[1] must be a non-negative integer, got ${start}`);
    }
    const none = { initialState: 0, step: () => ({ state: 0, scores: new Matrix(0, 1) }) };
    expect(() => sample(none, [0], 4, { temperature: 0 }))
      .toThrow("Cannot choose a class: there are no scores");
  });

  it("throws if an argument is invalid", () => {
    expect(() => sample(model, [], 3, { random })).toThrow(
      "Cannot sample: start must hold at least one class",
    );
    expect(() => sample(model, [5], 3, { random })).toThrow(RangeError);
    expect(() => sample(model, [0], 3, { temperature: -1, random })).toThrow(
      "Cannot sample: the temperature must be finite and non-negative, got -1",
    );
    for (const temperature of [NaN, Infinity]) {
      expect(() => sample(model, [0], 3, { temperature, random })).toThrow(
        `the temperature must be finite and non-negative, got ${temperature}`,
      );
    }
    expect(() => sample(model, [0], 3)).toThrow("a temperature of 1 needs a random source");
    expect(() => sample(model, [0], 1.5, { random })).toThrow(
      "Cannot sample: length must be a non-negative integer, got 1.5",
    );
    const lost = { initialState: 0, step: () => ({ state: 0, scores: Matrix.column([NaN, 1]) }) };
    expect(() => sample(lost, [0], 3, { temperature: 0 })).toThrow(
      "scores must be finite, got NaN",
    );
    expect(() => sample(lost, [0], 3, { random })).toThrow("scores must be finite, got NaN");
  });
});
