import { characterTokenizer } from "../../lib/text/tokenizer.ts";
import { WordVocabulary } from "../../lib/text/word_vocabulary.ts";
import type { Random } from "../../lib/random.ts";
import type { Pair, TranslationVocab } from "./translation.ts";

const WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

/** Bounds of `spelledDigits`: digits in a target, and characters in a source. */
export const SPELLED_DIGITS = { digits: 12, characters: 60 };

/**
 * Draws a string of 1 to 12 digits, and the same spelled out in English: ["three five nine", "359"]. All numbers of digits
 * are equally likely, but a string whose words have more than 60 characters is replaced by another.
 */
export function spelledDigits(random: Random): Pair {
  const count = 1 + Math.floor(SPELLED_DIGITS.digits * random());
  const digits = Array.from({ length: count }, () => Math.floor(10 * random()));
  const text = digits.map((digit) => WORDS[digit]).join(" ");
  return text.length > SPELLED_DIGITS.characters ? spelledDigits(random) : [text, digits.join("")];
}

/** Returns the vocabularies of spelled digits, whose tokens are characters. */
export function spelledDigitVocab(reversed: boolean): TranslationVocab {
  const vocabularyOf = (text: string) => new WordVocabulary([characterTokenizer.tokenize(text)]);
  return {
    tokenizer: characterTokenizer,
    source: vocabularyOf(WORDS.join(" ")),
    target: vocabularyOf("0123456789"),
    reversed,
  };
}

/** Returns the characters of each word: the index of the first, and the index after the last. */
export function wordSpans(text: string): [from: number, to: number][] {
  return [...text.matchAll(/\S+/g)].map(({ 0: { length }, index }) => [index, index + length]);
}
