import { checkFinite } from "../../lib/checks.ts";
import { Matrix } from "../../lib/matrix.ts";
import { type ImageShape, sizeOf } from "../../lib/autodiff/im2col.ts";
import { choice, type Random } from "../../lib/random.ts";
import { checkCount, randomInt } from "../integers.ts";
import { type Digit, DIGIT_SIDE, type Split, splitDigits } from "./digits.ts";
import { imageColumns, SCENE_SIDE } from "./scene.ts";

/** The image shape of a frame. */
export const FRAME_SHAPE: ImageShape = { channels: 1, height: SCENE_SIDE, width: SCENE_SIDE };

/** The motions of a digit: the displacement from one frame to the next, in pixels. */
export const MOTION_DIRECTIONS: readonly { name: string; dx: number; dy: number }[] = [
  { name: "still", dx: 0, dy: 0 },
  { name: "left", dx: -4, dy: 0 },
  { name: "right", dx: 4, dy: 0 },
  { name: "up", dx: 0, dy: -4 },
  { name: "down", dx: 0, dy: 4 },
];

/** A video of a digit that moves with periodic boundaries: what leaves on one side enters on the other. */
export interface Video {
  /** 576×1 each. */
  readonly frames: Matrix[];
  /** The digit shown. */
  readonly digit: Digit;
  /** The class of its motion, an index into `MOTION_DIRECTIONS`. */
  readonly direction: number;
}

/** Options of `makeVideos`. */
export interface VideoOptions {
  /** The number of videos. */
  count: number;
  /** T, the number of frames. */
  frames: number;
  /** The part of the digits to draw from: see `splitDigits`. */
  split: Split;
  /** The source of randomness. */
  random: Random;
}

/**
 * Generates videos of random digits from one part of the data set. A digit starts at a uniformly distributed place, so its place
 * in a single frame is independent of the direction. Throws RangeError unless count and frames are positive integers.
 */
export function makeVideos(
  digits: Digit[],
  { count, frames, split, random }: VideoOptions,
): Video[] {
  checkCount(count, "videos");
  checkCount(frames, "frames");
  const part = splitDigits(digits)[split];
  return Array.from({ length: count }, () => randomVideo(choice(part, random), frames, random));
}

function randomVideo(digit: Digit, length: number, random: Random): Video {
  const { width, height } = FRAME_SHAPE, bounds = [width, height, MOTION_DIRECTIONS.length];
  const [x, y, direction] = bounds.map((below) => randomInt(below, random));
  const { dx, dy } = MOTION_DIRECTIONS[direction];
  const frames = Array.from(
    { length },
    (_, t) => renderOnTorus(digit, { x: x + t * dx, y: y + t * dy }, FRAME_SHAPE),
  );
  return { frames, digit, direction };
}

/** Draws a digit with its upper left corner at (x, y) of an image with periodic boundaries: pixels × 1. */
export function renderOnTorus(
  { image }: Digit,
  { x, y }: { x: number; y: number },
  { height, width }: { height: number; width: number },
): Matrix {
  const out = new Matrix(height * width, 1);
  image.data.forEach((ink, n) => {
    const row = modulo(y + Math.floor(n / DIGIT_SIDE), height);
    out.data[row * width + modulo(x + n % DIGIT_SIDE, width)] = ink;
  });
  return out;
}

/** Returns n mod size, at least 0 also for a negative n. */
function modulo(n: number, size: number): number {
  return ((n % size) + size) % size;
}

/** A batch of videos. */
export interface Videos {
  /** Pixels × batch for each frame. */
  readonly frames: Matrix[];
  /** The label of each video's digit, 0 to 9. */
  readonly digits: Int32Array;
  /** The motion of each video, an index into `MOTION_DIRECTIONS`. */
  readonly directions: Int32Array;
}

/** Returns videos as a batch; throws RangeError for an empty list, zero frames, or lengths that differ. */
export function videoBatch(videos: readonly Video[]): Videos {
  const T = videos[0]?.frames.length ?? 0;
  if (T === 0) throw new RangeError("Cannot batch videos of zero frames");
  const odd = videos.find(({ frames }) => frames.length !== T);
  if (odd) {
    throw new RangeError(
      `Cannot batch videos of ${T} and ${odd.frames.length} frames: they must have the same length`,
    );
  }
  const at = (t: number) => imageColumns(videos.map(({ frames }) => ({ image: frames[t] })));
  return {
    frames: Array.from({ length: T }, (_, t) => at(t)),
    digits: Int32Array.from(videos, ({ digit }) => digit.label),
    directions: Int32Array.from(videos, ({ direction }) => direction),
  };
}

/** Throws RangeError for no frames, and, with its number, for a frame of another size or with a value that is not finite. */
export function checkFrames(frames: readonly Matrix[], shape: ImageShape): void {
  if (frames.length === 0) throw new RangeError("Cannot read a video of zero frames");
  frames.forEach((frame, t) => {
    if (frame.rows !== sizeOf(shape) || frame.cols !== frames[0].cols) {
      const expected = `${sizeOf(shape)}×${frames[0].cols}`;
      throw new RangeError(`Cannot read frame ${t + 1}: expected ${expected}, got ${frame.shape}`);
    }
    checkFinite(frame, `frame ${t + 1}`);
  });
}
