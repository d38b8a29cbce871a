import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import fc from "fast-check";
import { inputTargetWindows, oneHot, Vocabulary } from "rnn";
import { settings } from "./cells/random_cell.ts";

describe("Vocabulary", () => {
  const letters = new Vocabulary("hello");

  it("encodes and decodes text, also as one-hot vectors", () => {
    expect(letters.characters).toEqual(["e", "h", "l", "o"]);
    expect(letters.decode(letters.encode("hole"))).toBe("hole");
    expect([...letters.oneHot("h")[0].data]).toEqual([0, 1, 0, 0]);
  });

  it("decodes any text that it encoded", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: "grapheme" }), (text) => {
        const vocabulary = new Vocabulary(text);
        expect(vocabulary.decode(vocabulary.encode(text))).toBe(text);
      }),
      settings,
    );
  });

  it("refuses an empty text, unknown characters and unknown classes", () => {
    expect(() => new Vocabulary("")).toThrow("Cannot build a vocabulary from an empty text");
    expect(() => letters.encode("hé"))
      .toThrow('Cannot encode "é" at position 2: it is not in the vocabulary');
    expect(() => letters.decode([4]))
      .toThrow("Cannot decode 4: it must be an integer from 0 to 3");
  });
});

describe("oneHot()", () => {
  it("refuses an index outside the vector", () => {
    expect(() => oneHot(4, 4))
      .toThrow("Cannot create a one-hot vector with index 4: it must be an integer from 0 to 3");
  });
});

describe("windows()", () => {
  it("cuts windows of inputs with the targets that follow them", () => {
    expect(inputTargetWindows([1, 2, 3, 4, 5, 6], 2)).toEqual([
      { inputs: [1, 2], targets: [2, 3] },
      { inputs: [3, 4], targets: [4, 5] },
    ]);
    expect(() => inputTargetWindows([1, 2], 2)).toThrow(
      "Cannot cut windows of 2 steps from 2 classes",
    );
  });
});
