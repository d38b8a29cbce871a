import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { LSTMCell, Matrix, normal, oneHot, Readout, seeded, softmax, unroll } from "rnn";
import { sample } from "rnn/text";

const random = seeded(4);
const model = {
  cell: new LSTMCell(5, 6, random, normal(1)),
  readout: new Readout(6, 5, random, normal(1)),
};

describe("sample()", () => {
  it("draws the next class with the probabilities that the model gives it", () => {
    const { h } = unroll(model.cell, [1, 3].map((index) => oneHot(index, 5))).at(-1)!;
    for (const temperature of [0.5, 1, 2]) {
      const { data } = softmax(model.readout.scores(h).scale(1 / temperature));
      const counts = new Array(5).fill(0), chance = seeded(9), draws = 4000;
      for (let n = 0; n < draws; n++) {
        counts[sample(model, [1, 3], 1, { temperature, random: chance })[0]]++;
      }
      // five standard deviations of a count
      counts.forEach((count, n) => {
        const spread = Math.sqrt(draws * data[n] * (1 - data[n]));
        expect(Math.abs(count - draws * data[n])).toBeLessThan(5 * spread + 1);
      });
    }
  });

  it("takes the likeliest at temperature 0, and the same classes from the same seed", () => {
    const greedy = sample(model, [0], 12, { temperature: 0 });
    expect(sample(model, [0], 12, { temperature: 0 })).toEqual(greedy);
    expect(sample(model, [0], 12, { temperature: 1e-9, random: seeded(1) })).toEqual(greedy);
    const drawn = () => sample(model, [0], 12, { random: seeded(2) });
    expect(drawn()).toEqual(drawn());
  });

  it("refuses what it can't use", () => {
    expect(() => sample(model, [], 3, { random })).toThrow("Cannot write without a start");
    expect(() => sample(model, [5], 3, { random })).toThrow(RangeError);
    expect(() => sample(model, [0], 3, { temperature: -1, random })).toThrow(
      "Cannot sample at a temperature of -1",
    );
    expect(() => sample(model, [0], 3)).toThrow("without a source of chance");
    expect(() => sample(model, [0], 1.5, { random })).toThrow("Cannot write 1.5 classes");
    const lost = { begin: 0, read: () => ({ state: 0, scores: Matrix.column([NaN, 1]) }) };
    expect(() => sample(lost, [0], 3, { temperature: 0 })).toThrow(
      "scores must be finite, got NaN",
    );
  });
});
