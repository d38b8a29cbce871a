/**
 * Datasets: tasks with long-term dependencies, images and videos of handwritten digits, captioned scenes of things, generated
 * sentences, and the five sequence shapes.
 *
 * @example
 * ```ts
 * import { seeded } from "@unrolled/rnn";
 * import { adding, numberInFrench } from "@unrolled/rnn/data";
 *
 * const task = adding(50); // after 50 steps, the sum of two marked values
 * const { steps, size } = task.batch(20, seeded(1));
 * if (steps !== 50 || size !== 20) throw new Error("Expected 20 sequences of 50 steps");
 * if (numberInFrench(71) !== "soixante et onze") throw new Error("Expected 71 in French");
 * ```
 * @module
 */
export type { LongDependencyTask, SequenceTask } from "./tasks/task.ts";
export { adding, type AddingVariant, multiplication } from "./tasks/adding.ts";
export { temporalOrder } from "./tasks/temporal_order.ts";
export { copy } from "./tasks/copy.ts";
export { errorRate, type UnrollFunction } from "./tasks/error_rate.ts";
export { type Digit, readDigits, type Split, splitDigits } from "./scenes/digits.ts";
export { sceneWords } from "./scenes/grammar.ts";
export type { PlacedDigit } from "./scenes/places.ts";
export {
  imageColumns,
  makeScenes,
  renderScene,
  type Scene,
  type SceneOptions,
} from "./scenes/scene.ts";
export {
  END_OF_STRIP,
  makeStrips,
  renderStrip,
  type Strip,
  STRIP_SHAPE,
  type StripOptions,
} from "./scenes/strip.ts";
export {
  makeVideos,
  MOTION_DIRECTIONS,
  type Video,
  videoBatch,
  type VideoOptions,
  type Videos,
} from "./scenes/videos.ts";
export type { Background } from "./pictures/background.ts";
export {
  type PictureCaption,
  pictureCaptions,
  pictureWords,
  sampleCaption,
} from "./pictures/captions.ts";
export { drawPicture } from "./pictures/draw.ts";
export {
  CAPTION_ERRORS,
  type CaptionError,
  captionError,
  nounsRight,
  relationRight,
} from "./pictures/judge.ts";
export { makePictureScenes, type PictureSceneOptions } from "./pictures/make.ts";
export type { Phrase } from "./pictures/phrases.ts";
export { type CaptionReading, readCaption } from "./pictures/read.ts";
export {
  gridCells,
  type PictureBox,
  type PictureGroup,
  type PictureRelation,
  type PictureScene,
  type PlacedPicture,
} from "./pictures/scene.ts";
export { type PictureSplit, splitOfPair } from "./pictures/splits.ts";
export { upscale, type UpscaleOptions } from "./scenes/upscale.ts";
export { numberInEnglish, numberInFrench } from "./sentences/numbers.ts";
export { type CalendarDate, DATE_FORMATS, isoDate, writtenDate } from "./sentences/dates.ts";
export { type LabeledSentence, sentimentSentences } from "./sentences/sentiment.ts";
export type { SequenceShape, ShapeName } from "./shapes/shape.ts";
export { sequenceShape, shapeNames } from "./shapes/index.ts";
export {
  predictShape,
  type ShapePrediction,
  trainShape,
  type TrainShapeOptions,
} from "./shapes/train.ts";
