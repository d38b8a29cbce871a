import type { Batch, Classes } from "../training/engine.ts";
import { wordsOf } from "../vocabulary.ts";

/** How a vocabulary of words is made. */
export interface WordOptions {
  /** Words that occur less often become one unknown class, as NeuralTalk does with 5; 1 unless given, and then no word is unknown. */
  least?: number;
}

/** The words of captions and their classes: first null, start and end, then the words, sorted. */
export class WordVocabulary {
  /** The words, at their classes; the signs stand in angle brackets. */
  readonly words: string[];
  /** What stands behind a caption that is shorter than its batch. */
  readonly null = 0;
  /** What a captioner reads first. */
  readonly start = 1;
  /** What it says last. */
  readonly end = 2;
  /** The class of rare words, where there is one. */
  readonly unknown?: number;
  readonly #classes: Map<string, number>; // of the words alone

  /** The distinct words of captions, cut at spaces; throws RangeError for captions without a word. */
  constructor(captions: Iterable<string>, { least = 1 }: WordOptions = {}) {
    const counts = new Map<string, number>();
    for (const word of Array.from(captions, wordsOf).flat()) {
      counts.set(word, (counts.get(word) ?? 0) + 1);
    }
    if (counts.size === 0) throw new RangeError("Cannot make a vocabulary of no words");
    const words = [...counts.keys()].filter((word) => counts.get(word)! >= least).sort();
    const signs = ["<null>", "<start>", "<end>"];
    if (words.length < counts.size) this.unknown = signs.push("<unknown>") - 1;
    this.words = [...signs, ...words];
    this.#classes = new Map(words.map((word, n) => [word, signs.length + n]));
  }

  /** V, the number of classes, the signs among them. */
  get size(): number {
    return this.words.length;
  }

  /** The class of each word; throws RangeError for a word outside and for no words. */
  encode(caption: string): number[] {
    const words = wordsOf(caption);
    if (words.length === 0) throw new RangeError("Cannot encode a sentence of zero length");
    return words.map((word, n) => {
      const known = this.#classes.get(word) ?? this.unknown;
      if (known === undefined) {
        throw new RangeError(
          `Cannot encode "${word}" at word ${n + 1}: not among the ${this.#classes.size} words`,
        );
      }
      return known;
    });
  }

  /** The words up to the first end, null and start left out; throws RangeError for a class outside the vocabulary. */
  decode(classes: ArrayLike<number>): string {
    const list = Array.from(classes), stop = list.indexOf(this.end);
    const bad = list.find((index) => !(index in this.words));
    if (bad !== undefined) {
      throw new RangeError(`Cannot decode ${bad}: the classes are 0 to ${this.size - 1}`);
    }
    const said = stop === -1 ? list : list.slice(0, stop);
    return said.filter((index) => index !== this.null && index !== this.start)
      .map((index) => this.words[index]).join(" ");
  }
}

/** A batch whose inputs and targets are words. */
export interface CaptionBatch extends Batch {
  readonly xs: Classes;
  readonly targets: Classes;
}

/**
 * Captions side by side as a batch: each reads start and its words, and is asked for its words and end. Behind the end of
 * a shorter caption the input is null and the target −1: no loss. Throws RangeError for no captions and as `encode`.
 */
export function captionBatch(vocabulary: WordVocabulary, captions: string[]): CaptionBatch {
  if (captions.length === 0) throw new RangeError("Cannot make a batch of no captions");
  const lists = captions.map((caption) => vocabulary.encode(caption)), size = captions.length;
  const steps = 1 + Math.max(...lists.map((list) => list.length));
  const xs = new Int32Array(steps * size).fill(vocabulary.null);
  const targets = new Int32Array(steps * size).fill(-1);
  lists.forEach((list, b) => {
    [vocabulary.start, ...list].forEach((index, t) => xs[t * size + b] = index);
    [...list, vocabulary.end].forEach((index, t) => targets[t * size + b] = index);
  });
  return { steps, size, xs, targets, fresh: true };
}
