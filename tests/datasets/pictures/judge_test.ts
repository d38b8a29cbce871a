import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { CAPTION_ERRORS, captionError, nounsRight, relationRight } from "rnn/data";
import { nounAt, nouns, white } from "./pictures.ts";

const [cat, apple, cherries] = ["a cat", "an apple", "cherries"].map(nounAt);
const one = {
  background: white,
  objects: [],
  groups: [{ noun: apple, count: 1, color: "red" as const }],
  relation: "alone" as const,
};
const two = {
  ...one,
  groups: [{ noun: cat, count: 2 }, { noun: apple, count: 1, color: "red" as const }],
  relation: "left" as const,
};
const plural = { ...one, groups: [{ noun: cherries, count: 1 }] };

/** Captions of the scene `two` with what is wrong: the error, and whether nouns and relation are right. */
const CASES: [string, string | undefined, boolean, boolean][] = [
  ["two cats to the left of a red apple", undefined, true, true],
  ["an apple to the right of two cats", undefined, true, true],
  ["two cats on the left and an apple on the right", undefined, true, true],
  ["two cats to the left an apple", "not a sentence", false, false],
  ["an apple to the left of an apple", "repeated noun", false, false],
  ["two cats", "missing object", false, false],
  ["two cats to the left of a pear", "wrong noun", false, true],
  ["a pear to the left of two cats", "wrong noun", false, false],
  ["a dog to the left of a pear", "wrong noun", false, true],
  ["a cat to the left of an apple", "wrong count", false, true],
  ["two cats above an apple", "wrong relation", true, false],
  ["an apple behind two cats", "wrong relation", true, false],
  ["an apple to the left of two cats", "swapped", true, false],
  ["two cats to the right of an apple", "swapped", true, false],
  ["two cats to the left of a green apple", "wrong color", true, true],
  ["two black cats to the left of an apple", "wrong color", true, true],
];

describe("captionError(), nounsRight() and relationRight()", () => {
  for (const [text, error, noun, relation] of CASES) {
    it(`judge "${text}"`, () => {
      expect(captionError(two, text, nouns, "en")).toBe(error);
      expect(nounsRight(two, text, nouns, "en")).toBe(noun);
      expect(relationRight(two, text, nouns, "en")).toBe(relation);
    });
  }

  it("judge a single object", () => {
    expect(captionError(one, "there is an apple", nouns, "en")).toBe(undefined);
    expect(captionError(one, "an apple above a cat", nouns, "en")).toBe("extra object");
    expect(relationRight(one, "an apple above a cat", nouns, "en")).toBe(false);
    expect(relationRight(one, "a cat", nouns, "en")).toBe(true);
    expect(captionError(plural, "there are cherries", nouns, "en")).toBe(undefined);
    expect(captionError(plural, "there is cherries", nouns, "en")).toBe("not a sentence");
  });

  it("judge French", () => {
    expect(captionError(two, "une pomme à droite de deux chats", nouns, "fr")).toBe(undefined);
    expect(captionError(two, "deux chats à droite d'une pomme", nouns, "fr")).toBe("swapped");
    expect(captionError(two, "deux chats à gauche d'une poire", nouns, "fr")).toBe("wrong noun");
  });

  it("name every error that is listed", () => {
    const named = new Set([...CASES.map(([, error]) => error), "extra object"]);
    expect(CAPTION_ERRORS.filter((error) => !named.has(error))).toEqual([]);
  });
});
