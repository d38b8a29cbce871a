import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { DATE_FORMATS, isoDate, writtenDate } from "rnn/data";
import { datePairs, dateVocab } from "rnn/models";
import { characterTokenizer } from "rnn/text";
import { seeded } from "rnn";
import { randomDay } from "../../../datasets/sentences/dates.ts";

describe("writtenDate()", () => {
  const day = { year: 2026, month: 3, day: 7 };

  it("writes a date in ten formats", () => {
    expect(Array.from({ length: DATE_FORMATS }, (_, n) => writtenDate(day, n))).toEqual([
      "7 March 2026",
      "March 7, 2026",
      "7th of March 2026",
      "March 7th, 2026",
      "7 Mar 2026",
      "Mar. 7, 2026",
      "7.3.2026",
      "07.03.2026",
      "2026, March 7",
      "07-MAR-2026",
    ]);
    expect(isoDate(day)).toBe("2026-03-07");
  });

  it("writes English ordinals", () => {
    const ordinals = [1, 2, 3, 4, 11, 12, 13, 21, 22, 23, 30, 31].map((day) =>
      writtenDate({ year: 2000, month: 1, day }, 2).split(" ")[0]
    );
    expect(ordinals.join(" ")).toBe("1st 2nd 3rd 4th 11th 12th 13th 21st 22nd 23rd 30th 31st");
  });

  it("and isoDate() refuse a date that does not exist, and an eleventh format", () => {
    expect(isoDate({ year: 2000, month: 2, day: 29 })).toBe("2000-02-29");
    for (const [year, month, day] of [[1900, 2, 29], [2026, 13, 1], [2026, 4, 31], [1899, 1, 1]]) {
      const message =
        `Cannot write the date ${year}-${month}-${day}: expected a calendar date from 1900 to 2099`;
      expect(() => isoDate({ year, month, day })).toThrow(message);
    }
    expect(() => writtenDate(day, 10)).toThrow(
      "Cannot write a date in format 10: expected 0 to 9",
    );
  });
});

describe("datePairs()", () => {
  it("returns distinct dates in characters of dateVocab()", () => {
    const pairs = datePairs(2000, seeded(1)), { source, target } = dateVocab(true);
    expect(new Set(pairs.map(([, iso]) => iso)).size).toBe(2000);
    for (const [text, iso] of pairs) {
      expect(source.encode(characterTokenizer.tokenize(text)).length).toBeLessThanOrEqual(23);
      expect(target.encode(characterTokenizer.tokenize(iso)).length).toBe(10);
    }
    const { year } = randomDay(seeded(3));
    expect(year >= 1900 && year <= 2099).toBe(true);
  });
});
