import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import {
  captionError,
  nounsRight,
  pictureCaptions,
  pictureWords,
  readCaption,
  relationRight,
  sampleCaption,
} from "rnn/data";
import { seeded } from "rnn";
import { nounAt, nouns, scenesOf, white } from "./pictures.ts";

const LANGUAGES = ["en", "fr"] as const;
const scenes = (["train", "pairs", "renderings"] as const).flatMap((split) => scenesOf(split, 300));
const [cat, apple] = [nounAt("a cat"), nounAt("an apple")];
const scene = {
  background: white,
  objects: [],
  groups: [{ noun: cat, count: 2 }, { noun: apple, count: 1, color: "red" as const }],
  relation: "left" as const,
};

describe("pictureCaptions()", () => {
  it("puts a scene in at least five ways, with probabilities that sum to 1", () => {
    for (const language of LANGUAGES) {
      for (const one of scenes) {
        const captions = pictureCaptions(one, nouns, language);
        expect(new Set(captions.map(({ text }) => text)).size).toBe(captions.length);
        expect(captions.length).toBeGreaterThanOrEqual(5);
        expect(captions.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 12);
      }
    }
  });

  it("names the object on the left, at the top, or in front first in most captions", () => {
    for (const language of LANGUAGES) {
      for (const one of scenes.filter(({ groups }) => groups.length === 2).slice(0, 100)) {
        const name = one.groups.map(({ noun }) => nouns[noun][language][0].split(" ").at(-1)!);
        if (name.some((word) => nouns.filter((n) => n[language][0].endsWith(word)).length > 1)) {
          continue;
        }
        const place = (text: string, word: string) => text.indexOf(word.slice(0, 4));
        const captions = pictureCaptions(one, nouns, language);
        const first = captions.filter(({ text }) => place(text, name[0]) < place(text, name[1]));
        const share = first.reduce((sum, { probability }) => sum + probability, 0);
        expect(share).toBeGreaterThan(0.7);
        expect(share).toBeLessThan(1);
      }
    }
  });

  it("puts two cats left of a red apple in English and in French", () => {
    const english = pictureCaptions(scene, nouns, "en").map(({ text }) => text);
    expect(english).toHaveLength(12);
    expect(english).toContain("two cats to the left of an apple");
    expect(english).toContain("there is a red apple to the right of two cats");
    expect(english).toContain("there are two cats to the left of a red apple");
    const french = pictureCaptions(scene, nouns, "fr").map(({ text }) => text);
    expect(french).toContain("deux chats à gauche d'une pomme");
    expect(french).toContain("une pomme rouge à droite de deux chats");
  });

  it("names no color of a scene without one", () => {
    const plain = { ...scene, groups: scene.groups.map(({ noun, count }) => ({ noun, count })) };
    expect(pictureCaptions(plain, nouns, "en")).toHaveLength(6);
  });
});

describe("sampleCaption()", () => {
  it("draws captions by their probabilities", () => {
    const random = seeded(1), counts = new Map<string, number>();
    for (let n = 0; n < 5000; n++) {
      const text = sampleCaption(scene, nouns, "en", random);
      counts.set(text, (counts.get(text) ?? 0) + 1);
    }
    for (const { text, probability } of pictureCaptions(scene, nouns, "en")) {
      expect(Math.abs((counts.get(text) ?? 0) / 5000 - probability)).toBeLessThan(0.02);
    }
  });
});

describe("pictureWords()", () => {
  it("lists every word of the captions, sorted", () => {
    for (const language of LANGUAGES) {
      const words = pictureWords(nouns, language), known = new Set(words);
      expect(words).toEqual([...known].sort());
      for (const one of scenes) {
        for (const { text } of pictureCaptions(one, nouns, language)) {
          expect(text.split(" ").filter((word) => !known.has(word))).toEqual([]);
        }
      }
    }
    expect(pictureWords(nouns, "fr")).not.toContain("are");
  });
});

describe("readCaption()", () => {
  it("reads every caption of every scene in both languages", () => {
    for (const language of LANGUAGES) {
      for (const one of scenes) {
        for (const { text } of pictureCaptions(one, nouns, language)) {
          const reading = readCaption(text, nouns, language);
          expect(reading?.relation).toBe(one.relation);
          const plain = ({ noun, count }: { noun: number; count: number }) => ({ noun, count });
          expect(reading?.groups.map(plain)).toEqual(one.groups.map(plain));
          expect(captionError(one, text, nouns, language)).toBe(undefined);
          expect(nounsRight(one, text, nouns, language)).toBe(true);
          expect(relationRight(one, text, nouns, language)).toBe(true);
        }
      }
    }
  });

  it("reads the color", () => {
    expect(readCaption("three blue apples", nouns, "en")).toEqual({
      groups: [{ noun: apple, count: 3, color: "blue" }],
      relation: "alone",
    });
  });

  for (
    const text of [
      ...["", "cat", "a apple", "an cat", "two cat", "a cats", "a red", "there is two cats"],
      ...["there are a cat", "a cat to the left of", "a cat left an apple", "a cat a cat", "A cat"],
      ...["a cat above an apple above a dog", "a apple red", "there are blueberries and"],
    ]
  ) {
    it(`does not read "${text}"`, () => expect(readCaption(text, nouns, "en")).toBe(undefined));
  }

  for (
    const text of [
      ...["un pomme", "deux chat", "un chat à gauche de une pomme", "une pomme rouges"],
      ...["une enveloppe blanc", "un chat à gauche d'des cerises", "un chat devant d'une pomme"],
    ]
  ) {
    it(`does not read "${text}"`, () => expect(readCaption(text, nouns, "fr")).toBe(undefined));
  }
});
