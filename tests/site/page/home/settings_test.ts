import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { readWord, TermChoice } from "../../../../site/page/home/settings.ts";

describe("readWord()", () => {
  for (
    const [typed, word] of [
      ["hannah", "hannah"],
      ["HANNAH", "hannah"],
      ["  two   words ", "two words"],
      ["Zoë", "zoë"],
      ["Zoe\u0308", "zoë"], // e and a combining mark
      ["ab\u200bc\u0000", "abc"],
      ["\ud83d", ""], // half of an emoji
      ["👩‍👧", "👩👧"],
      ["❤️", "❤"],
      ["漢字", "漢字"],
      ['"\\`${', '"\\`${'],
      ["a".repeat(15) + " b", "a".repeat(15)],
    ]
  ) {
    it(`reads ${JSON.stringify(typed)} as ${JSON.stringify(word)}`, () => {
      expect(readWord(typed).word).toBe(word);
    });
  }

  it("remarks on a text that is empty, too short, or too long", () => {
    const remark = (typed: string) => readWord(typed).remark;
    expect(remark(" ")).toBe("Type a word, for example hannah.");
    expect(remark("x")).toBe("One letter has no earlier step: type another one.");
    expect(remark("😀".repeat(17))).toBe("Only the first 16 of 17 characters are used.");
    expect([remark("ab"), remark("a".repeat(16))]).toEqual(["", ""]);
  });
});

describe("TermChoice", () => {
  it("keeps the last row and the steps back while a word is typed, and avoids the first column", () => {
    const term = new TermChoice(), typed = [1, 2, 3, 4, 5, 6, 7].map((n) => term.termOf(n));
    expect(typed.map(({ t, k }) => [t, k]))
      .toEqual([[1, 1], [2, 2], [3, 2], [4, 2], [5, 2], [6, 3], [7, 4]]);
  });

  it("keeps a row that was chosen, if the word has it", () => {
    const term = new TermChoice();
    term.choose(4, 2, 6);
    expect([7, 4, 3].map((n) => term.termOf(n)))
      .toEqual([{ t: 4, k: 2 }, { t: 4, k: 2 }, { t: 3, k: 2 }]);
  });
});
