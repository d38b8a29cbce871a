import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { characterTokenizer, wordTokenizer } from "rnn/text";
import { numberInFrench } from "rnn/data";

describe("wordTokenizer", () => {
  it("splits at spaces and before hyphens", () => {
    expect(wordTokenizer.tokenize("quatre-vingt-dix sept")).toBe("quatre -vingt -dix sept");
  });
});

describe("characterTokenizer", () => {
  it("splits into characters, with ␣ for a space", () => {
    expect(characterTokenizer.tokenize("un et")).toBe("u n ␣ e t");
  });
});

for (const tokenizer of [wordTokenizer, characterTokenizer]) {
  describe(`the tokenizer of ${tokenizer.name}`, () => {
    it("restores the numbers from 0 to 9999 in French", () => {
      for (let n = 0; n < 10_000; n++) {
        const french = numberInFrench(n);
        expect(tokenizer.detokenize(tokenizer.tokenize(french))).toBe(french);
      }
    });
  });
}
