import { Matrix, type Params, seeded } from "rnn";
import { END_OF_STRIP, type PlacedDigit, type Strip, STRIP_SHAPE } from "rnn/data";
import { loadWeights } from "rnn/files";
import { glimpseParams, READER_SIZES, toPixels } from "rnn/models";
import { DIGIT_SIDE } from "../datasets/scenes/digits.ts";
import { sizeOf } from "../lib/autodiff/im2col.ts";
import { type Change, inkInView, readWith } from "./interventions.ts";
import { testStrips, trainReader } from "./glimpses.ts";
import { loadDigits, rounded, weightsPath } from "./shared.ts";
import { interval, share } from "./statistics.ts";

const SHIPPED_SEED = 1, HALF = DIGIT_SIDE / 2;

/** Interventions on trained readers that show what the answer "end" depends on: forced locations, erased views, cleared memory. */
export const settings = {
  data: "of the test strips of glimpses, the first 300 with each number of digits",
  readers:
    "the learned policy of glimpses, with rounded weights; seed 1 is shipped, and 2 and 3 are trained again in the same way",
  strips: 300,
  free: "the mean locations of the policy",
  forced: "both looks of the answer after the last digit at the middle of that digit",
  erased: "as forced, but these two looks see an empty strip",
  empty: "looks 1 and 2 at their own locations see an empty strip",
  corner: "looks 1 and 2 at the upper left corner",
  forgetful:
    "all looks at the locations of the free reading, but h¹ and c¹ are set to 0 before each answer but the first",
  tried: "all of it before, on 150 to 300 of these strips, with seed 1",
};

/** One reader. */
export interface Run {
  seed: number;
}

/** A share with its bootstrap interval of 95 % over strips, and the number of strips. */
export type Share = [share: number, low: number, high: number, count: number];

/** Shares of strips with a given number of digits. All but three are those on which the answer after the last digit is "end". */
export interface Ends {
  digits: number;
  /** The share on which the two looks of every digit are less than half a digit away from its middle, along the strip. */
  onDigits: Share;
  /** The share on which the two looks after the last digit see ink. */
  ink: Share;
  free: Share;
  forced: Share;
  /** The share whose answer is the label of the last digit again, if the eye is forced. */
  repeated: Share;
  erased: Share;
  forgetful: Share;
}

/** The result for one reader. */
export interface Outcome {
  /** The share of strips that are read without a mistake, and of those with a wrong number of digits. */
  exact: Share;
  miscounted: Share;
  ends: Ends[];
  /** The shares on which the first answer is "end". */
  empty: Share;
  /** The same for 1, 2 and 3 digits. */
  corner: Share[];
  /** The shares of forgetful readings that end rightly, where the last two looks see no ink, and where they see some. */
  forgetfulBlank: Share;
  forgetfulInk: Share;
  seconds: number;
}

export const runs: Run[] = [{ seed: 1 }, { seed: 2 }, { seed: 3 }];

/** Examines one reader; it is trained first unless its weights are shipped. */
export async function run({ seed }: Run): Promise<Outcome> {
  const start = performance.now(), params = await readerOf(seed);
  const strips = testStrips(await loadDigits()),
    groups = [1, 2, 3].map((digits) =>
      strips.filter((strip) => strip.digits.length === digits).slice(0, settings.strips)
    );
  const found = groups.map((group) => examine(params, group));
  const ends = found.map((one, n): Ends => ({
    ...{ digits: n + 1, onDigits: shareOf(one.onDigits), ink: shareOf(one.ink) },
    ...{ free: shareOf(one.free), forced: shareOf(one.forced), repeated: shareOf(one.repeated) },
    ...{ erased: shareOf(one.erased), forgetful: shareOf(one.forgetful) },
  }));
  const all = (of: (one: Examined) => boolean[]) => found.flatMap(of), ink = all(({ ink }) => ink);
  const forgetful = all(({ forgetful }) => forgetful);
  return {
    ...{ exact: shareOf(all(({ exact }) => exact)), ends },
    ...{ miscounted: shareOf(all(({ miscounted }) => miscounted)) },
    ...{
      empty: shareOf(all(({ empty }) => empty)),
      corner: found.map((one) => shareOf(one.corner)),
    },
    forgetfulBlank: shareOf(forgetful.filter((_, b) => !ink[b])),
    forgetfulInk: shareOf(forgetful.filter((_, b) => ink[b])),
    seconds: (performance.now() - start) / 1000,
  };
}

