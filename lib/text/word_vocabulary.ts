import type { Batch, ClassIndices } from "../training/engine.ts";
import { checkIntegers } from "../checks.ts";
import { largest } from "../extent.ts";
import { wordsOf } from "../vocabulary.ts";

/** Options of `WordVocabulary`. */
export interface WordVocabularyOptions {
  /**
   * The least number of occurrences of a word with a class of its own, 5 in NeuralTalk; rarer words share the class
   * `<unknown>`. 1 by default.
   */
  minCount?: number;
}

/**
 * A vocabulary of words with special tokens: `<null>` (padding), `<start>`, `<end>`, `<unknown>` if there are rare words,
 * and then the words, sorted. A word is anything between spaces, so tokens of a `Tokenizer` work as well.
 *
 * @example
 * ```ts
 * import { WordVocabulary } from "@unrolled/rnn/text";
 *
 * const vocabulary = new WordVocabulary(["a dog runs", "a cat sleeps"]);
 * const classes = vocabulary.encode("a cat runs");
 * if (vocabulary.decode(classes) !== "a cat runs") throw new Error("Not decoded");
 * ```
 */
export class WordVocabulary {
  /** The words by class; special tokens are in angle brackets. */
  readonly words: string[];
  /** The class that pads a sentence shorter than its batch. */
  readonly null = 0;
  /** The class that a decoder reads first. */
  readonly start = 1;
  /** The class that ends a sentence. */
  readonly end = 2;
  /** The class of rare words, if there are any. */
  readonly unknown?: number;
  readonly #classes: Map<string, number>; // without the special tokens

  /** Collects the distinct words of sentences. Throws RangeError if there are none, or `minCount` isn't a positive integer. */
  constructor(sentences: Iterable<string>, { minCount = 1 }: WordVocabularyOptions = {}) {
    checkIntegers("Cannot make a vocabulary", { minCount });
    const counts = new Map<string, number>();
    for (const word of Array.from(sentences, wordsOf).flat()) {
      counts.set(word, (counts.get(word) ?? 0) + 1);
    }
    if (counts.size === 0) throw new RangeError("Cannot make a vocabulary of no words");
    const words = [...counts.keys()].filter((word) => counts.get(word)! >= minCount).sort();
    const specialTokens = ["<null>", "<start>", "<end>"];
    if (words.length < counts.size) this.unknown = specialTokens.push("<unknown>") - 1;
    this.words = [...specialTokens, ...words];
    this.#classes = new Map(words.map((word, n) => [word, specialTokens.length + n]));
  }

  /** V, the number of classes, special tokens included. */
  get size(): number {
    return this.words.length;
  }

  /**
   * Returns the class of each word. Throws RangeError if a word is unknown and rare words have no class, and if there
   * are no words.
   */
  encode(sentence: string): number[] {
    const words = wordsOf(sentence);
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

  /**
   * Returns the words before the first `<end>`, without `<null>` and `<start>`. Throws RangeError if a class is outside
   * the vocabulary.
   */
  decode(classes: ArrayLike<number>): string {
    const list = Array.from(classes), end = list.indexOf(this.end);
    const bad = list.find((index) => !(index in this.words));
    if (bad !== undefined) {
      throw new RangeError(`Cannot decode ${bad}: the classes are 0 to ${this.size - 1}`);
    }
    const before = end === -1 ? list : list.slice(0, end);
    return before.filter((index) => index !== this.null && index !== this.start)
      .map((index) => this.words[index]).join(" ");
  }
}

/** A batch whose inputs and targets are class indices. */
export interface TokenBatch extends Batch {
  readonly xs: ClassIndices;
  readonly targets: ClassIndices;
}

/**
 * Makes a batch of sentences for teacher forcing: the inputs are `<start>` and the words, the targets are the words and
 * `<end>`. Shorter sentences are padded with the input `<null>` and the target −1, which has no loss. Throws RangeError
 * if there are no sentences, and like `WordVocabulary.encode`.
 */
export function tokenBatch(vocabulary: WordVocabulary, sentences: string[]): TokenBatch {
  if (sentences.length === 0) throw new RangeError("Cannot make a batch: there are no sentences");
  const lists = sentences.map((sentence) => vocabulary.encode(sentence)), size = lists.length;
  const steps = 1 + largest(lists.map((list) => list.length));
  const xs = new Int32Array(steps * size).fill(vocabulary.null);
  const targets = new Int32Array(steps * size).fill(-1);
  lists.forEach((list, b) => {
    [vocabulary.start, ...list].forEach((index, t) => xs[t * size + b] = index);
    [...list, vocabulary.end].forEach((index, t) => targets[t * size + b] = index);
  });
  return { steps, size, xs, targets, fresh: true };
}
