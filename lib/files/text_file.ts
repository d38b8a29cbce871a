import { checkBatches } from "../training/batches.ts";
import type { Batch, BatchOptions } from "../training/mod.ts";
import { Vocabulary } from "../vocabulary.ts";
import { CharacterReader, readChunks, textStart } from "./character_reader.ts";

const MARK_INTERVAL = 65536; // characters between two positions in the file that are stored

/** Options of batches from a part of a text file. */
export interface FileBatchOptions extends BatchOptions {
  /** The beginning and the end of the part as fractions of the text's characters; 0 and 1 by default. */
  from?: number;
  to?: number;
  /** The vocabulary that encodes the characters; the file's own by default. */
  vocabulary?: Vocabulary;
}

/** A UTF-8 text file without its byte order mark, if any; only the chunks being read are in memory. */
export interface TextFile {
  readonly path: string;
  /** The number of characters (code points) and of bytes. */
  readonly length: number;
  readonly bytes: number;
  readonly vocabulary: Vocabulary;
  /** The number of occurrences of each character of the vocabulary. */
  readonly counts: number[];
  /** Yields the batches of `textBatches`, read from disk at B positions at once. Throws RangeError for an invalid part. */
  batches(options: FileBatchOptions): Generator<Batch, void, void>;
}

/**
 * Opens a text file after reading it once, in chunks, to count its characters. Throws RangeError if the file is missing
 * or empty, or if it is not UTF-8, with the place of the first invalid byte.
 */
export function openText(path: string): TextFile {
  const tally = new Uint32Array(0x110000);
  const marks: number[] = []; // the byte offset of every 65,536th character
  const start = textStart(path);
  let [length, bytes] = [0, 0];
  for (const text of readChunks(path, start)) {
    for (const character of text) {
      if (length % MARK_INTERVAL === 0) marks.push(start + bytes);
      const code = character.codePointAt(0)!;
      tally[code]++, length++;
      bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    }
  }
  if (length === 0) throw new RangeError(`Cannot read ${path}: it is empty`);
  const codes = [...tally.keys()].filter((code) => tally[code] > 0);
  const vocabulary = new Vocabulary(codes.map((code) => String.fromCodePoint(code)).join(""));
  const counts = vocabulary.characters.map((character) => tally[character.codePointAt(0)!]);
  const open = (at: number, known: Vocabulary) =>
    new CharacterReader(path, marks[Math.floor(at / MARK_INTERVAL)], at % MARK_INTERVAL, known);
  return {
    path,
    length,
    bytes,
    vocabulary,
    counts,
    batches: ({ from = 0, to = 1, vocabulary: known = vocabulary, ...options }) => {
      const [first, end] = [from, to].map((share) => Math.floor(share * length));
      if (!(0 <= first && first < end && end <= length)) {
        throw new RangeError(
          `Cannot read the part from ${from} to ${to} of ${path}: it must be non-empty and within 0 to 1`,
        );
      }
      return fileBatches(end - first, options, (at) => open(first + at, known));
    },
  };
}

/** Yields the batches of `textBatches` for `length` characters, each stream from a reader of its own. */
function* fileBatches(
  length: number,
  { steps, size, once = false, skip = 0 }: BatchOptions,
  open: (at: number) => CharacterReader,
): Generator<Batch, void, void> {
  checkBatches({ steps, size, skip }, length);
  const stream = Math.floor((length - 1) / size), last = Math.floor(stream / steps) * steps;
  const xs = new Int32Array(steps * size), targets = new Int32Array(steps * size);
  let from = once ? skip * steps : skip * steps % last;
  do {
    const readers = Array.from({ length: size }, (_, b) => open(b * stream + from));
    try {
      const next = readers.map((reader) => reader.next());
      for (; from < last; from += steps) {
        for (let n = 0; n < steps * size; n++) {
          const b = n % size;
          xs[n] = next[b];
          targets[n] = next[b] = readers[b].next();
        }
        yield { steps, size, xs, targets, fresh: from === 0 };
      }
    } finally {
      readers.forEach((reader) => reader.close());
    }
    from = 0;
  } while (!once);
}
