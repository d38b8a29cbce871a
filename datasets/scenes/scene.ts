import { largest } from "../../lib/extent.ts";
import { Matrix } from "../../lib/matrix.ts";
import { choice, type Random } from "../../lib/random.ts";
import { checkCount, randomInt } from "../integers.ts";
import { type Digit, DIGIT_SIDE, type Split, splitDigits } from "./digits.ts";
import { sceneCaptions } from "./grammar.ts";
import { drawDigits, type PlacedDigit, randomPositions } from "./places.ts";

/** The side of a scene, in pixels. */
export const SCENE_SIDE = 24;

/** The largest difference of y within a row, and the smallest between rows, in pixels. */
const [SAME_ROW, OTHER_ROW] = [2, DIGIT_SIDE];

/** An image of one to three digits with its captions. */
export interface Scene {
  /** 24×24 grey levels from 0 to 1, row by row: 576×1. */
  image: Matrix;
  /** The five correct captions. */
  captions: string[];
  /** In reading order: rows from top to bottom, each from left to right. */
  digits: PlacedDigit[];
}

/** Options of `makeScenes`. */
export interface SceneOptions {
  /** The number of scenes. */
  count: number;
  /** The part of the digits to draw from: see `splitDigits`. */
  split: Split;
  /** The source of randomness. */
  random: Random;
}

/**
 * Generates scenes of random digits from one part of the data set. The number of digits, 1 to 3, and then their arrangement in
 * rows are uniformly distributed. Throws RangeError unless count is a positive integer.
 */
export function makeScenes(digits: Digit[], { count, split, random }: SceneOptions): Scene[] {
  checkCount(count, "scenes");
  const part = splitDigits(digits)[split];
  return Array.from({ length: count }, () => {
    const places = randomPlaces(choice(choice(ROWS, random), random), random);
    return renderScene(places.map((place) => ({ digit: choice(part, random), ...place })));
  });
}

/** Returns the images of scenes, or of digits, as columns: pixels × batch. Throws RangeError if their sizes differ. */
export function imageColumns(list: { image: Matrix }[]): Matrix {
  const pixels = list[0]?.image.rows ?? 0, B = list.length, images = new Matrix(pixels, B);
  const odd = list.find(({ image }) => image.rows !== pixels);
  if (odd) {
    const shapes = `${list[0].image.shape} and ${odd.image.shape}`;
    throw new RangeError(`Cannot batch images of ${shapes}: they must have the same size`);
  }
  const columns = list.map(({ image }) => image.data);
  for (let i = 0, n = 0; i < pixels; i++) {
    for (let b = 0; b < B; b++, n++) images.data[n] = columns[b][i];
  }
  return images;
}

/** The arrangements of 1, 2 and 3 digits: the number of digits in each row. */
const ROWS = [[[1]], [[2], [1, 1]], [[3], [1, 2], [2, 1], [1, 1, 1]]];

/**
 * Draws a scene of digits at given places. Two digits are in the same row if their y differ by at most 2 pixels, and in different
 * rows if by at least 8. Throws RangeError for differences between the two, for digits that overlap or leave the image.
 */
export function renderScene(placed: PlacedDigit[]): Scene {
  const image = new Matrix(SCENE_SIDE * SCENE_SIDE, 1);
  drawDigits(image, SCENE_SIDE, placed);
  const rows = rowsOf(placed);
  return {
    image,
    captions: sceneCaptions(rows.map((row) => row.map(({ digit }) => digit.label))),
    digits: rows.flat(),
  };
}

function rowsOf(placed: PlacedDigit[]): PlacedDigit[][] {
  const rows: PlacedDigit[][] = [];
  for (const one of placed.toSorted((a, b) => a.y - b.y)) {
    const row = rows.at(-1);
    if (row && one.y - row[0].y <= SAME_ROW) row.push(one);
    else if (!row || one.y - row.at(-1)!.y >= OTHER_ROW) rows.push([one]);
    else {
      throw new RangeError(
        `Cannot caption digits at y = ${
          row.at(-1)!.y
        } and ${one.y}: expected a difference of at most ` +
          `${SAME_ROW} in a row and at least ${OTHER_ROW} between rows`,
      );
    }
  }
  for (const row of rows) {
    row.sort((a, b) => a.x - b.x);
    const close = row.find(({ x }, n) => n > 0 && x - row[n - 1].x < DIGIT_SIDE);
    if (close) {
      throw new RangeError(`Cannot place a digit at ${close.x}, ${close.y}: it overlaps another`);
    }
  }
  return rows;
}

/** Draws places for rows with the given numbers of digits, from top to bottom. */
function randomPlaces(rows: number[], random: Random): { x: number; y: number }[] {
  const shifts = rows.map((count) =>
    count === 1 ? [0] : Array.from({ length: count }, () => randomInt(SAME_ROW + 1, random))
  );
  const tops = randomPositions(
    shifts.map((shift) => DIGIT_SIDE + largest(shift)),
    SCENE_SIDE,
    random,
  );
  return shifts.flatMap((shift, r) => {
    const xs = randomPositions(shift.map(() => DIGIT_SIDE), SCENE_SIDE, random);
    return shift.map((dy, n) => ({ x: xs[n], y: tops[r] + dy }));
  });
}
