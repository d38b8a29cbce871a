import { Matrix } from "../../lib/matrix.ts";
import { seeded, shuffle } from "../../lib/random.ts";

/** A handwritten digit. */
export interface Digit {
  /** The line of the file that it stands in, counted from 1. */
  readonly line: number;
  /** 8×8 grey levels from 0, paper, to 1, ink, row by row: 64×1. */
  readonly image: Matrix;
  /** Which digit it is, 0 to 9. */
  readonly label: number;
}

/** The parts of the digits: no digit is in two of them. */
export type Split = "train" | "validation" | "test";

/** The side of a digit, in pixels. */
export const DIGIT_SIDE = 8;

const PIXELS = DIGIT_SIDE * DIGIT_SIDE, INK = 16;
const [TRAIN, VALIDATION] = [3 / 4, 1 / 12]; // shares of all digits; the rest is the test

/**
 * The digits of a text such as data/digits.csv: on each line 64 grey levels from 0 to 16, then the label.
 * Throws RangeError, with the line, for another number of values, a grey level or a label outside, and for no lines.
 */
export function readDigits(text: string): Digit[] {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  if (lines.length === 0) throw new RangeError("Cannot read digits from an empty text");
  return lines.map((line, n) => {
    const values = line.split(",").map(Number), label = values[PIXELS];
    if (values.length !== PIXELS + 1) {
      throw new RangeError(`Cannot read line ${n + 1}: it has ${values.length} numbers, not 65`);
    }
    const grey = values.slice(0, PIXELS), bad = grey.find((level) => !(level >= 0 && level <= INK));
    if (bad !== undefined) {
      throw new RangeError(`Cannot read line ${n + 1}: a grey level of ${bad}`);
    }
    if (!Number.isInteger(label) || label < 0 || label > 9) {
      throw new RangeError(`Cannot read line ${n + 1}: a digit ${label}`);
    }
    return { line: n + 1, image: Matrix.column(grey).scale(1 / INK), label };
  });
}

/**
 * One fixed shuffled split by digit: 3/4 to train on, 1/12 to choose settings by, 1/6 to test on. The file's own order
 * would give the last writers to the test alone.
 */
export function splitDigits(digits: Digit[]): Record<Split, Digit[]> {
  const order = shuffle(digits, seeded(1998));
  const first = Math.round(TRAIN * order.length);
  const second = first + Math.round(VALIDATION * order.length);
  return {
    train: order.slice(0, first),
    validation: order.slice(first, second),
    test: order.slice(second),
  };
}
