/**
 * Text: tokenizers, sampling, beam search, BLEU, n-gram baselines and probes.
 *
 * @module
 */
export { sample, type SampleOptions } from "./sample.ts";
export { type Decoder, textDecoder } from "./decoder.ts";
export { type Beam, type BeamNode, type BeamOptions, beamSearch, type Hypothesis } from "./beam.ts";
export { type Bleu, bleu, exactMatch } from "./bleu.ts";
export {
  type CaptionBatch,
  captionBatch,
  type WordOptions,
  WordVocabulary,
} from "./word_vocabulary.ts";
export { ngramBits, type NgramOptions } from "./ngrams.ts";
export { correlation, mostCorrelatedUnit, unitActivations, type UnitCorrelation } from "./probe.ts";
export { characterTokenizer, type Tokenizer, wordTokenizer } from "./tokenizer.ts";
