import { type Random, shuffle } from "../../lib/random.ts";
import {
  LARGEST_NUMBER,
  numberInEnglish,
  numberInFrench,
} from "../../datasets/sentences/numbers.ts";
import type { Tokenizer } from "../../lib/text/tokenizer.ts";
import { WordVocabulary } from "../../lib/text/word_vocabulary.ts";
import type { Pair, TranslationVocab } from "./translation.ts";

/** Returns every number from 0 to 9,999 in English and in French. */
export function numberPairs(): Pair[] {
  return Array.from(
    { length: LARGEST_NUMBER + 1 },
    (_, n) => [numberInEnglish(n), numberInFrench(n)],
  );
}

/** Returns the vocabularies of these numbers. */
export function numberVocab(tokenizer: Tokenizer, reversed: boolean): TranslationVocab {
  const pairs = numberPairs();
  const source = new WordVocabulary(pairs.map(([text]) => tokenizer.tokenize(text)));
  const target = new WordVocabulary(pairs.map(([, text]) => tokenizer.tokenize(text)));
  return { tokenizer, source, target, reversed };
}

/** Shuffles pairs and splits them into `count` for training and the rest for testing; throws RangeError if either part is empty. */
export function splitPairs(
  pairs: readonly Pair[],
  count: number,
  random: Random,
): { train: Pair[]; test: Pair[] } {
  if (!Number.isInteger(count) || count < 1 || count >= pairs.length) {
    throw new RangeError(
      `Cannot split pairs: count must be an integer from 1 to ${pairs.length - 1}, got ${count}`,
    );
  }
  const order = shuffle(pairs, random);
  return { train: order.slice(0, count), test: order.slice(count) };
}
