import { Matrix } from "../../lib/matrix.ts";
import { type ImageShape, sizeOf } from "../../lib/autodiff/im2col.ts";
import { choice, type Random } from "../../lib/random.ts";
import { type Digit, DIGIT_SIDE, type Split, splitDigits } from "./digits.ts";
import { whole } from "./places.ts";
import { imageColumns, SCENE_SIDE } from "./scene.ts";

/** The frames of a video: 24×24 grey levels. */
export const FRAME: ImageShape = { channels: 1, height: SCENE_SIDE, width: SCENE_SIDE };

/** The directions that a digit moves in, and how far from one frame to the next, in pixels. */
export const DIRECTIONS: readonly { name: string; dx: number; dy: number }[] = [
  { name: "still", dx: 0, dy: 0 },
  { name: "left", dx: -4, dy: 0 },
  { name: "right", dx: 4, dy: 0 },
  { name: "up", dx: 0, dy: -4 },
  { name: "down", dx: 0, dy: 4 },
];

/** A handwritten digit that moves over a field whose edges are joined, and what is to be said of each frame. */
export interface Video {
  /** 576×1 each. */
  readonly frames: Matrix[];
  readonly digit: Digit;
  /** The index of the direction that it moves in. */
  readonly direction: number;
}

/** What videos to make. */
export interface VideoOptions {
  count: number;
  /** T, how many frames each has. */
  frames: number;
  /** Whose digits they show: see `splitDigits`. */
  split: Split;
  random: Random;
}

/**
 * Videos of digits drawn from one part of them. A digit begins anywhere, each place equally likely. So whatever the
 * direction, a frame alone shows every place equally often: it tells nothing of where the digit goes.
 * Throws RangeError for a count, or a number of frames, that isn't whole and above zero.
 */
export function makeVideos(
  digits: Digit[],
  { count, frames, split, random }: VideoOptions,
): Video[] {
  if (!Number.isInteger(count) || count < 1) throw new RangeError(`Cannot make ${count} videos`);
  if (!Number.isInteger(frames) || frames < 1) {
    throw new RangeError(`Cannot make a video of ${frames} frames`);
  }
  const part = splitDigits(digits)[split];
  return Array.from({ length: count }, () => drawn(choice(part, random), frames, random));
}

function drawn(digit: Digit, length: number, random: Random): Video {
  const { width, height } = FRAME, most = [width, height, DIRECTIONS.length];
  const [x, y, direction] = most.map((below) => whole(below, random));
  const { dx, dy } = DIRECTIONS[direction];
  const frames = Array.from(
    { length },
    (_, t) => wrapped(digit, { x: x + t * dx, y: y + t * dy }, FRAME),
  );
  return { frames, digit, direction };
}

/** A digit on a field whose left and right, top and bottom are joined, with its upper left corner at (x, y): pixels × 1. */
export function wrapped(
  { image }: Digit,
  { x, y }: { x: number; y: number },
  { height, width }: { height: number; width: number },
): Matrix {
  const field = new Matrix(height * width, 1);
  image.data.forEach((ink, n) => {
    const row = around(y + Math.floor(n / DIGIT_SIDE), height);
    field.data[row * width + around(x + n % DIGIT_SIDE, width)] = ink;
  });
  return field;
}

function around(place: number, size: number): number {
  return ((place % size) + size) % size;
}

/** Videos side by side, frame by frame. */
export interface Videos {
  /** pixels × batch for each frame. */
  readonly frames: Matrix[];
  /** The digit that each video shows, 0 to 9. */
  readonly digits: Int32Array;
  /** The direction of each video, an index into `DIRECTIONS`. */
  readonly directions: Int32Array;
}

/** Videos of one length side by side; throws RangeError for none, one of zero frames, and lengths that differ. */
export function videoBatch(videos: readonly Video[]): Videos {
  const T = videos[0]?.frames.length ?? 0;
  if (T === 0) throw new RangeError("Cannot watch a video of zero frames");
  const odd = videos.find(({ frames }) => frames.length !== T);
  if (odd) {
    throw new RangeError(
      `Cannot put videos of ${T} and ${odd.frames.length} frames side by side`,
    );
  }
  const at = (t: number) => imageColumns(videos.map(({ frames }) => ({ image: frames[t] })));
  return {
    frames: Array.from({ length: T }, (_, t) => at(t)),
    digits: Int32Array.from(videos, ({ digit }) => digit.label),
    directions: Int32Array.from(videos, ({ direction }) => direction),
  };
}

/** Throws RangeError for no frames, and, with its number, for a frame of another size or one that holds what isn't finite. */
export function checkFrames(frames: readonly Matrix[], maps: ImageShape): void {
  if (frames.length === 0) throw new RangeError("Cannot watch a video of zero frames");
  frames.forEach((frame, t) => {
    if (frame.rows !== sizeOf(maps) || frame.cols !== frames[0].cols) {
      const want = `${maps.height}×${maps.width} pixels of ${frames[0].cols} videos`;
      const size = `${sizeOf(maps)}×${frames[0].cols}`;
      throw new RangeError(
        `Cannot watch frame ${t + 1}: it is ${frame.shape}, and ${want} are ${size}`,
      );
    }
    const bad = frame.data.find((ink) => !Number.isFinite(ink));
    if (bad !== undefined) throw new RangeError(`Cannot watch frame ${t + 1}: it holds ${bad}`);
  });
}
