/**
 * Models on the tape: CNNs, captioners, translators, video and text classifiers, glimpse readers, and generative models. Their
 * weights are plain `Params`. Each `…Objective` function returns a loss for `TapeTrainer` of `@unrolled/rnn/fast`, which trains
 * in float32.
 *
 * @example
 * ```ts
 * import { normal, seeded } from "@unrolled/rnn";
 * import { TapeTrainer } from "@unrolled/rnn/fast";
 * import {
 *   type CNNShape,
 *   imageClassifierObjective,
 *   imageClassifierParams,
 * } from "@unrolled/rnn/models";
 * import { adam } from "@unrolled/rnn/train";
 * import assert from "node:assert/strict";
 *
 * const shape: CNNShape = {
 *   image: { channels: 1, height: 4, width: 4 },
 *   layers: [{ channels: 4, pools: true }],
 *   features: 8,
 * };
 * const random = seeded(1), params = imageClassifierParams(shape, 2, random);
 * const options = { optimizer: adam(0.01), batch: 6 };
 * const trainer = new TapeTrainer(params, imageClassifierObjective(shape), options);
 * const data = { images: normal(1)(16, 6, random), labels: [0, 1, 0, 1, 0, 1] };
 * const before = trainer.loss(data);
 * for (let step = 0; step < 50; step++) {
 *   trainer.gradients(data);
 *   trainer.update();
 * }
 * trainer.writeBack(); // copies the trained weights to params
 * assert(trainer.loss(data) < before / 2);
 * ```
 *
 * @module
 */
export { type Weights, type Zeros, zerosLikeBatch } from "./layers.ts";
export type { GreedyOptions } from "./greedy.ts";

// CNNs
export {
  cnnFeatures,
  cnnParams,
  type CNNShape,
  type ConvLayer,
  convolve,
  digitCNN,
  extractFeatures,
  imageClassifierParams,
  imageClassScores,
  sceneCNN,
} from "./cnn/cnn.ts";
export { imageClassifierObjective, type LabeledImages } from "./cnn/objective.ts";

// captioners
export {
  type Captioner,
  type CaptionerSizes,
  captionLoss,
  type Captions,
  type CaptionStart,
  captionSteps,
} from "./captioners/captioner.ts";
export { captioners } from "./captioners/index.ts";
export { attendCaptioner, type AttendingCaptioner, attentionMaps } from "./captioners/attend.ts";
export { cs231nLSTMCaptioner } from "./captioners/cs231n.ts";
export { imaginedFeatures } from "./captioners/chen.ts";
export {
  captionDecoder,
  type CaptionState,
  greedyCaptions,
  perplexity,
} from "./captioners/decoding.ts";
export {
  type CaptionedImages,
  captionObjective,
  type CaptionObjectiveOptions,
} from "./captioners/objective.ts";
export { type Place, placedCaptioner, type PlacedCell } from "./captioners/places.ts";
export { saliency, type WordSaliency } from "./captioners/saliency.ts";

// translators
export {
  translationLoss,
  type Translations,
  translatorParams,
  type TranslatorSizes,
} from "./translators/translator.ts";
export {
  exactMatches,
  exactMatchRate,
  greedyTranslations,
  padSources,
  type Pair,
  sourceEncodings,
  translationBatch,
  translationDecoder,
  type TranslationVocab,
} from "./translators/translation.ts";
export {
  attentionLoss,
  attentionParams,
  type AttentionResult,
  attentionTranslate,
} from "./translators/attention.ts";
export {
  attentionObjective,
  translationObjective,
  type TranslationSteps,
} from "./translators/objective.ts";
export { datePairs, dateVocab } from "./translators/date_pairs.ts";
export { numberPairs, numberVocab, splitPairs } from "./translators/number_pairs.ts";
export {
  SPELLED_DIGITS,
  spelledDigits,
  spelledDigitVocab,
  wordSpans,
} from "./translators/spelled_digits.ts";

// video and text classifiers
export {
  frameCNN,
  frameSaliency,
  framewiseVideo,
  predictVideo,
  recurrentVideo,
  videoLoss,
  type VideoModel,
} from "./video/video.ts";
export { videoObjective } from "./video/objective.ts";
export {
  gradientTimesInput,
  type Pooling,
  sequenceClassifierLoss,
  sequenceClassScores,
} from "./classifier/classifier.ts";
export {
  oneHotWords,
  sentimentScore,
  type SentimentTraining,
  trainSentiment,
} from "./classifier/sentiment.ts";

// glimpse readers
export { glimpseSensor } from "./glimpses/sensor.ts";
export {
  type Glimpse,
  glimpseParams,
  type GlimpseSizes,
  READER_SIZES,
  type ReaderState,
  type StripInputs,
} from "./glimpses/glimpse.ts";
export type { GlimpsePlan, GlimpseRun } from "./glimpses/loss.ts";
export { glimpseCell } from "./glimpses/cell.ts";
export {
  exactStripMatches,
  fixationPath,
  type GlimpsePolicy,
  locationSigma,
  predictLabels,
  runGlimpses,
  stripInputs,
  toPixels,
} from "./glimpses/reading.ts";
export {
  glimpseObjective,
  type GlimpseObjectiveOptions,
  type StripBatch,
} from "./glimpses/objective.ts";

// generative models
export {
  type AttentionWindow,
  attentionWindow,
  filterBanks,
  type WindowSizes,
} from "./painters/filter_banks.ts";
export { bernoulliNLL, klToStandardNormal, reparameterize } from "./painters/variational.ts";
export {
  type AccessResult,
  attentiveCanvas,
  type CanvasAccess,
  wholeCanvas,
} from "./painters/canvas_access.ts";
export {
  generateImages,
  type GenerativeModel,
  latentNoise,
  negativeELBO,
} from "./painters/generative_model.ts";
export { drawCell, drawModel, type DrawSizes, drawState0 } from "./painters/draw.ts";
export { vaeModel, type VAESizes } from "./painters/vae.ts";
export { elboObjective, type NoisyImages } from "./painters/objective.ts";
