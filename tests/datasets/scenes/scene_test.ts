import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import {
  imageColumns,
  makeScenes,
  readDigits,
  renderScene,
  type Scene,
  sceneWords,
  type Split,
  splitDigits,
} from "rnn/data";
import { Matrix, seeded } from "rnn";
import { sceneCaptions } from "../../../datasets/scenes/grammar.ts";
import { digits, text } from "../digits.ts";

const scenes = (split: Split, count = 600, seed = 1) =>
  makeScenes(digits, { count, split, random: seeded(seed) });

describe("readDigits()", () => {
  it("reads 1,797 digits with grey levels from 0 to 1", () => {
    expect(digits.length).toBe(1797);
    const counts = new Array(10).fill(0);
    for (const { label } of digits) counts[label]++;
    expect(counts).toEqual([178, 182, 177, 183, 181, 182, 181, 179, 174, 180]); // as scikit-learn counts them
    expect(digits[0].image.shape).toBe("64×1");
    expect(digits[0].image.at(3)).toBe(13 / 16);
    expect(digits.every(({ image }) => image.data.every((grey) => grey >= 0 && grey <= 1))).toBe(
      true,
    );
  });

  it("names the line that it cannot read", () => {
    const line = text.split("\n")[0];
    const refused = (bad: string) => expect(() => readDigits(`${line}\n${bad}`));
    refused("1,2,3").toThrow("Cannot read line 2: expected 65 numbers, got 3");
    refused(line.replace("5,13", "5,17")).toThrow(
      "Cannot read line 2: expected grey levels from 0 to 16, got 17",
    );
    refused(line.replace("5,13", "5,x")).toThrow(
      "Cannot read line 2: expected grey levels from 0 to 16, got NaN",
    );
    refused(line.replace(/,0$/, ",10")).toThrow(
      "Cannot read line 2: expected a label from 0 to 9, got 10",
    );
    expect(() => readDigits("\n")).toThrow("Cannot read digits from an empty text");
  });
});

describe("splitDigits()", () => {
  it("puts every digit into exactly one part, always the same, and every class into each part", () => {
    const parts = splitDigits(digits);
    const lines = Object.values(parts).flat().map(({ line }) => line).sort((a, b) => a - b);
    expect(lines).toEqual(digits.map(({ line }) => line));
    expect(splitDigits(digits)).toEqual(parts);
    expect(Object.values(parts).map((part) => part.length)).toEqual([1348, 150, 299]);
    for (const part of Object.values(parts)) {
      expect(new Set(part.map(({ label }) => label)).size).toBe(10);
    }
  });
});

describe("sceneCaptions()", () => {
  const all = everyArrangement().map((rows) => ({ rows, captions: sceneCaptions(rows) }));

  it("returns five captions, none of which fits another arrangement", () => {
    const found = new Set(all.flatMap(({ captions }) => captions));
    expect(all.every(({ captions }) => captions.length === 5)).toBe(true);
    expect(found.size).toBe(5 * all.length);
    expect(all.length).toBe(10 + 2 * 100 + 4 * 1000);
  });

  it("describes arrangements of digits", () => {
    expect(sceneCaptions([[3], [7]])[0]).toBe("a three above a seven");
    expect(sceneCaptions([[9, 9]])[0]).toBe("two nines side by side");
    expect(sceneCaptions([[8, 1]])[1]).toBe("an eight left of a one");
    expect(sceneCaptions([[2, 2, 2]])[1]).toBe("three twos in a row");
    expect(sceneCaptions([[4, 5, 4]])[4]).toBe("a five between two fours");
    expect(sceneCaptions([[1, 2], [3]])[1]).toBe("a three below a one and a two");
  });

  it("uses the 43 words of sceneWords", () => {
    const used = new Set(all.flatMap(({ captions }) => captions.flatMap((c) => c.split(" "))));
    expect([...used].sort()).toEqual([...sceneWords].sort());
    expect(sceneWords.length).toBe(43);
  });

  it("refuses arrangements and digits outside the grammar", () => {
    expect(() => sceneCaptions([])).toThrow("Cannot caption rows of 0 digits");
    expect(() => sceneCaptions([[1, 2], [3, 4]])).toThrow("Cannot caption rows of 2, 2 digits");
    expect(() => sceneCaptions([[1], []])).toThrow("Cannot caption rows of 1, 0 digits");
    expect(() => sceneCaptions([[10]])).toThrow("Cannot caption the digit 10: expected 0 to 9");
  });
});

