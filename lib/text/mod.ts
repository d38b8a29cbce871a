/**
 * Text: tokenizers and a vocabulary of words, sampling and beam search, BLEU and CIDEr, n-gram baselines, and correlations between
 * units and features of a text.
 *
 * @example
 * ```ts
 * import { Readout, RNNCell, seeded, Vocabulary } from "@unrolled/rnn";
 * import { beamSearch, sample, textDecoder } from "@unrolled/rnn/text";
 *
 * const vocabulary = new Vocabulary("abcdefghijklmnopqrstuvwxyz.");
 * const random = seeded(1), cell = new RNNCell(vocabulary.size, 16, random);
 * const model = { cell, readout: new Readout(16, vocabulary.size, random) };
 * const start = vocabulary.encode("."), [end] = start;
 *
 * const name = sample(model, start, 10, { temperature: 0.8, random, end });
 * const { hypotheses } = beamSearch(textDecoder(model), start, 10, { width: 4, end });
 * console.log(vocabulary.decode(name), hypotheses.map(({ classes }) => vocabulary.decode(classes)));
 * if (hypotheses.length !== 4) throw new Error("Expected a beam of four sequences");
 * ```
 * @module
 */
export { sample, type SampleOptions } from "./sample.ts";
export { type Decoder, textDecoder } from "./decoder.ts";
export { type Beam, type BeamNode, type BeamOptions, beamSearch, type Hypothesis } from "./beam.ts";
export { type Bleu, bleu, exactMatch } from "./bleu.ts";
export { type Cider, cider } from "./cider.ts";
export {
  type TokenBatch,
  tokenBatch,
  WordVocabulary,
  type WordVocabularyOptions,
} from "./word_vocabulary.ts";
export { ngramBits, type NgramOptions } from "./ngrams.ts";
export {
  correlation,
  correlations,
  mostCorrelatedUnit,
  unitActivations,
  type UnitCorrelation,
} from "./probe.ts";
export { characterTokenizer, type Tokenizer, wordTokenizer } from "./tokenizer.ts";
