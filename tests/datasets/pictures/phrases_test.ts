import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { afterDe, nounPhrase } from "../../../datasets/pictures/phrases.ts";
import { nounAt, nouns } from "./pictures.ts";

const english = (name: string, count: number, color?: "red" | "orange" | "blue") =>
  nounPhrase(nouns[nounAt(name)], { count, color }, "en");
const french = (name: string, count: number, color?: "red" | "orange" | "white" | "green") =>
  nounPhrase(nouns[nounAt(name)], { count, color }, "fr");

describe("nounPhrase()", () => {
  it("has the right articles and plurals in English", () => {
    expect(english("an apple", 1)).toBe("an apple");
    expect(english("an hourglass", 1)).toBe("an hourglass");
    expect(english("a unicorn", 1)).toBe("a unicorn");
    expect(english("an airplane", 2)).toBe("two airplanes");
    expect(english("a mouse", 3)).toBe("three mice");
    expect(english("a wolf", 2)).toBe("two wolves");
    expect(english("a sheep", 2)).toBe("two sheep");
    expect(english("a die", 2)).toBe("two dice");
    expect(english("a bunch of grapes", 2)).toBe("two bunches of grapes");
    expect(english("a pair of glasses", 3)).toBe("three pairs of glasses");
    expect(english("blueberries", 1)).toBe("blueberries");
  });

  it("puts colors in front of English nouns, with the article of the color", () => {
    expect(english("an apple", 1, "red")).toBe("a red apple");
    expect(english("a carrot", 1, "orange")).toBe("an orange carrot");
    expect(english("a boxing glove", 2, "red")).toBe("two red boxing gloves");
  });

  it("has the right genders and plurals in French", () => {
    expect(french("an apple", 1)).toBe("une pomme");
    expect(french("a horse", 2)).toBe("deux chevaux");
    expect(french("an owl", 3)).toBe("trois hiboux");
    expect(french("a bat", 2)).toBe("deux chauves-souris");
    expect(french("a rainbow", 2)).toBe("deux arcs-en-ciel");
    expect(french("a roller coaster", 2)).toBe("deux grands huit");
    expect(french("a potato", 2)).toBe("deux pommes de terre");
    expect(french("cherries", 1)).toBe("des cerises");
  });

  it("puts colors behind French nouns, and they agree", () => {
    expect(french("a cloud", 1, "white")).toBe("un nuage blanc");
    expect(french("an envelope", 1, "white")).toBe("une enveloppe blanche");
    expect(french("a couch", 2, "green")).toBe("deux canapés verts");
    expect(french("a turtle", 2, "green")).toBe("deux tortues vertes");
    expect(french("a carrot", 3, "orange")).toBe("trois carottes orange");
  });

  it("begins every English singular with the article of its sound, and every French one with an article", () => {
    const vowel = /^[aeiou]|^hour/, exceptions = /^(unicorn|ukulele)/;
    for (const { en, fr } of nouns) {
      if (en.length === 1) {
        expect(fr[0]).toMatch(/^des /);
        continue;
      }
      const [article, word] = en[0].split(" ");
      const an = vowel.test(word.toLowerCase()) && !exceptions.test(word);
      expect([word, article]).toEqual([word, an ? "an" : "a"]);
      expect(fr[0]).toMatch(/^(un|une) /);
      expect(fr).toHaveLength(2);
    }
  });

  it("has a name of its own for every noun", () => {
    for (const language of ["en", "fr"] as const) {
      for (const count of [1, 2]) {
        const phrases = nouns.filter((noun) => noun[language].length >= count)
          .map((noun) => nounPhrase(noun, { count }, language));
        expect(new Set(phrases).size).toBe(phrases.length);
      }
    }
  });
});

describe("afterDe()", () => {
  it("contracts the preposition and drops the plural article", () => {
    expect(afterDe("un chat")).toBe("d'un chat");
    expect(afterDe("une oie")).toBe("d'une oie");
    expect(afterDe("deux chats")).toBe("de deux chats");
    expect(afterDe("des frites")).toBe("de frites");
  });
});
