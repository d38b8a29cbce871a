import { Matrix } from "../../lib/matrix.ts";
import { choice, type Random } from "../../lib/random.ts";
import { type Digit, DIGIT_SIDE, type Split, splitDigits } from "./digits.ts";
import { sceneCaptions } from "./grammar.ts";
import { along, drawDigits, type PlacedDigit, whole } from "./places.ts";

/** The side of a scene, in pixels. */
export const SCENE_SIDE = 24;

const [SAME_ROW, OTHER_ROW] = [2, DIGIT_SIDE]; // pixels between two digits' heights: at most, at least

/** A picture of one to three digits, and what can be said of it. */
export interface Scene {
  /** 24×24 grey levels from 0 to 1, row by row: 576×1. */
  image: Matrix;
  /** The five captions that are right, and no other is. */
  captions: string[];
  /** In the order of reading: rows from top to bottom, each from left to right. */
  digits: PlacedDigit[];
}

/** What scenes to make. */
export interface SceneOptions {
  /** How many. */
  count: number;
  /** Whose digits they show: see `splitDigits`. */
  split: Split;
  /** Where chance comes from. */
  random: Random;
}

/**
 * Scenes of digits drawn from one part of them; the number of digits, 1 to 3, and then the way they stand in rows are
 * each equally likely. Throws RangeError for a count that isn't whole and above zero.
 */
export function makeScenes(digits: Digit[], { count, split, random }: SceneOptions): Scene[] {
  if (!Number.isInteger(count) || count < 1) throw new RangeError(`Cannot make ${count} scenes`);
  const part = splitDigits(digits)[split];
  return Array.from({ length: count }, () => {
    const places = drawPlaces(choice(choice(ROWS, random), random), random);
    return renderScene(places.map((place) => ({ digit: choice(part, random), ...place })));
  });
}

/** The images of scenes, or of digits, side by side: pixels × batch. Throws RangeError for images of two sizes. */
export function imageColumns(list: { image: Matrix }[]): Matrix {
  const pixels = list[0]?.image.rows ?? 0, B = list.length, images = new Matrix(pixels, B);
  const odd = list.find(({ image }) => image.rows !== pixels);
  if (odd) {
    const shapes = `${list[0].image.shape} and ${odd.image.shape}`;
    throw new RangeError(`Cannot put images of ${shapes} side by side`);
  }
  const columns = list.map(({ image }) => image.data);
  for (let i = 0, n = 0; i < pixels; i++) {
    for (let b = 0; b < B; b++, n++) images.data[n] = columns[b][i];
  }
  return images;
}

/** How many digits stand in each row, for 1, 2 and 3 of them. */
const ROWS = [[[1]], [[2], [1, 1]], [[3], [1, 2], [2, 1], [1, 1, 1]]];

/**
 * The scene of digits at given places. Two digits stand in one row where their heights differ by at most 2 pixels, in two
 * where by at least 8. Throws RangeError for a digit off the field, heights between the two, and digits that overlap.
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
        `Cannot caption digits at heights ${row.at(-1)!.y} and ${one.y}: a row is within ` +
          `${SAME_ROW} pixels, another row at least ${OTHER_ROW} below`,
      );
    }
  }
  for (const row of rows) {
    row.sort((a, b) => a.x - b.x);
    const close = row.find(({ x }, n) => n > 0 && x - row[n - 1].x < DIGIT_SIDE);
    if (close) throw new RangeError(`Cannot place a digit at ${close.x}, ${close.y}: it overlaps`);
  }
  return rows;
}

/** Places for rows of so many digits, from top to bottom: the room that is left is shared out by chance. */
function drawPlaces(rows: number[], random: Random): { x: number; y: number }[] {
  const shifts = rows.map((count) =>
    count === 1 ? [0] : Array.from({ length: count }, () => whole(SAME_ROW + 1, random))
  );
  const tops = along(shifts.map((shift) => DIGIT_SIDE + Math.max(...shift)), SCENE_SIDE, random);
  return shifts.flatMap((shift, r) => {
    const xs = along(shift.map(() => DIGIT_SIDE), SCENE_SIDE, random);
    return shift.map((dy, n) => ({ x: xs[n], y: tops[r] + dy }));
  });
}
