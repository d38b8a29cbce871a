/**
 * Recurrent networks with every Jacobian in view: cells, unrolling, losses, and the gradient through time by three routes.
 * The files of the course write `rnn` for `@unrolled/rnn`.
 *
 * @example
 * ```ts
 * import { bptt, jacobianPaths, Readout, RNNCell, seeded, sequenceLoss, unroll, Vocabulary } from "@unrolled/rnn";
 *
 * const random = seeded(7), letters = new Vocabulary("abcdefghijklmnopqrstuvwxyz.");
 * const cell = new RNNCell(letters.size, 16, random); // h_t = tanh(Whh h_{t−1} + Wxh x_t + bh)
 * const readout = new Readout(16, letters.size, random); // scores_t = Why h_t + by
 * const trace = unroll(cell, letters.oneHot(".emma"));
 * const { direct } = sequenceLoss(readout, trace, letters.encode("emma."));
 * const whole = bptt(cell, trace, direct).dparams.Whh; // ∂E/∂Whh, 16×16
 * const term = jacobianPaths(cell, trace, direct).term(5, 2).Whh; // how E_5 blames step 2
 * if (whole.shape !== term.shape) throw new Error("The shapes differ");
 * ```
 * @module
 */
export { Matrix } from "./matrix.ts";
export { sigmoid, sigmoidSlope, tanhSlope } from "./activations.ts";
export {
  anyOf,
  gaussian,
  type Init,
  normal,
  orthogonal,
  type Random,
  scaled,
  seeded,
  shuffled,
} from "./random.ts";
export { sparse } from "./init.ts";
export {
  type CrossEntropy,
  crossEntropy,
  softmax,
  type SquaredError,
  squaredError,
  type Target,
} from "./loss.ts";
export { angle, numericalGradient, relativeError } from "./gradcheck.ts";
export {
  type Complex,
  eigenvalues,
  singularValues,
  spectralNorm,
  spectralRadius,
} from "./spectrum.ts";
export { oneHot, Vocabulary, type Window, windows } from "./text.ts";
export type { Cell, Params, Step, StepGradients } from "./cells/cell.ts";
export { RNNCell, type RNNParams } from "./cells/rnn.ts";
export { CaptionCell, type CaptionParams } from "./cells/caption.ts";
export { MemoryCell, type MemoryParams, type MemoryStep } from "./cells/memory.ts";
export { type LSTMBlocks, LSTMCell, type LSTMParams, type LSTMStep } from "./cells/lstm.ts";
export { GRUCell, type GRUParams, type GRUStep } from "./cells/gru.ts";
export { stacked, type StackedStep } from "./cells/stacked.ts";
export {
  type TapeCell,
  tapeCell,
  type TapeSizes,
  type TapeStep,
  type Tick,
  type Ticked,
  type Values,
  valuesOf,
} from "./cells/tape.ts";
export { type Back, Value } from "./tape/value.ts";
export { gradients } from "./tape/gradients.ts";
export type { Formula, Numbers } from "./tape/formula.ts";
export type { Taped } from "./tape/taped.ts";
export type { Maps } from "./tape/patches.ts";
export { unroll } from "./unroll.ts";
export {
  Readout,
  type ReadoutParams,
  type SequenceLoss,
  sequenceLoss,
  type StepTarget,
} from "./readout.ts";
export { bptt, type Gradients } from "./bptt.ts";
export { jacobianPaths, type Paths } from "./jacobians.ts";
export { truncatedBptt, type Truncation } from "./truncated.ts";
export { type Omega, omega } from "./training/regularizer.ts";
export { type Clip, clipByNorm, clipByValue, globalNorm } from "./training/clip.ts";
export {
  adagrad,
  adam,
  type Floats,
  momentum,
  type Optimizer,
  type Rate,
  rmsprop,
  sgd,
} from "./training/optimizers.ts";
export type {
  Batch,
  Classes,
  Engine,
  Model,
  Restraints,
  Snapshot,
  Trainer,
} from "./training/engine.ts";
export { type BatchOptions, textBatches } from "./training/batches.ts";
export type { Source, Task } from "./tasks/task.ts";
export { adding, type AddingBy, multiplication } from "./tasks/adding.ts";
export { temporalOrder } from "./tasks/temporal_order.ts";
export { copy } from "./tasks/copy.ts";
export { type Run, wrongShare } from "./tasks/wrong_share.ts";
export { readableEngine } from "./training/readable_engine.ts";
export { Diverged, type History, type Report, train, type TrainOptions } from "./training/train.ts";
export { decodeCheckpoint, encodeCheckpoint } from "./training/checkpoint.ts";
export {
  type About,
  checkWeights,
  decodeWeights,
  encodeWeights,
  type ShippedWeights,
} from "./training/weights.ts";
export { sample, type SampleOptions } from "./writing/sample.ts";
export { type Stepper, stepperOf } from "./writing/stepper.ts";
export {
  type Beam,
  type BeamNode,
  type BeamOptions,
  beamSearch,
  type Found,
} from "./writing/beam.ts";
export { type Bleu, bleu, exactMatch } from "./writing/bleu.ts";
export {
  type CaptionBatch,
  captionBatch,
  type WordOptions,
  WordVocabulary,
} from "./writing/words.ts";
export { type Digit, DIGIT_SIDE, readDigits, type Split, splitDigits } from "./scenes/digits.ts";
export { captionsOf, sceneWords } from "./scenes/grammar.ts";
export type { PlacedDigit } from "./scenes/places.ts";
export {
  imagesOf,
  makeScenes,
  type Scene,
  SCENE_SIDE,
  sceneOf,
  type SceneOptions,
} from "./scenes/scene.ts";
export {
  coarse,
  END_OF_STRIP,
  makeStrips,
  MOST_DIGITS,
  STRIP,
  type Strip,
  stripOf,
  type StripOptions,
  stripTargets,
} from "./scenes/strip.ts";
export {
  checkFrames,
  DIRECTIONS,
  FRAME,
  makeVideos,
  onRing,
  type Video,
  videoBatch,
  type VideoOptions,
  type Videos,
} from "./scenes/moving.ts";
export { enlarged, type EnlargedOptions } from "./scenes/enlarged.ts";
export { ngramBits, type NgramOptions } from "./writing/ngrams.ts";
export { type Alike, correlation, mostAlike, unitOver } from "./writing/probe.ts";
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
} from "./models/cnn.ts";
export {
  type Begun,
  type Captioner,
  type CaptionerSizes,
  captionLoss,
  type Captions,
  type Weights,
  type Zeros,
} from "./models/captioners/captioner.ts";
export {
  captionAll,
  captionStepper,
  perplexity,
  type Saying,
  zerosOf,
} from "./models/captioners/say.ts";
export { type Look, looks } from "./models/captioners/looks.ts";
export { captioners } from "./models/captioners/every.ts";
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
} from "./models/video.ts";
export { lectureCaptioner } from "./models/captioners/lecture.ts";
export { maoCaptioner } from "./models/captioners/mao.ts";
export { karpathyCaptioner } from "./models/captioners/karpathy.ts";
export { vinyalsCaptioner } from "./models/captioners/vinyals.ts";
export { donahueCaptioner } from "./models/captioners/donahue.ts";
export { chenCaptioner, imagined } from "./models/captioners/chen.ts";
export { cs231nCaptioner, cs231nLSTMCaptioner } from "./models/captioners/cs231n.ts";
export { inEnglish, inFrench, LARGEST_NUMBER } from "./sentences/numbers.ts";
export { anyDay, DATE_FORMATS, type Day, isoDate, writtenDate } from "./sentences/dates.ts";
export { inCharacters, inWords, type Pieces } from "./sentences/pieces.ts";
export {
  encodeSource,
  readClass,
  scoresOf,
  translationLoss,
  type Translations,
  translatorParams,
  type TranslatorSizes,
} from "./models/translators/translator.ts";
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
} from "./models/translators/translation.ts";
export { datePairs, dateSpelling } from "./models/translators/date_pairs.ts";
export { numberPairs, numberSpelling, splitPairs } from "./models/translators/number_pairs.ts";
export {
  attentionLoss,
  attentionTranslate,
  type AttentionTranslator,
  attentionTranslator,
  type Looked,
  seeing,
} from "./models/translators/attention.ts";
export { columnProducts, type ProductSizes } from "./models/painters/column_products.ts";
export {
  type AttentionWindow,
  attentionWindow,
  exponential,
  filterBanks,
  WINDOW_ROWS,
  type WindowSizes,
} from "./models/painters/filter_banks.ts";
export { bernoulli, divergence, sampled } from "./models/painters/variational.ts";
export {
  type Accessed,
  attentiveCanvas,
  type CanvasAccess,
  wholeCanvas,
} from "./models/painters/canvas_access.ts";
export {
  bounds,
  checkPainted,
  noiseFor,
  type Painter,
  paintings,
} from "./models/painters/painter.ts";
export { drawCell, drawPainter, type DrawSizes, drawState0 } from "./models/painters/draw.ts";
export { vaePainter, type VAESizes } from "./models/painters/vae.ts";
export { type Updater, updater } from "./training/updater.ts";
export { type MoodSentence, moodSentences } from "./sentences/moods.ts";
export { classifierLoss, classScores, type Pooling, stepWeights } from "./models/classifier.ts";
export { learnMoods, type MoodTraining, verdict, wordColumns } from "./models/moods.ts";
export { drawnTask, type Example, type Shape, type ShapeName } from "./shapes/shape.ts";
export { shapeNames, shapeOf } from "./shapes/every.ts";
export { type Answered, answerOf, learnShape, type ShapeTraining } from "./shapes/learn.ts";
export { CROP, CROP_SIDE, sensorOf } from "./models/glimpses/sensor.ts";
export { ahead, chanceOf, held, inUnits, surprise } from "./models/glimpses/reinforce.ts";
export {
  beforeGlimpses,
  type Glimpse,
  glimpseParams,
  type GlimpseSizes,
  glimpseTick,
  READER,
  type ReaderState,
  type Shown,
} from "./models/glimpses/glimpse.ts";
export {
  type GlimpseLoss,
  glimpseLoss,
  PLAN,
  type Plan,
  type Policy,
  type Reading,
  readStrips,
} from "./models/glimpses/loss.ts";
export { glimpsing } from "./models/glimpses/cell.ts";
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
} from "./models/glimpses/reading.ts";
