import { Matrix } from "../matrix.ts";
import { type Maps, sizeOf } from "../patches.ts";
import { anyOf, type Random } from "../random.ts";
import { type Digit, DIGIT_SIDE, type Split, splitDigits } from "./digits.ts";
import { imagesOf } from "./scene.ts";

/** The frames of a video: 16×24 grey levels. */
export const FRAME: Maps = { channels: 1, height: 16, width: 24 };

/** The directions that a digit moves in, and how far from one frame to the next, in pixels. */
export const DIRECTIONS: readonly { name: string; dx: number; dy: number }[] = [
  { name: "still", dx: 0, dy: 0 },
  { name: "left", dx: -2, dy: 0 },
  { name: "right", dx: 2, dy: 0 },
  { name: "up", dx: 0, dy: -2 },
  { name: "down", dx: 0, dy: 2 },
];

const TURNS = 1 / 5; // the share of moves, the first left out, for which a direction is drawn anew

/** A handwritten digit that moves over a field whose edges are joined, and what is to be said of each frame. */
export interface Video {
  /** 384×1 each. */
  readonly frames: Matrix[];
  readonly digit: Digit;
  /** For each frame the index of the direction that the digit came in; for the first, that it will leave in. */
  readonly directions: number[];
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
 * Videos of digits drawn from one part of them. A digit begins anywhere, each place equally likely, and turns now and then. So
 * whatever the direction, each frame alone shows each place equally often: one frame tells nothing of it.
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
  return Array.from({ length: count }, () => drawn(anyOf(part, random), frames, random));
}

function drawn(digit: Digit, length: number, random: Random): Video {
  const any = (below: number) => Math.floor(below * random());
  let [x, y, way] = [any(FRAME.width), any(FRAME.height), any(DIRECTIONS.length)];
  const frames = [onRing(digit, { x, y }, FRAME)], directions = [way];
  while (frames.length < length) {
    if (frames.length > 1 && random() < TURNS) way = any(DIRECTIONS.length);
    x += DIRECTIONS[way].dx;
    y += DIRECTIONS[way].dy;
    frames.push(onRing(digit, { x, y }, FRAME));
    directions.push(way);
  }
  return { frames, digit, directions };
}

/** A digit on a field whose left and right, top and bottom are joined, with its upper left corner at (x, y): pixels × 1. */
export function onRing(
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
  /** For each frame the digit that each video shows, 0 to 9. */
  readonly digits: Int32Array[];
  /** For each frame the direction of each video, an index into `DIRECTIONS`. */
  readonly directions: Int32Array[];
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
  const each = <R>(of: (t: number) => R) => Array.from({ length: T }, (_, t) => of(t));
  return {
    frames: each((t) => imagesOf(videos.map(({ frames }) => ({ image: frames[t] })))),
    digits: each(() => Int32Array.from(videos, ({ digit }) => digit.label)),
    directions: each((t) => Int32Array.from(videos, ({ directions }) => directions[t])),
  };
}

/** Throws RangeError for no frames, and, with its number, for a frame of another size or one that holds what isn't finite. */
export function checkFrames(frames: readonly Matrix[], maps: Maps): void {
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