async function readerOf(seed: number): Promise<Params> {
  if (seed !== SHIPPED_SEED) {
    return rounded(
      trainReader({ eye: "learned", curriculum: true, seed }, await loadDigits()).params,
    );
  }
  const shape = glimpseParams(READER_SIZES, seeded(seed));
  return (await loadWeights(weightsPath("glimpses/learned"), shape)).params;
}

type Examined = ReturnType<typeof examine>;

/** Reads strips with equally many digits in every way of the experiment; each list has a value for each strip. */
function examine(params: Params, strips: Strip[]) {
  const d = strips[0].digits.length, free = readWith(params, strips);
  const isOn = (strip: Strip, b: number) => (n: number) =>
    Math.abs(toPixels(0, free.locations[n].at(1, b)).x - middleOf(strip.digits[n >> 1]).x) < HALF;
  return {
    onDigits: strips.map((strip, b) => range(2 * d).every(isOn(strip, b))),
    ink: inkInView(strips, free.locations.filter((_, n) => n >> 1 === d)),
    free: Array.from(free.answers[d], isEnd),
    exact: strips.map((strip, b) => isExact(strip, answersOf(free.answers, b))),
    miscounted: strips.map((_, b) => answersOf(free.answers, b).indexOf(END_OF_STRIP) !== d),
    ...intervene(params, strips, free.locations),
  };
}

/** Forces the eye, erases what it sees, or clears the memory. */
function intervene(params: Params, strips: Strip[], locations: Matrix[]) {
  const d = strips[0].digits.length, isLast = (n: number) => n >> 1 === d;
  const empty = new Matrix(sizeOf(STRIP_SHAPE), strips.length), onDigit = middles(strips);
  const corner = new Matrix(2, strips.length).map(() => -1);
  const saidOf = (k: number, changeAt: (n: number) => Change) =>
    Array.from(readWith(params, strips, changeAt).answers[k]);
  const first = (change: Change) => saidOf(0, (n) => n < 2 ? change : {}).map(isEnd);
  const forced = saidOf(d, (n) => isLast(n) ? { location: onDigit } : {});
  const erased = saidOf(d, (n) => isLast(n) ? { location: onDigit, images: empty } : {});
  const forgetful = saidOf(d, (n) => ({
    location: locations[n],
    ...(n > 0 && n % 2 === 0 && { forget: "what" as const }),
  }));
  return {
    ...{ forced: forced.map(isEnd), erased: erased.map(isEnd), forgetful: forgetful.map(isEnd) },
    repeated: strips.map(({ digits }, b) => forced[b] === digits[d - 1].digit.label),
    ...{ empty: first({ images: empty }), corner: first({ location: corner }) },
  };
}

function isEnd(label: number): boolean {
  return label === END_OF_STRIP;
}

function answersOf(answers: ArrayLike<number>[], b: number): number[] {
  return answers.map((row) => row[b]);
}

function isExact({ digits }: Strip, answers: number[]): boolean {
  const labels = [...digits.map(({ digit }) => digit.label), END_OF_STRIP];
  return labels.every((label, k) => answers[k] === label);
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, n) => n);
}

function middleOf({ x, y }: PlacedDigit): { x: number; y: number } {
  return { x: x + HALF, y: y + HALF };
}

/** Returns the middle of each strip's last digit, y above x from −1 to 1. */
function middles(strips: Strip[]): Matrix {
  const { height, width } = STRIP_SHAPE, B = strips.length, out = new Matrix(2, B);
  strips.forEach(({ digits }, b) => {
    const { x, y } = middleOf(digits[digits.length - 1]);
    out.data[b] = 2 * y / height - 1;
    out.data[B + b] = 2 * x / width - 1;
  });
  return out;
}

function shareOf(rights: boolean[]): Share {
  return [share(rights), ...interval(rights, seeded(7)), rights.length];
}
