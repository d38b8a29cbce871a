import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { tokenBatch, WordVocabulary } from "rnn/text";

const vocabulary = new WordVocabulary(["a three above a seven", "two nines"]);

describe("WordVocabulary", () => {
  it("has the special tokens first, then the sorted words", () => {
    const special = ["<null>", "<start>", "<end>"];
    expect(vocabulary.words).toEqual([...special, "a", "above", "nines", "seven", "three", "two"]);
    expect(vocabulary.size).toBe(9);
    const { null: none, start, end, words } = vocabulary;
    expect([none, start, end].map((index) => words[index])).toEqual(special);
  });

  it("decodes what it encoded, up to the first <end>", () => {
    const classes = vocabulary.encode("a seven above  two nines ");
    const { start, end } = vocabulary;
    expect(vocabulary.decode(classes)).toBe("a seven above two nines");
    expect(vocabulary.decode([start, ...classes, end, vocabulary.null, 4])).toBe(
      "a seven above two nines",
    );
    expect(vocabulary.decode([end])).toBe("");
  });

  it("has a class for rare words", () => {
    const counted = new WordVocabulary(["a dog", "a cat", "a dog runs"], { minCount: 2 });
    expect(counted.words).toEqual(["<null>", "<start>", "<end>", "<unknown>", "a", "dog"]);
    expect(counted.decode(counted.encode("a zebra runs"))).toBe("a <unknown> <unknown>");
    expect(new WordVocabulary(["a a"], { minCount: 2 }).unknown).toBe(undefined);
    expect(() => new WordVocabulary(["a"], { minCount: NaN }))
      .toThrow("Cannot make a vocabulary: minCount must be a positive integer, got NaN");
  });

  it("throws if a word is unknown, a sentence is empty or a class is outside the vocabulary", () => {
    expect(() => vocabulary.encode("a ten")).toThrow(
      'Cannot encode "ten" at word 2: not among the 6 words',
    );
    expect(() => vocabulary.encode("<end>")).toThrow('Cannot encode "<end>" at word 1');
    expect(() => vocabulary.encode("  ")).toThrow("Cannot encode a sentence of zero length");
    expect(() => vocabulary.decode([3, 9])).toThrow("Cannot decode 9: the classes are 0 to 8");
    expect(() => vocabulary.decode([-1])).toThrow("Cannot decode -1");
    expect(() => new WordVocabulary([" "])).toThrow("Cannot make a vocabulary of no words");
  });
});

describe("tokenBatch()", () => {
  it("pads the inputs with <null> and has no targets after <end>", () => {
    const { steps, size, xs, targets, fresh } = tokenBatch(vocabulary, [
      "two nines",
      "a three above a seven",
    ]);
    const at = (list: ArrayLike<number>, b: number) =>
      Array.from(
        { length: steps },
        (_, t) => vocabulary.words[list[t * size + b]] ?? list[t * size + b],
      );
    expect([steps, size, fresh]).toEqual([6, 2, true]);
    expect(at(xs, 0)).toEqual([
      "<start>",
      "two",
      "nines",
      "<null>",
      "<null>",
      "<null>",
    ]);
    expect(at(targets, 0)).toEqual(["two", "nines", "<end>", -1, -1, -1]);
    expect(at(xs, 1)).toEqual(["<start>", "a", "three", "above", "a", "seven"]);
    expect(at(targets, 1)).toEqual(["a", "three", "above", "a", "seven", "<end>"]);
  });

  it("makes a batch of more sentences than a function can take arguments", () => {
    const { steps, size } = tokenBatch(vocabulary, new Array(130_000).fill("two nines"));
    expect([steps, size]).toEqual([3, 130_000]);
  });

  it("throws if there are no sentences or one is empty", () => {
    expect(() => tokenBatch(vocabulary, [])).toThrow("Cannot make a batch: there are no sentences");
    expect(() => tokenBatch(vocabulary, ["two nines", ""])).toThrow(
      "Cannot encode a sentence of zero length",
    );
  });
});
