import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { seeded } from "rnn";
import {
  padSources,
  SPELLED_DIGITS,
  spelledDigits,
  spelledDigitVocab,
  translationBatch,
  wordSpans,
} from "rnn/models";

const random = seeded(1), pairs = Array.from({ length: 2000 }, () => spelledDigits(random));

describe("spelledDigits()", () => {
  it("spells each digit out, up to 12 digits and 60 characters", () => {
    const words = "zero one two three four five six seven eight nine".split(" ");
    for (const [text, digits] of pairs) {
      expect(text).toBe([...digits].map((digit) => words[Number(digit)]).join(" "));
      expect(text.length).toBeLessThanOrEqual(SPELLED_DIGITS.characters);
    }
    const lengths = new Set(pairs.map(([, digits]) => digits.length));
    expect(lengths.size).toBe(SPELLED_DIGITS.digits);
    expect(Math.max(...lengths)).toBe(SPELLED_DIGITS.digits);
  });

  it("draws each length equally often, except for the longest, which loses its longer words", () => {
    for (let digits = 1; digits < SPELLED_DIGITS.digits; digits++) {
      const share = pairs.filter(([, { length }]) => length === digits).length / pairs.length;
      expect(Math.abs(share - 1 / 12)).toBeLessThan(0.03);
    }
  });
});

describe("spelledDigitVocab()", () => {
  it("has the letters of the ten words, a space, and the digits", () => {
    const { source, target } = spelledDigitVocab(false);
    expect(source.words.slice(3).join("")).toBe("efghinorstuvwxz␣");
    expect(target.words.slice(3).join("")).toBe("0123456789");
    expect(() => translationBatch(spelledDigitVocab(false), pairs)).not.toThrow();
  });

  it("reverses the source by characters", () => {
    const [there, back] = [false, true].map((reversed) =>
      padSources(spelledDigitVocab(reversed), ["one two"]).map(([index]) => index)
    );
    expect(back).toEqual(there.toReversed());
  });
});

describe("wordSpans()", () => {
  it("returns the characters of each word, without the spaces", () => {
    expect(wordSpans("three five nine")).toEqual([[0, 5], [6, 10], [11, 15]]);
    for (const [text] of pairs.slice(0, 100)) {
      expect(wordSpans(text).map(([from, to]) => text.slice(from, to)).join(" ")).toBe(text);
    }
  });

  it("returns nothing for a text without words", () => {
    expect(wordSpans(" ")).toEqual([]);
  });
});
