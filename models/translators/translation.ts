import { zerosLikeBatch } from "../layers.ts";
import { toValues } from "../../lib/autodiff/tape_cell.ts";
import type { Params } from "../../lib/cells/cell.ts";
import { argmax } from "../../lib/loss.ts";
import type { Matrix } from "../../lib/matrix.ts";
import type { Tokenizer } from "../../lib/text/tokenizer.ts";
import type { Decoder } from "../../lib/text/decoder.ts";
import type { Value } from "../../lib/autodiff/value.ts";
import { tokenBatch, type WordVocabulary } from "../../lib/text/word_vocabulary.ts";
import { encodeSource, readToken, tokenScores, type Translations } from "./translator.ts";

/** A sentence and its translation. */
export type Pair = readonly [source: string, target: string];

/** How sentences become classes. */
export interface TranslationVocab {
  tokenizer: Tokenizer;
  source: WordVocabulary;
  target: WordVocabulary;
  /** Whether the source is read from its last word to its first, as Sutskever et al. 2014, §3.3, do. */
  reversed: boolean;
}

/**
 * Sentences as classes, step by step: a shorter one begins later (−1 before), so that all end at the same step.
 * Throws RangeError for no sentence, one of zero length, and a word outside the vocabulary.
 */
export function encodeSources(
  { tokenizer, source, reversed }: TranslationVocab,
  texts: string[],
): Int32Array[] {
  const lists = texts.map((text) => {
    if (text.trim() === "") throw new RangeError("Cannot translate a sentence of zero length");
    const classes = source.encode(tokenizer.tokenize(text));
    return reversed ? classes.reverse() : classes;
  });
  if (lists.length === 0) throw new RangeError("Cannot translate no sentences");
  const steps = Math.max(...lists.map(({ length }) => length));
  const at = (list: number[], t: number) => list[t - steps + list.length] ?? -1;
  return Array.from({ length: steps }, (_, t) => Int32Array.from(lists, (list) => at(list, t)));
}

/** Pairs side by side, to learn from; throws RangeError as `sourceSteps`. */
export function translationBatch(spelling: TranslationVocab, pairs: readonly Pair[]): Translations {
  const { tokenizer, target } = spelling;
  const source = encodeSources(spelling, pairs.map(([text]) => text));
  const batch = tokenBatch(target, pairs.map(([, text]) => tokenizer.tokenize(text)));
  const byStep = (classes: Int32Array) =>
    Array.from(
      { length: batch.steps },
      (_, t) => classes.slice(t * batch.size, (t + 1) * batch.size),
    );
  return { source, words: byStep(batch.xs), targets: byStep(batch.targets) };
}

/** A translator that has read one sentence, as what reads a class and scores the next: see `sample` and `beamSearch`. */
export function translationDecoder(
  spelling: TranslationVocab,
  params: Params,
  text: string,
): Decoder<Value> {
  const p = toValues(params);
  return {
    initialState: encodeSource(p, encodeSources(spelling, [text]), zerosLikeBatch(1)),
    step: (before, index) => {
      const state = readToken(p.WxDec, p.WhDec, Int32Array.of(index), before);
      return { state, scores: tokenScores(p, state).matrix };
    },
  };
}

/** The translation of each sentence, the likeliest word at every step, cut at `longest`; throws RangeError as `sourceSteps`. */
export function greedyTranslations(
  spelling: TranslationVocab,
  params: Params,
  texts: string[],
  longest: number,
): string[] {
  const p = toValues(params), { target, tokenizer } = spelling;
  let state = encodeSource(p, encodeSources(spelling, texts), zerosLikeBatch(texts.length));
  let words: Int32Array = new Int32Array(texts.length).fill(target.start);
  const said: Int32Array[] = [], ended = texts.map(() => false);
  for (let t = 1; t <= longest && ended.includes(false); t++) {
    state = readToken(p.WxDec, p.WhDec, words, state);
    words = argmax(tokenScores(p, state).matrix);
    words.forEach((word, b) => ended[b] ||= word === target.end);
    said.push(words);
  }
  return texts.map((_, b) => tokenizer.detokenize(target.decode(said.map((row) => row[b]))));
}

/** Whether each sentence's translation is the right one, letter by letter; some hundred of them at a time. */
export function exactMatches(
  spelling: TranslationVocab,
  params: Params,
  pairs: readonly Pair[],
  longest: number,
): boolean[] {
  const rights: boolean[] = [];
  for (let from = 0; from < pairs.length; from += 200) {
    const some = pairs.slice(from, from + 200);
    const said = greedyTranslations(spelling, params, some.map(([text]) => text), longest);
    rights.push(...said.map((text, n) => text === some[n][1]));
  }
  return rights;
}

/** The share of sentences that `rightOnes` finds right; throws RangeError for no pairs, and as `sourceSteps`. */
export function exactMatchRate(
  spelling: TranslationVocab,
  params: Params,
  pairs: readonly Pair[],
  longest: number,
): number {
  if (pairs.length === 0) throw new RangeError("Cannot take a share of 0 translations");
  return exactMatches(spelling, params, pairs, longest).filter(Boolean).length / pairs.length;
}

/** The state between encoder and decoder after each sentence, 2H × sentences. */
export function sourceEncodings(
  spelling: TranslationVocab,
  params: Params,
  texts: string[],
): Matrix {
  return encodeSource(
    toValues(params),
    encodeSources(spelling, texts),
    zerosLikeBatch(texts.length),
  ).matrix;
}
