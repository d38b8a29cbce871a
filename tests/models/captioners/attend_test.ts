import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { Matrix, normal, seeded } from "rnn";
import { attendCaptioner, attentionMaps } from "rnn/models";

const SIZES = { words: 7, embedding: 4, hidden: 8, features: 18 }; // 3 channels of 2×3 places
const captioner = attendCaptioner(SIZES, 6), params = captioner.params(seeded(1));
const maps = (v: Matrix, words = [3, 4, 2], weights = params) =>
  attentionMaps(captioner, weights, v, { start: 1, words });

/** Features of one image that are the same at all places but one. */
function withPeak(place: number): Matrix {
  const v = Matrix.column(Array.from({ length: 18 }, (_, n) => [0.5, -1, 1][Math.floor(n / 6)]));
  for (const channel of [0, 1, 2]) v.data[channel * 6 + place] = [-2, 2, 1][channel];
  return v;
}

describe("attentionMaps()", () => {
  it("returns a distribution over the places for each word", () => {
    const a = maps(normal(1)(18, 1, seeded(2)));
    expect([a.rows, a.cols]).toEqual([6, 3]);
    for (const t of [0, 1, 2]) {
      expect(a.column(t).data.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
    }
    expect(Math.max(...a.data)).toBeGreaterThan(1.05 * Math.min(...a.data));
  });

  it("follows the features from place to place if places have no biases, and nothing reads α", () => {
    const [bI, ba] = [new Matrix(params.bI.rows, 1), new Matrix(params.ba.rows, 1)];
    const Wp = new Matrix(params.Wp.rows, params.Wp.cols), equal = { ...params, bI, ba, Wp };
    const [at1, at4] = [1, 4].map((place) => maps(withPeak(place), [3, 4, 2], equal));
    for (const t of [0, 1, 2]) {
      expect(at1.at(1, t)).toBeCloseTo(at4.at(4, t), 12);
      expect(at1.at(0, t)).toBeCloseTo(at4.at(0, t), 12);
      expect(at1.at(1, t)).not.toBeCloseTo(at1.at(0, t), 4);
    }
  });

  it("differs between places of equal features, because each place has its own biases", () => {
    const a = maps(Matrix.column(new Array(18).fill(0.5)));
    expect(Math.max(...a.data)).toBeGreaterThan(1.02 * Math.min(...a.data));
  });

  it("depends on the words that h_{t−1} has read: all but the last one before the word", () => {
    const v = normal(1)(18, 1, seeded(2)), other = maps(v, [5, 4, 2]), a = maps(v);
    expect(other.column(1)).toEqual(a.column(1));
    expect(other.column(2)).not.toEqual(a.column(2));
  });

  it("refuses features of other sizes, and classes outside the vocabulary", () => {
    expect(() => maps(new Matrix(18, 2))).toThrow("Cannot attend to 18×2 features: expected 18×1");
    expect(() => maps(new Matrix(17, 1))).toThrow("Cannot attend to 17×1 features: expected 18×1");
    expect(() => maps(new Matrix(18, 1), [7])).toThrow("Cannot read class 7");
  });
});

describe("attendCaptioner()", () => {
  it("refuses features that are not a map of its places", () => {
    expect(() => attendCaptioner(SIZES, 5)).toThrow(
      "Cannot attend to 5 places of 18 features: expected a multiple of 5",
    );
    expect(() => attendCaptioner(SIZES, 0)).toThrow("places must be a positive integer, got 0");
  });
});
