import { choice, type Random } from "../../lib/random.ts";
import { type Digit, DIGIT_SIDE, splitDigits } from "../scenes/digits.ts";
import { wrapped } from "../scenes/videos.ts";
import { numberInEnglish } from "../sentences/numbers.ts";
import { Vocabulary } from "../../lib/vocabulary.ts";
import { type Example, randomTask, type SequenceShape } from "./shape.ts";

const PIXELS = DIGIT_SIDE * DIGIT_SIDE;
const NAMES = Array.from({ length: 10 }, (_, n) => numberInEnglish(n));
const END = ".";
const LETTERS = new Vocabulary(NAMES.join("") + END);
const LONGEST = 1 + Math.max(...NAMES.map((name) => name.length));

/** A handwritten digit and its class: no time at all, a single step. */
export function oneToOne(digits: Digit[]): SequenceShape {
  const classes = Array.from({ length: 10 }, (_, n) => String(n));
  const example = ({ image, label }: Digit): Example => ({ xs: [image.data], targets: [label] });
  return { name: "one to one", ...ofDigits(digits, PIXELS, classes, example), chance: 1 / 10 };
}

/** A handwritten digit, seen once, and its name letter by letter: s, e, v, e, n, end. */
export function oneToMany(digits: Digit[]): SequenceShape {
  const example = ({ image, label }: Digit): Example => {
    const letters = LETTERS.encode(NAMES[label] + END);
    const steps = Array.from({ length: LONGEST }, (_, t) => t);
    return {
      xs: steps.map((t) => t === 0 ? image.data : null),
      targets: steps.map((t) => letters[t] ?? null),
    };
  };
  const parts = ofDigits(digits, PIXELS, LETTERS.characters, example);
  return { name: "one to many", ...parts, chance: 1 / 10 };
}

const [FRAMES, STRIDE] = [4, 2], RING = { height: DIGIT_SIDE, width: 16 };
const DIRECTIONS = ["left", "still", "right"];

/**
 * Frames of a handwritten digit, 8×16 pixels, that moves left, stands or moves right by two pixels a frame, and at every frame
 * but the first the direction. The field is a ring and the digit begins anywhere, so that one frame alone tells nothing.
 */
export function manyToManyInStep(digits: Digit[]): SequenceShape {
  const example = (digit: Digit, random: Random): Example => {
    const way = Math.floor(DIRECTIONS.length * random());
    const from = STRIDE * Math.floor(RING.width / STRIDE * random());
    const steps = Array.from({ length: FRAMES }, (_, t) => t);
    return {
      xs: steps.map((t) => wrapped(digit, { x: from + STRIDE * (way - 1) * t, y: 0 }, RING).data),
      targets: steps.map((t) => t === 0 ? null : way),
    };
  };
  const parts = ofDigits(digits, RING.height * RING.width, DIRECTIONS, example);
  return { name: "many to many in step", ...parts, chance: 1 / 3 };
}

/** The parts that shapes of digits share; no digit is both learnt from and tried. */
function ofDigits(
  digits: Digit[],
  inputSize: number,
  classes: string[],
  example: (digit: Digit, random: Random) => Example,
): Pick<SequenceShape, "inputSize" | "words" | "classes" | "train" | "test"> {
  const { train, test } = splitDigits(digits), sizes = { inputSize, outputSize: classes.length };
  const of = (name: string, part: Digit[]) =>
    randomTask(name, sizes, (random) => example(choice(part, random), random));
  const tasks = { train: of("digits", train), test: of("unseen digits", test) };
  return { inputSize, words: [], classes, ...tasks };
}
