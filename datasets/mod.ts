/**
 * Datasets: tasks with long dependencies, scenes of digits, generated sentences and the five shapes of sequences.
 *
 * @module
 */
export type { Source, Task } from "./tasks/task.ts";
export { adding, type AddingBy, multiplication } from "./tasks/adding.ts";
export { temporalOrder } from "./tasks/temporal_order.ts";
export { copy } from "./tasks/copy.ts";
export { errorRate, type EvaluationRun } from "./tasks/error_rate.ts";
export { type Digit, DIGIT_SIDE, readDigits, type Split, splitDigits } from "./scenes/digits.ts";
export { sceneCaptions, sceneWords } from "./scenes/grammar.ts";
export type { PlacedDigit } from "./scenes/places.ts";
export {
  imageColumns,
  makeScenes,
  renderScene,
  type Scene,
  SCENE_SIDE,
  type SceneOptions,
} from "./scenes/scene.ts";
export {
  downsample2x,
  END_OF_STRIP,
  makeStrips,
  MOST_DIGITS,
  renderStrip,
  STRIP,
  type Strip,
  type StripOptions,
  stripTargets,
} from "./scenes/strip.ts";
export {
  checkFrames,
  DIRECTIONS,
  FRAME,
  makeVideos,
  type Video,
  videoBatch,
  type VideoOptions,
  type Videos,
  wrapped,
} from "./scenes/videos.ts";
export { upscale, type UpscaleOptions } from "./scenes/upscale.ts";
export { LARGEST_NUMBER, numberInEnglish, numberInFrench } from "./sentences/numbers.ts";
export { DATE_FORMATS, type Day, isoDate, randomDay, writtenDate } from "./sentences/dates.ts";
export { type LabeledSentence, sentimentSentences } from "./sentences/sentiment.ts";
export { type Example, randomTask, type SequenceShape, type ShapeName } from "./shapes/shape.ts";
export { sequenceShape, shapeNames } from "./shapes/index.ts";
export {
  predictShape,
  type ShapePrediction,
  type TrainedShape,
  trainShape,
} from "./shapes/train.ts";
