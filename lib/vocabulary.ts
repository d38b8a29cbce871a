import { Matrix } from "./matrix.ts";

/** The characters of a text and their numbers: what turns text into classes and back. */
export class Vocabulary {
  /** The characters; each stands at its class. */
  readonly characters: string[];
  readonly #indices: Map<string, number>;

  /** The distinct characters of a text, sorted; throws RangeError for an empty text. */
  constructor(text: string) {
    if (text === "") throw new RangeError("Cannot make a vocabulary of an empty text");
    this.characters = [...new Set(text)].sort();
    this.#indices = new Map(this.characters.map((character, index) => [character, index]));
  }

  /** V, the number of characters. */
  get size(): number {
    return this.characters.length;
  }

  /** The class of each character; throws RangeError for a character outside the vocabulary. */
  encode(text: string): number[] {
    return [...text].map((character, n) => {
      const index = this.#indices.get(character);
      if (index === undefined) {
        throw new RangeError(
          `Cannot encode "${character}" at place ${n + 1}: not among the ${this.size} characters`,
        );
      }
      return index;
    });
  }

  /** The text of a list of classes; throws RangeError for a class outside the vocabulary. */
  decode(classes: number[]): string {
    return classes.map((index) => {
      if (!(index in this.characters)) {
        throw new RangeError(`Cannot decode ${index}: the classes are 0 to ${this.size - 1}`);
      }
      return this.characters[index];
    }).join("");
  }

  /** x_1 … x_T: each character as a one-hot column, V×1. */
  oneHot(text: string): Matrix[] {
    return this.encode(text).map((index) => oneHot(index, this.size));
  }
}

/** The column of `size` zeros with a one at `index`; throws RangeError for an index outside it. */
export function oneHot(index: number, size: number): Matrix {
  if (!Number.isInteger(index) || index < 0 || index >= size) {
    throw new RangeError(`Cannot make a one-hot column of ${size} rows with a one at ${index}`);
  }
  const x = new Matrix(size, 1);
  x.data[index] = 1;
  return x;
}

/** A stretch of text: the classes that go in, and the class that should follow each. */
export interface Window {
  /** Classes of x_1 … x_T. */
  inputs: number[];
  /** Classes of the characters one place further on. */
  targets: number[];
}

/** Cuts a sequence of classes into windows of `length` steps, each target the next input; the rest is left out. */
export function windows(classes: number[], length: number): Window[] {
  if (!Number.isInteger(length) || length < 1 || length >= classes.length) {
    throw new RangeError(`Cannot cut windows of ${length} steps from ${classes.length} characters`);
  }
  const count = Math.floor((classes.length - 1) / length);
  return Array.from({ length: count }, (_, n) => ({
    inputs: classes.slice(n * length, (n + 1) * length),
    targets: classes.slice(n * length + 1, (n + 1) * length + 1),
  }));
}

/** The words of a caption: what stands between spaces. */
export function wordsOf(caption: string): string[] {
  return caption.split(" ").filter((word) => word !== "");
}
