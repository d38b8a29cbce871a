import { largest } from "../../lib/extent.ts";
import type { Random } from "../../lib/random.ts";
import { randomInt } from "../integers.ts";
import { type Digit, DIGIT_SIDE, splitDigits } from "../scenes/digits.ts";
import { renderOnTorus } from "../scenes/videos.ts";
import { numberInEnglish } from "../sentences/numbers.ts";
import { Vocabulary } from "../../lib/vocabulary.ts";
import { type Example, type SequenceShape, shapeOf } from "./shape.ts";

const PIXELS = DIGIT_SIDE * DIGIT_SIDE;
const TASKS = { train: "digits", test: "unseen digits" };
const NAMES = Array.from({ length: 10 }, (_, n) => numberInEnglish(n));
const END = ".";
const LETTERS = new Vocabulary(NAMES.join("") + END);
const MAX_LENGTH = 1 + largest(NAMES.map((name) => name.length));

/** Classifies a digit: a sequence of a single step. */
export function oneToOne(digits: Digit[]): SequenceShape {
  const classes = Array.from({ length: 10 }, (_, n) => String(n));
  const example = ({ image, label }: Digit): Example => ({ xs: [image.data], targets: [label] });
  return shapeOf(
    { name: "one to one", inputSize: PIXELS, words: [], classes, chance: 1 / 10 },
    splitDigits(digits),
    TASKS,
    example,
  );
}

/** Spells a digit: the image is the first input, and the targets are the letters of its name and an end sign. */
export function oneToMany(digits: Digit[]): SequenceShape {
  const example = ({ image, label }: Digit): Example => {
    const letters = LETTERS.encode(NAMES[label] + END);
    const steps = Array.from({ length: MAX_LENGTH }, (_, t) => t);
    return {
      xs: steps.map((t) => t === 0 ? image.data : null),
      targets: steps.map((t) => letters[t] ?? null),
    };
  };
  const classes = LETTERS.characters;
  return shapeOf(
    { name: "one to many", inputSize: PIXELS, words: [], classes, chance: 1 / 10 },
    splitDigits(digits),
    TASKS,
    example,
  );
}

/** The number of frames in a video, the pixels moved from one to the next, and the size of a frame. */
const [FRAMES, STRIDE] = [4, 2], FRAME = { height: DIGIT_SIDE, width: 16 };
const DIRECTIONS = ["left", "still", "right"];

/**
 * Labels each frame of a video but the first: a digit moves left, stays or moves right by two pixels a frame. It starts anywhere
 * in a frame with periodic boundaries, so a single frame is independent of the direction.
 */
export function manyToManyInStep(digits: Digit[]): SequenceShape {
  const example = (digit: Digit, random: Random): Example => {
    const direction = randomInt(DIRECTIONS.length, random);
    const from = STRIDE * randomInt(FRAME.width / STRIDE, random);
    const steps = Array.from({ length: FRAMES }, (_, t) => t);
    const x = (t: number) => from + STRIDE * (direction - 1) * t;
    return {
      xs: steps.map((t) => renderOnTorus(digit, { x: x(t), y: 0 }, FRAME).data),
      targets: steps.map((t) => t === 0 ? null : direction),
    };
  };
  const inputSize = FRAME.height * FRAME.width;
  return shapeOf(
    { name: "many to many in step", inputSize, words: [], classes: DIRECTIONS, chance: 1 / 3 },
    splitDigits(digits),
    TASKS,
    example,
  );
}
