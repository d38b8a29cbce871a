/**
 * Models built on the tape: CNNs, captioners, translators, glimpse readers, generative models, video and text classifiers.
 *
 * @module
 */
export {
  classifierParams,
  classify,
  cnnParams,
  type CNNShape,
  type ConvLayer,
  convolve,
  digitCNN,
  featuresOf,
  mapsOf,
  sceneCNN,
  see,
} from "./cnn/cnn.ts";
export {
  type Begun,
  type Captioner,
  type CaptionerSizes,
  captionLoss,
  type Captions,
  type Weights,
  type Zeros,
} from "./captioners/captioner.ts";
export {
  captionAll,
  captionStepper,
  perplexity,
  type Saying,
  zerosOf,
} from "./captioners/decoding.ts";
export { type Look, looks } from "./captioners/saliency.ts";
export { captioners } from "./captioners/index.ts";
export {
  frameCNN,
  frameGradients,
  type FrameScores,
  framewiseVideo,
  recurrentVideo,
  videoLoss,
  type VideoModel,
  videoScores,
  watch,
} from "./video/video.ts";
export { lectureCaptioner } from "./captioners/lecture.ts";
export { maoCaptioner } from "./captioners/mao.ts";
export { karpathyCaptioner } from "./captioners/karpathy.ts";
export { vinyalsCaptioner } from "./captioners/vinyals.ts";
export { donahueCaptioner } from "./captioners/donahue.ts";
export { chenCaptioner, imagined } from "./captioners/chen.ts";
export { cs231nCaptioner, cs231nLSTMCaptioner } from "./captioners/cs231n.ts";
export {
  encodeSource,
  readClass,
  scoresOf,
  translationLoss,
  type Translations,
  translatorParams,
  type TranslatorSizes,
} from "./translators/translator.ts";
export {
  exactShare,
  type Pair,
  rightOnes,
  sourceSteps,
  type Spelling,
  thoughts,
  translateAll,
  translations,
  translationStepper,
} from "./translators/translation.ts";
export { datePairs, dateSpelling } from "./translators/date_pairs.ts";
export { numberPairs, numberSpelling, splitPairs } from "./translators/number_pairs.ts";
export {
  attentionLoss,
  attentionTranslate,
  type AttentionTranslator,
  attentionTranslator,
  type Looked,
  seeing,
} from "./translators/attention.ts";
export { columnProducts, type ProductSizes } from "./painters/column_products.ts";
export {
  type AttentionWindow,
  attentionWindow,
  exponential,
  filterBanks,
  WINDOW_ROWS,
  type WindowSizes,
} from "./painters/filter_banks.ts";
export { bernoulli, divergence, sampled } from "./painters/variational.ts";
export {
  type Accessed,
  attentiveCanvas,
  type CanvasAccess,
  wholeCanvas,
} from "./painters/canvas_access.ts";
export { bounds, checkPainted, noiseFor, type Painter, paintings } from "./painters/painter.ts";
export { drawCell, drawPainter, type DrawSizes, drawState0 } from "./painters/draw.ts";
export { vaePainter, type VAESizes } from "./painters/vae.ts";
export { classifierLoss, classScores, type Pooling, stepWeights } from "./classifier/classifier.ts";
export { learnMoods, type MoodTraining, verdict, wordColumns } from "./classifier/sentiment.ts";
export { CROP, CROP_SIDE, sensorOf } from "./glimpses/sensor.ts";
export { ahead, chanceOf, held, inUnits, surprise } from "./glimpses/reinforce.ts";
export {
  beforeGlimpses,
  type Glimpse,
  glimpseParams,
  type GlimpseSizes,
  glimpseTick,
  READER,
  type ReaderState,
  type Shown,
} from "./glimpses/glimpse.ts";
export {
  type GlimpseLoss,
  glimpseLoss,
  PLAN,
  type Plan,
  type Policy,
  type Reading,
  readStrips,
} from "./glimpses/loss.ts";
export { glimpsing } from "./glimpses/cell.ts";
export {
  anywhere,
  type Eye,
  inPixels,
  jitter,
  pathOf,
  readAll,
  reading,
  readRight,
  shownOf,
  spreadOf,
} from "./glimpses/reading.ts";
