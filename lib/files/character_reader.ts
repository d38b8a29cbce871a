import { closeSync, openSync, readSync } from "node:fs";
import type { Vocabulary } from "../vocabulary.ts";
import { throwReadError } from "./read_write.ts";
import { decodePart, markLength, wholeCharacters } from "./utf8.ts";

const CHUNK = 1 << 16; // bytes per read

/**
 * Reads the text of a file in chunks of whole characters, starting at the byte offset of a character. Throws RangeError
 * if the file is missing or not UTF-8.
 */
export function* readChunks(path: string, from: number): Generator<string, void, void> {
  const file = openFile(path);
  try {
    const bytes = new Uint8Array(CHUNK);
    for (let at = from, count; (count = readSync(file, bytes, 0, CHUNK, at)) > 0;) {
      const length = wholeCharacters(bytes.subarray(0, count)) || count; // the last one may be cut off
      yield decodePart(bytes.subarray(0, length), path, at);
      at += length;
    }
  } finally {
    closeSync(file);
  }
}

/**
 * Returns the byte offset of a file's text, after its byte order mark if it has one. Throws RangeError if the file is
 * missing.
 */
export function textStart(path: string): number {
  const file = openFile(path);
  try {
    const bytes = new Uint8Array(4);
    return markLength(bytes.subarray(0, readSync(file, bytes, 0, bytes.length, 0)));
  } finally {
    closeSync(file);
  }
}

/** Reader of the classes of a file's characters that keeps one chunk in memory. */
export class CharacterReader {
  readonly #chunks: Generator<string, void, void>;
  readonly #classes: Map<string, number>;
  #characters: Iterator<string> = [][Symbol.iterator]();

  /** Starts `skip` characters after the byte offset of a character. */
  constructor(readonly path: string, byte: number, skip: number, vocabulary: Vocabulary) {
    this.#chunks = readChunks(path, byte);
    this.#classes = new Map(vocabulary.characters.map((character, n) => [character, n]));
    for (let n = 0; n < skip; n++) this.#character();
  }

  /** Returns the class of the next character. Throws RangeError at the end and for a character outside the vocabulary. */
  next(): number {
    const character = this.#character(), index = this.#classes.get(character);
    if (index === undefined) {
      throw new RangeError(
        `Cannot encode "${character}" of ${this.path}: it is not among the ${this.#classes.size} characters of the vocabulary`,
      );
    }
    return index;
  }

  /** Closes the file. */
  close(): void {
    this.#chunks.return();
  }

  #character(): string {
    while (true) {
      const { done, value } = this.#characters.next();
      if (!done) return value;
      const chunk = this.#chunks.next();
      if (chunk.done) {
        throw new RangeError(`Cannot read ${this.path}: it has become shorter since it was opened`);
      }
      this.#characters = chunk.value[Symbol.iterator]();
    }
  }
}

function openFile(path: string): number {
  try {
    return openSync(path, "r");
  } catch (error) {
    return throwReadError(path, error);
  }
}
