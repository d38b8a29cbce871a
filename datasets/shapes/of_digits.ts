import { choice, type Random } from "../../lib/random.ts";
import { randomInt } from "../random_int.ts";
import { type Digit, DIGIT_SIDE, splitDigits } from "../scenes/digits.ts";
import { renderOnTorus } from "../scenes/videos.ts";
import { numberInEnglish } from "../sentences/numbers.ts";
import { Vocabulary } from "../../lib/vocabulary.ts";
import { type Example, type SequenceShape, taskFromExamples } from "./shape.ts";

const PIXELS = DIGIT_SIDE * DIGIT_SIDE;
const NAMES = Array.from({ length: 10 }, (_, n) => numberInEnglish(n));
const END = ".";
const LETTERS = new Vocabulary(NAMES.join("") + END);
const MAX_LENGTH = 1 + Math.max(...NAMES.map((name) => name.length));

/** Classifies a digit: a sequence of a single step. */
export function oneToOne(digits: Digit[]): SequenceShape {
  const classes = Array.from({ length: 10 }, (_, n) => String(n));
  const example = ({ image, label }: Digit): Example => ({ xs: [image.data], targets: [label] });
  return { name: "one to one", ...ofDigits(digits, PIXELS, classes, example), chance: 1 / 10 };
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
  const parts = ofDigits(digits, PIXELS, LETTERS.characters, example);
  return { name: "one to many", ...parts, chance: 1 / 10 };
}

/** Frames in a video, pixels a frame, and the size of a frame. */
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
    return {
      xs: steps.map((t) =>
        renderOnTorus(digit, { x: from + STRIDE * (direction - 1) * t, y: 0 }, FRAME).data
      ),
      targets: steps.map((t) => t === 0 ? null : direction),
    };
  };
  const parts = ofDigits(digits, FRAME.height * FRAME.width, DIRECTIONS, example);
  return { name: "many to many in step", ...parts, chance: 1 / 3 };
}

/** Returns what the shapes of digits share; training and test digits differ. */
function ofDigits(
  digits: Digit[],
  inputSize: number,
  classes: string[],
  example: (digit: Digit, random: Random) => Example,
): Pick<SequenceShape, "inputSize" | "words" | "classes" | "train" | "test"> {
  const { train, test } = splitDigits(digits), sizes = { inputSize, outputSize: classes.length };
  const of = (name: string, part: Digit[]) =>
    taskFromExamples(name, sizes, (random) => example(choice(part, random), random));
  const tasks = { train: of("digits", train), test: of("unseen digits", test) };
  return { inputSize, words: [], classes, ...tasks };
}
