import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { numberInEnglish, numberInFrench } from "rnn/data";

const every = Array.from({ length: 10_000 }, (_, n) => n);
const HARD: [number, string, string][] = [
  [0, "zero", "zéro"],
  [1, "one", "un"],
  [16, "sixteen", "seize"],
  [17, "seventeen", "dix-sept"],
  [21, "twenty-one", "vingt et un"],
  [61, "sixty-one", "soixante et un"],
  [70, "seventy", "soixante-dix"],
  [71, "seventy-one", "soixante et onze"],
  [77, "seventy-seven", "soixante-dix-sept"],
  [80, "eighty", "quatre-vingts"],
  [81, "eighty-one", "quatre-vingt-un"],
  [91, "ninety-one", "quatre-vingt-onze"],
  [97, "ninety-seven", "quatre-vingt-dix-sept"],
  [100, "one hundred", "cent"],
  [101, "one hundred and one", "cent un"],
  [180, "one hundred and eighty", "cent quatre-vingts"],
  [200, "two hundred", "deux cents"],
  [201, "two hundred and one", "deux cent un"],
  [280, "two hundred and eighty", "deux cent quatre-vingts"],
  [1000, "one thousand", "mille"],
  [1001, "one thousand and one", "mille un"],
  [1100, "one thousand one hundred", "mille cent"],
  [1200, "one thousand two hundred", "mille deux cents"],
  [2000, "two thousand", "deux mille"],
  [2071, "two thousand and seventy-one", "deux mille soixante et onze"],
  [4081, "four thousand and eighty-one", "quatre mille quatre-vingt-un"],
  [
    9999,
    "nine thousand nine hundred and ninety-nine",
    "neuf mille neuf cent quatre-vingt-dix-neuf",
  ],
];

describe("numberInEnglish() and numberInFrench()", () => {
  for (const [n, english, french] of HARD) {
    it(`write ${n} as ${english} and ${french}`, () => {
      expect(numberInEnglish(n)).toBe(english);
      expect(numberInFrench(n)).toBe(french);
    });
  }

  it("write different numbers differently", () => {
    expect(new Set(every.map(numberInEnglish)).size).toBe(every.length);
    expect(new Set(every.map(numberInFrench)).size).toBe(every.length);
  });

  it("write vingts and cents only at the end, and mille without an s", () => {
    for (const n of every) {
      expect(numberInFrench(n)).not.toMatch(/(vingts|cents)(?!$)|milles|un (cent|mille)/);
      if (n % 100 === 80) expect(numberInFrench(n)).toMatch(/quatre-vingts$/);
      if (n > 100 && n % 100 === 0 && n % 1000 > 100) expect(numberInFrench(n)).toMatch(/cents$/);
    }
  });

  for (const bad of [-1, 10_000, 1.5, NaN]) {
    it(`refuse ${bad}`, () => {
      const message = `Cannot write ${bad} in words: expected an integer from 0 to 9999`;
      expect(() => numberInEnglish(bad)).toThrow(message);
      expect(() => numberInFrench(bad)).toThrow(message);
    });
  }
});
