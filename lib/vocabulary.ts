import { checkIndex } from "./checks.ts";
import { Matrix } from "./matrix.ts";

/**
 * The characters of a text, numbered, to convert text to classes and back.
 *
 * @example
 * ```ts
 * import { Vocabulary } from "@unrolled/rnn";
 * import assert from "node:assert/strict";
 *
 * const letters = new Vocabulary("hello");
 * assert.deepEqual(letters.characters, ["e", "h", "l", "o"]);
 * assert.deepEqual(letters.encode("hole"), [1, 3, 2, 0]);
 * assert.equal(letters.decode([1, 3, 2, 0]), "hole");
 * ```
 */
export class Vocabulary {
  /** The characters; the index of each is its class. */
  readonly characters: string[];
  readonly #indices: Map<string, number>;

  /** Takes the distinct characters of a text, sorted; throws RangeError if the text is empty. */
  constructor(text: string) {
    if (text === "") throw new RangeError("Cannot build a vocabulary from an empty text");
    this.characters = [...new Set(text)].sort();
    this.#indices = new Map(this.characters.map((character, index) => [character, index]));
  }

  /** V, the number of characters. */
  get size(): number {
    return this.characters.length;
  }

  /** Converts text to the class of each character; throws RangeError for a character outside the vocabulary. */
  encode(text: string): number[] {
    return [...text].map((character, n) => {
      const index = this.#indices.get(character);
      if (index === undefined) {
        throw new RangeError(
          `Cannot encode "${character}" at position ${n + 1}: it is not in the vocabulary`,
        );
      }
      return index;
    });
  }

  /** Converts classes back to text; throws RangeError for a class outside the vocabulary. */
  decode(classes: number[]): string {
    return classes.map((index) => {
      checkIndex("Cannot decode", index, 0, this.size - 1);
      return this.characters[index];
    }).join("");
  }

  /** Converts text to x_1 … x_T, each character a one-hot column, V×1. */
  oneHot(text: string): Matrix[] {
    return this.encode(text).map((index) => oneHot(index, this.size));
  }
}

/**
 * Returns a one-hot vector: a size×1 column of zeros with a one at `index`. Throws RangeError unless index is an
 * integer from 0 to size−1.
 *
 * @example
 * ```ts
 * import { oneHot } from "@unrolled/rnn";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual([...oneHot(1, 3).data], [0, 1, 0]);
 * ```
 */
export function oneHot(index: number, size: number): Matrix {
  checkIndex("Cannot create a one-hot vector with index", index, 0, size - 1);
  const x = new Matrix(size, 1);
  x.data[index] = 1;
  return x;
}

/** A window of a text: input classes, and the target class that follows each of them. */
export interface InputTargetWindow {
  /** The classes of x_1 … x_T. */
  inputs: number[];
  /** The classes of the next characters, x_2 … x_{T+1}. */
  targets: number[];
}

/**
 * Cuts a sequence of classes into consecutive windows of `length` time steps; an incomplete last window is dropped.
 * Throws RangeError unless length is a positive integer smaller than the number of classes.
 *
 * @example
 * ```ts
 * import { inputTargetWindows } from "@unrolled/rnn";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(inputTargetWindows([1, 2, 3, 4, 5], 2), [
 *   { inputs: [1, 2], targets: [2, 3] },
 *   { inputs: [3, 4], targets: [4, 5] },
 * ]);
 * ```
 */
export function inputTargetWindows(classes: number[], length: number): InputTargetWindow[] {
  if (!Number.isInteger(length) || length < 1 || length >= classes.length) {
    throw new RangeError(`Cannot cut windows of ${length} steps from ${classes.length} classes`);
  }
  const count = Math.floor((classes.length - 1) / length);
  return Array.from({ length: count }, (_, n) => ({
    inputs: classes.slice(n * length, (n + 1) * length),
    targets: classes.slice(n * length + 1, (n + 1) * length + 1),
  }));
}

/** Splits a caption into its words, at spaces. */
export function wordsOf(caption: string): string[] {
  return caption.split(" ").filter((word) => word !== "");
}
