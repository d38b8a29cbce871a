/**
 * Text: tokenizers, sampling, beam search, BLEU, n-gram baselines and probes.
 *
 * @module
 */
export { sample, type SampleOptions } from "./sample.ts";
export { type Stepper, stepperOf } from "./decoder.ts";
export { type Beam, type BeamNode, type BeamOptions, beamSearch, type Found } from "./beam.ts";
export { type Bleu, bleu, exactMatch } from "./bleu.ts";
export {
  type CaptionBatch,
  captionBatch,
  type WordOptions,
  WordVocabulary,
} from "./word_vocabulary.ts";
export { ngramBits, type NgramOptions } from "./ngrams.ts";
export { type Alike, correlation, mostAlike, unitOver } from "./probe.ts";
export { inCharacters, inWords, type Pieces } from "./tokenizer.ts";
