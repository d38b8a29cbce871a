import { zerosLikeBatch } from "../layers.ts";
import { largest } from "../../lib/extent.ts";
import { toValues } from "../../lib/autodiff/tape_cell.ts";
import { checkIndex } from "../../lib/checks.ts";
import type { Params } from "../../lib/cells/cell.ts";
import type { Matrix } from "../../lib/matrix.ts";
import type { Tokenizer } from "../../lib/text/tokenizer.ts";
import type { Decoder } from "../../lib/text/decoder.ts";
import type { Value } from "../../lib/autodiff/value.ts";
import { tokenBatch, type WordVocabulary } from "../../lib/text/word_vocabulary.ts";
import { captionSteps } from "../captioners/captioner.ts";
import { greedyDecode } from "../greedy.ts";
import { encodeSource, readToken, tokenScores, type Translations } from "./translator.ts";

/** A sentence and its translation. */
export type Pair = readonly [source: string, target: string];

/** The tokenizer and the vocabularies of a translator. */
export interface TranslationVocab {
  tokenizer: Tokenizer;
  source: WordVocabulary;
  target: WordVocabulary;
  /** True to reverse source sentences, as in Sutskever et al. 2014, §3.3. */
  reversed: boolean;
}

/**
 * Encodes sentences as a batch of classes for each time step, left-padded with −1, so that all end at the same time step.
 * Throws RangeError for no sentences, one of zero length, and a word outside the vocabulary.
 */
export function padSources(
  { tokenizer, source, reversed }: TranslationVocab,
  texts: string[],
): Int32Array[] {
  const lists = texts.map((text) => {
    if (text.trim() === "") throw new RangeError("Cannot translate a sentence of zero length");
    const classes = source.encode(tokenizer.tokenize(text));
    return reversed ? classes.reverse() : classes;
  });
  if (lists.length === 0) {
    throw new RangeError("Cannot translate: expected at least one sentence, got 0");
  }
  const steps = largest(lists.map(({ length }) => length));
  const at = (list: number[], t: number) => list[t - steps + list.length] ?? -1;
  return Array.from({ length: steps }, (_, t) => Int32Array.from(lists, (list) => at(list, t)));
}

/** Returns a training batch of pairs; throws RangeError like `padSources`. */
export function translationBatch(vocab: TranslationVocab, pairs: readonly Pair[]): Translations {
  const { tokenizer, target } = vocab;
  const source = padSources(vocab, pairs.map(([text]) => text));
  const batch = tokenBatch(target, pairs.map(([, text]) => tokenizer.tokenize(text)));
  return { source, ...captionSteps(batch) };
}

/** Returns a decoder that translates one sentence, for `sample` and `beamSearch`. */
export function translationDecoder(
  vocab: TranslationVocab,
  params: Params,
  text: string,
): Decoder<Value> {
  const p = toValues(params);
  return {
    initialState: encodeSource(p, padSources(vocab, [text]), zerosLikeBatch(1)),
    step: (before, index) => {
      checkIndex("Cannot read class", index, 0, vocab.target.size - 1);
      const state = readToken(p.WxDec, p.WhDec, Int32Array.of(index), before);
      return { state, scores: tokenScores(p, state).matrix };
    },
  };
}

/**
 * Translates sentences greedily, up to `longest` tokens each. Throws RangeError like `padSources`, and unless `longest` is a
 * positive integer.
 */
export function greedyTranslations(
  vocab: TranslationVocab,
  params: Params,
  texts: string[],
  longest: number,
): string[] {
  const p = toValues(params), { target, tokenizer } = vocab;
  let state = encodeSource(p, padSources(vocab, texts), zerosLikeBatch(texts.length));
  const step = (tokens: Int32Array) => {
    state = readToken(p.WxDec, p.WhDec, tokens, state);
    return tokenScores(p, state).matrix;
  };
  const { start, end, size: classes } = target;
  return greedyDecode({ batch: texts.length, classes }, step, { start, end, longest })
    .map((classes) => tokenizer.detokenize(target.decode(classes)));
}

/**
 * Returns, for each pair, true if the greedy translation matches the target exactly; throws RangeError like
 * `greedyTranslations`.
 */
export function exactMatches(
  vocab: TranslationVocab,
  params: Params,
  pairs: readonly Pair[],
  longest: number,
): boolean[] {
  const matches: boolean[] = [];
  for (let from = 0; from < pairs.length; from += 200) { // limits memory
    const some = pairs.slice(from, from + 200);
    const texts = greedyTranslations(vocab, params, some.map(([text]) => text), longest);
    texts.forEach((text, n) => matches.push(text === some[n][1]));
  }
  return matches;
}

/** Returns the share of exact matches; throws RangeError for no pairs, and like `greedyTranslations`. */
export function exactMatchRate(
  vocab: TranslationVocab,
  params: Params,
  pairs: readonly Pair[],
  longest: number,
): number {
  if (pairs.length === 0) throw new RangeError("Cannot compute the exact match of 0 translations");
  return exactMatches(vocab, params, pairs, longest).filter(Boolean).length / pairs.length;
}

/** Returns the final encoder state of each sentence, 2H × sentences. */
export function sourceEncodings(
  vocab: TranslationVocab,
  params: Params,
  texts: string[],
): Matrix {
  const source = padSources(vocab, texts);
  return encodeSource(toValues(params), source, zerosLikeBatch(texts.length)).matrix;
}
