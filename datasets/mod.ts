/**
 * Datasets: tasks with long dependencies, scenes of digits, generated sentences and the five shapes of sequences.
 *
 * @module
 */
export type { Source, Task } from "./tasks/task.ts";
export { adding, type AddingBy, multiplication } from "./tasks/adding.ts";
export { temporalOrder } from "./tasks/temporal_order.ts";
export { copy } from "./tasks/copy.ts";
export { type Run, wrongShare } from "./tasks/error_rate.ts";
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
} from "./scenes/videos.ts";
export { enlarged, type EnlargedOptions } from "./scenes/upscale.ts";
export { inEnglish, inFrench, LARGEST_NUMBER } from "./sentences/numbers.ts";
export { anyDay, DATE_FORMATS, type Day, isoDate, writtenDate } from "./sentences/dates.ts";
export { type MoodSentence, moodSentences } from "./sentences/sentiment.ts";
export { drawnTask, type Example, type Shape, type ShapeName } from "./shapes/shape.ts";
export { shapeNames, shapeOf } from "./shapes/index.ts";
export { type Answered, answerOf, learnShape, type ShapeTraining } from "./shapes/train.ts";
