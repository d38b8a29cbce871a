import { Matrix } from "../../lib/matrix.ts";
import { seeded, shuffle } from "../../lib/random.ts";

/** A handwritten digit. */
export interface Digit {
  /** Its line in the file, counted from 1. */
  readonly line: number;
  /** 8×8 grey levels from 0 (paper) to 1 (ink), row by row: 64×1. */
  readonly image: Matrix;
  /** The class, 0 to 9. */
  readonly label: number;
}

/** The parts of the data set; no digit belongs to two of them. */
export type Split = "train" | "validation" | "test";

/** The side of a digit, in pixels. */
export const DIGIT_SIDE = 8;

const PIXELS = DIGIT_SIDE * DIGIT_SIDE, MAX_GREY = 16;
const [TRAIN, VALIDATION] = [3 / 4, 1 / 12]; // fractions of all digits; the rest is for testing

/**
 * Parses digits from a text such as data/digits.csv: on each line 64 grey levels from 0 to 16, then the label. Throws
 * RangeError with the line's number for another count of values, or a grey level or label out of range; also for an empty text.
 */
export function readDigits(text: string): Digit[] {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  if (lines.length === 0) throw new RangeError("Cannot read digits from an empty text");
  return lines.map((line, n) => {
    const values = line.split(",").map((value) => value.trim() === "" ? NaN : Number(value));
    const label = values[PIXELS];
    const refuse = (found: string) => new RangeError(`Cannot read line ${n + 1}: ${found}`);
    if (values.length !== PIXELS + 1) throw refuse(`expected 65 numbers, got ${values.length}`);
    const grey = values.slice(0, PIXELS);
    const bad = grey.find((level) => !(level >= 0 && level <= MAX_GREY));
    if (bad !== undefined) throw refuse(`expected grey levels from 0 to 16, got ${bad}`);
    if (!Number.isInteger(label) || label < 0 || label > 9) {
      throw refuse(`expected a label from 0 to 9, got ${label}`);
    }
    return { line: n + 1, image: Matrix.column(grey).scale(1 / MAX_GREY), label };
  });
}

/**
 * Splits digits into 3/4 for training, 1/12 for validation and 1/6 for testing, always in the same way. They are shuffled first,
 * because the file is ordered by writer and the last writers would all be in the test set.
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