describe("makeScenes()", () => {
  it("uses different digits for training, validation and testing", () => {
    const lines = (split: Split) =>
      new Set(scenes(split, 3000).flatMap(({ digits }) => digits.map(({ digit }) => digit.line)));
    const [train, validation, test] = [lines("train"), lines("validation"), lines("test")];
    expect(test.size).toBe(299);
    expect(train.intersection(test).size + train.intersection(validation).size).toBe(0);
    expect(validation.intersection(test).size).toBe(0);
  });

  it("generates the same scenes for the same seed", () => {
    expect(scenes("train", 20, 5)).toEqual(scenes("train", 20, 5));
    expect(scenes("train", 20, 5)).not.toEqual(scenes("train", 20, 6));
  });

  it("draws one to three digits with equal frequency, apart and inside the image", () => {
    const made = scenes("train", 3000);
    for (const count of [1, 2, 3]) {
      const share = made.filter(({ digits }) => digits.length === count).length / made.length;
      expect(Math.abs(share - 1 / 3)).toBeLessThan(5 * Math.sqrt(2 / 9 / made.length));
    }
    for (const { image, captions, digits } of made) {
      expect(image.shape).toBe("576×1");
      expect(new Set(captions).size).toBe(5);
      const ink = (data: Float64Array) => data.reduce((sum, grey) => sum + grey, 0);
      expect(ink(image.data)).toBe(
        digits.reduce((sum, { digit }) => sum + ink(digit.image.data), 0),
      );
      digits.forEach((a, n) =>
        digits.slice(n + 1).forEach((b) => {
          const [dx, dy] = [Math.abs(a.x - b.x), Math.abs(a.y - b.y)];
          expect(dy >= 8 || (dy <= 2 && dx >= 8)).toBe(true);
        })
      );
    }
  });

  it("refuses a count that is not a positive integer", () => {
    for (const count of [0, 1.5]) {
      expect(() => scenes("test", count)).toThrow(
        `Cannot generate ${count} scenes: expected a positive integer`,
      );
    }
  });
});

describe("imageColumns()", () => {
  it("returns images as columns", () => {
    const made = scenes("train", 5);
    expect(imageColumns(made)).toEqual(Matrix.blocks([made.map(({ image }) => image)]));
    expect(imageColumns(digits).shape).toBe("64×1797");
    expect(imageColumns([]).shape).toBe("0×0");
    expect(() => imageColumns([digits[0], made[0]])).toThrow(
      "Cannot batch images of 64×1 and 576×1: they must have the same size",
    );
  });
});

describe("renderScene()", () => {
  const [zero, one, two] = digits; // the file begins with 0, 1, 2
  const captions = (...places: [x: number, y: number][]): Scene["captions"] =>
    renderScene(places.map(([x, y], n) => ({ digit: [zero, one, two][n], x, y }))).captions;

  it("captions rows from top to bottom, each from left to right", () => {
    expect(captions([10, 1], [0, 3])[0]).toBe("a one and a zero side by side");
    expect(captions([0, 10], [3, 2])[0]).toBe("a one above a zero");
    expect(captions([9, 15], [1, 16], [5, 0])[0]).toBe("a two above a one and a zero");
    expect(captions([0, 8], [5, 16], [3, 0])[0]).toBe("a two above a zero above a one");
  });

  it("refuses ambiguous rows, digits that overlap, and places outside the image", () => {
    expect(() => captions([0, 0], [10, 5])).toThrow("Cannot caption digits at y = 0 and 5");
    expect(() => captions([0, 0], [8, 2], [16, 4])).toThrow("at y = 2 and 4");
    expect(() => captions([0, 0], [7, 1])).toThrow(
      "Cannot place a digit at 7, 1: it overlaps another",
    );
    expect(() => captions([17, 0])).toThrow(
      "Cannot place a digit at 17, 0: expected integers from 0 to 16 and from 0 to 16",
    );
    expect(() => captions([0.5, 0])).toThrow("Cannot place a digit at 0.5, 0");
    expect(() => captions()).toThrow("Cannot caption rows of 0 digits");
  });
});

function everyArrangement(): number[][][] {
  const all = Array.from({ length: 10 }, (_, n) => n);
  return all.flatMap((a) => [
    [[a]],
    ...all.flatMap((b) => [
      [[a, b]],
      [[a], [b]],
      ...all.flatMap((c) => [[[a, b, c]], [[a], [b, c]], [[a, b], [c]], [[a], [b], [c]]]),
    ]),
  ]);
}
