/**
 * Models built on the tape: CNNs, captioners, translators, glimpse readers, generative models, video and text classifiers.
 *
 * @module
 */
export {
  classifierParams,
  classScoresOf,
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
  type AttentionResult,
  attentionTranslate,
  type AttentionTranslator,
  attentionTranslator,
  decoderFor,
} from "./translators/attention.ts";
export { batchedProduct, type ProductSizes } from "./painters/column_products.ts";
export {
  type AttentionWindow,
  attentionWindow,
  expOp,
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
  stopGradient,
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
export {
  CaptionTrainer,
  type CaptionTraining,
  ClassifierTrainer,
  type ImageTraining,
} from "./captioners/trainer.ts";
export { VideoTrainer, type VideoTraining } from "./video/trainer.ts";
export { TranslationTrainer, type TranslationTraining } from "./translators/trainer.ts";
export { GlimpseTrainer, type GlimpseTraining, type GlimpseUpdate } from "./glimpses/trainer.ts";
export { PaintTrainer } from "./painters/trainer.ts";
