import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { bleu, exactMatch } from "rnn/text";

// Papineni et al. 2002, example 1, without the full stops.
const guide =
  "It is a guide to action which ensures that the military always obeys the commands of the party";
const troops =
  "It is to insure the troops forever hearing the activity guidebook that party direct";
const references = [
  "It is a guide to action that ensures that the military will forever heed Party commands",
  "It is the guiding principle which guarantees the military forces always being under the command of the Party",
  "It is the practical guide for the army always to heed the directions of the party",
];
const near = (value: number, published: number, digits: number) =>
  expect(Math.abs(value - published)).toBeLessThan(0.5 * 10 ** -digits);

describe("bleu()", () => {
  it("returns the precisions printed by Papineni et al.", () => {
    const cat = ["the cat is on the mat", "there is a cat on the mat"];
    const the = bleu(["the the the the the the the"], [cat]).precisions;
    expect(the.slice(0, 2)).toEqual([2 / 7, 0]); // example 2: the count of "the" is clipped at 2
    expect(bleu([guide], [references]).precisions.slice(0, 2)).toEqual([17 / 18, 10 / 17]);
    expect(bleu([troops], [references]).precisions.slice(0, 2)).toEqual([8 / 14, 1 / 13]);
    expect(bleu(["of the"], [references]).precisions.slice(0, 2)).toEqual([1, 1]); // example 3
    // counts of a corpus are summed before they are divided
    expect(bleu([guide, troops], [references, references]).precisions[0]).toBe(
      (17 + 8) / (18 + 14),
    );
  });

  it("returns the scores in the documentation of NLTK", () => {
    near(bleu([guide], [references]).scores[3], 0.5045666840058485, 14);
    const order = ["he was interested in world history because he read the book"];
    const read = "he read the book because he was interested in world history";
    near(bleu([guide, read], [references, order]).scores[3] - 0.00005, 0.592, 4); // 0.5920…
  });

  it("penalizes candidates shorter than the closest reference, as in the documentation of NLTK", () => {
    const as = (count: number) => "a ".repeat(count);
    const penalty = (length: number, ...others: number[]) =>
      bleu([as(length)], [others.map(as)]).brevityPenalty;
    expect(penalty(12, 12, 15, 17)).toBe(1);
    near(penalty(12, 28, 28), 0.2635971381157267, 15);
    near(penalty(12, 13, 2), Math.exp(-1 / 12), 15);
    expect(penalty(12, 13, 11)).toBe(1); // in a tie, the shorter
    expect(penalty(12, 11, 13)).toBe(1);
  });

  it("returns BLEU-1 … BLEU-4: 1 for a reference itself, 0 without a common word", () => {
    expect(bleu([guide], [[guide]]).scores).toEqual([1, 1, 1, 1]);
    const { scores, precisions: [p1, p2] } = bleu([guide], [references]);
    near(scores[0], p1, 15);
    near(scores[1], Math.sqrt(p1 * p2), 15);
    expect(bleu(["no word of it"], [["another sentence"]]).scores).toEqual([0, 0, 0, 0]);
    expect(bleu([""], [["another sentence"]]).scores).toEqual([0, 0, 0, 0]);
  });

  it("accepts more references than a function can take arguments", () => {
    expect(bleu(["a b"], [new Array(130_000).fill("a")], 1).precisions).toEqual([0.5]);
  });

  it("throws if candidates or references are missing, or the order is invalid", () => {
    expect(() => bleu([], [])).toThrow("Cannot compare: there are no candidates");
    expect(() => bleu(["a"], [["a"], ["b"]])).toThrow(
      "1 candidates need as many lists of references, got 2",
    );
    expect(() => bleu(["a", "b"], [["a"], []])).toThrow(
      "Cannot compare: candidate 2 needs at least one reference, got none",
    );
    expect(() => bleu(["a"], [["a"]], 0)).toThrow(
      "Cannot compute BLEU: order must be a positive integer, got 0",
    );
  });
});

describe("exactMatch()", () => {
  it("is the share of candidates that equal one of their references", () => {
    const valid = [["a three above a seven", "a seven below a three"], ["a one"]];
    expect(exactMatch(["a seven below a three", "a one"], valid)).toBe(1);
    expect(exactMatch(["a seven below a three ", "one"], valid)).toBe(0.5);
    expect(() => exactMatch(["a"], [])).toThrow(
      "1 candidates need as many lists of references, got 0",
    );
  });
});
