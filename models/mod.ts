/**
 * Models built on the tape: CNNs, captioners, translators, glimpse readers, generative models, video and text classifiers.
 *
 * @module
 */
export {
  classifierParams,
  cnnClassScores,
  cnnFeatures,
  cnnParams,
  type CNNShape,
  type ConvLayer,
  convolve,
  digitCNN,
  extractFeatures,
  layerShapes,
  sceneCNN,
} from "./cnn/cnn.ts";
export {
  type Captioner,
  type CaptionerSizes,
  captionLoss,
  type Captions,
  type CaptionStart,
} from "./captioners/captioner.ts";
export {
  captionDecoder,
  type CaptionState,
  greedyCaptions,
  perplexity,
} from "./captioners/decoding.ts";
export { saliency, type WordSaliency } from "./captioners/saliency.ts";
export { captioners } from "./captioners/index.ts";
export {
  frameCNN,
  frameSaliency,
  type FrameScores,
  framewiseVideo,
  predictVideo,
  recurrentVideo,
  videoLoss,
  type VideoModel,
  videoScores,
} from "./video/video.ts";
export { lectureCaptioner } from "./captioners/lecture.ts";
export { maoCaptioner } from "./captioners/mao.ts";
export { karpathyCaptioner } from "./captioners/karpathy.ts";
export { vinyalsCaptioner } from "./captioners/vinyals.ts";
export { donahueCaptioner } from "./captioners/donahue.ts";
export { chenCaptioner, imaginedFeatures } from "./captioners/chen.ts";
export { cs231nCaptioner, cs231nLSTMCaptioner } from "./captioners/cs231n.ts";
export {
  encodeSource,
  readToken,
  tokenScores,
  translationLoss,
  type Translations,
  translatorParams,
  type TranslatorSizes,
} from "./translators/translator.ts";
export {
  encodeSources,
  exactMatches,
  exactMatchRate,
  greedyTranslations,
  type Pair,
  sourceEncodings,
  translationBatch,
  translationDecoder,
  type TranslationVocab,
} from "./translators/translation.ts";
export { datePairs, dateVocab } from "./translators/date_pairs.ts";
export { numberPairs, numberVocab, splitPairs } from "./translators/number_pairs.ts";
export {
  attentionLoss,
  attentionParams,
  type AttentionResult,
  attentionTranslate,
} from "./translators/attention.ts";
export {
  type AttentionWindow,
  attentionWindow,
  filterBanks,
  WINDOW_ROWS,
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
  checkInputs,
  generateImages,
  type GenerativeModel,
  latentNoise,
  negativeELBO,
} from "./painters/painter.ts";
export { drawCell, drawModel, type DrawSizes, drawState0 } from "./painters/draw.ts";
export { vaeModel, type VAESizes } from "./painters/vae.ts";
export {
  classifierLoss,
  classScores,
  gradientTimesInput,
  type Pooling,
} from "./classifier/classifier.ts";
export {
  oneHotWords,
  sentimentScore,
  type SentimentTraining,
  trainSentiment,
} from "./classifier/sentiment.ts";
export { GLIMPSE_SHAPE, GLIMPSE_SIDE, glimpseSensor } from "./glimpses/sensor.ts";
export {
  advantage,
  policyGradientLoss,
  rmsNormalize,
  targetProbability,
} from "./glimpses/reinforce.ts";
export {
  type Glimpse,
  glimpseParams,
  type GlimpseSizes,
  glimpseStep,
  initialReaderState,
  READER_SIZES,
  type ReaderState,
  type StripInputs,
} from "./glimpses/glimpse.ts";
export {
  DEFAULT_PLAN,
  type GlimpseLoss,
  glimpseLoss,
  type GlimpsePlan,
  type GlimpseRun,
  type LocationPolicy,
  unrollGlimpses,
} from "./glimpses/loss.ts";
export { glimpseCell } from "./glimpses/cell.ts";
export {
  exactlyRead,
  fixationPath,
  type GlimpsePolicy,
  locationNoise,
  locationSigma,
  predictLabels,
  runGlimpses,
  stripInputs,
  toPixels,
  uniformLocations,
} from "./glimpses/reading.ts";
export { type Weights, type Zeros, zerosLikeBatch } from "./layers.ts";
export { classifierObjective, type LabeledImages } from "./cnn/objective.ts";
export {
  type CaptionedImages,
  captionObjective,
  type CaptionObjectiveOptions,
} from "./captioners/objective.ts";
export { videoObjective } from "./video/objective.ts";
export {
  attentionObjective,
  translationObjective,
  type TranslationSteps,
} from "./translators/objective.ts";
export {
  glimpseObjective,
  type GlimpseObjectiveOptions,
  type StripBatch,
} from "./glimpses/objective.ts";
export { elboObjective, type NoisyImages } from "./painters/objective.ts";
