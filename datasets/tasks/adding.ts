import { Matrix } from "../../lib/matrix.ts";
import type { Random } from "../../lib/random.ts";
import { checkCount, randomInt } from "../integers.ts";
import { checkLength, type LongDependencyTask } from "./task.ts";

/** The published definition of the adding problem to follow: see `adding`. */
export type AddingVariant = "Arjovsky" | "Pascanu" | "Hochreiter";

/** A published definition of the adding or the multiplication problem. */
interface Definition {
  /** The least T for which both marks can be placed. */
  least: number;
  length: (T: number, random: Random) => number;
  places: (T: number, random: Random) => [number, number];
  value: (random: Random) => number;
  target: (a: number, b: number) => number;
  /** The value that counts if the first pair is marked, for definitions that mark both ends by −1. */
  firstValue?: number;
  /** The variance of the target. */
  baselineLoss: (T: number) => number;
}

const upToTenthLonger = (T: number, random: Random) => T + Math.floor(T * random() / 10);

const ADDING: Record<AddingVariant, Definition> = {
  Arjovsky: {
    least: 2,
    length: (T) => T,
    places: (T, random) => {
      const half = T >> 1;
      return [randomInt(half, random), half + randomInt(T - half, random)];
    },
    value: (random) => random(),
    target: (a, b) => a + b,
    baselineLoss: () => 1 / 6,
  },
  Pascanu: {
    least: 10,
    length: upToTenthLonger,
    places: (T, random) => {
      const tenth = Math.floor(T / 10);
      return [randomInt(tenth, random), tenth + randomInt(Math.floor(0.4 * T), random)];
    },
    value: (random) => random(),
    target: (a, b) => (a + b) / 2,
    baselineLoss: () => 1 / 24,
  },
  Hochreiter: {
    least: 22,
    length: upToTenthLonger,
    places: hochreiterPlaces,
    value: (random) => 2 * random() - 1,
    target: (a, b) => 0.5 + (a + b) / 4,
    firstValue: 0,
    baselineLoss: (T) => (2 - firstPairProbability(T)) / 3 / 16,
  },
};

/** Returns the probability that the first pair is marked. */
function firstPairProbability(T: number): number {
  return 0.1 + 0.9 / ((T >> 1) - 2);
}

/** Draws one of the first ten pairs, then another one of the first T/2 − 1. */
function hochreiterPlaces(T: number, random: Random): [number, number] {
  const first = randomInt(10, random), second = randomInt((T >> 1) - 2, random);
  return [first, second >= first ? second + 1 : second];
}

/**
 * Creates the adding problem: inputs are pairs (value, mark), and the target after T steps is the sum of the two marked values.
 * - "Arjovsky" (et al. 2016, §4.2): values in [0, 1), one mark in each half, target a + b.
 * - "Pascanu" (et al. 2013, their program): length T to 1.1 T, one mark in the first tenth and one in the next four, target
 *   (a + b)/2.
 * - "Hochreiter" (& Schmidhuber 1997, experiment 4): values in [−1, 1); marks 1, −1 at both ends, 0 elsewhere; one mark in
 *   the first ten pairs and one in the first T/2 − 1; target 0.5 + (a + b)/4, where a marked first pair counts as 0.
 *
 * Throws RangeError unless T is an integer of at least 2, 10 and 22.
 */
export function adding(T: number, by: AddingVariant = "Arjovsky"): LongDependencyTask {
  return pairTask(`adding, T = ${T}, after ${by}`, T, ADDING[by]);
}

/**
 * Creates the multiplication problem (Hochreiter & Schmidhuber 1997, experiment 5): their adding problem with values in [0, 1)
 * and target a b, where a marked first pair counts as 1. Throws RangeError unless T is an integer of at least 22.
 */
export function multiplication(T: number): LongDependencyTask {
  const product: Definition = {
    ...ADDING.Hochreiter,
    value: (random) => random(),
    target: (a, b) => a * b,
    firstValue: 1,
    baselineLoss: (T) => {
      const p = firstPairProbability(T);
      return (1 - p) / 9 + p / 3 - ((1 - p) / 4 + p / 2) ** 2;
    },
  };
  return pairTask(`multiplication, T = ${T}, after Hochreiter`, T, product);
}

function pairTask(name: string, T: number, definition: Definition): LongDependencyTask {
  checkLength(T, definition.least);
  return {
    name,
    inputSize: 2,
    outputSize: 1,
    baselineLoss: definition.baselineLoss(T),
    batch: (size, random) => {
      checkCount(size, "sequences");
      const steps = definition.length(T, random);
      const xs = Array.from({ length: steps }, () => new Matrix(2, size));
      const answers = new Matrix(1, size);
      for (let b = 0; b < size; b++) answers.data[b] = fillSequence(xs, b, definition, random);
      const targets = xs.map((_, t) => t === steps - 1 ? answers : null);
      return { steps, size, xs, targets, fresh: true };
    },
  };
}

/** Writes the values and marks of sequence b into column b of every x_t; returns the target. */
function fillSequence(xs: Matrix[], b: number, definition: Definition, random: Random): number {
  const { value, places, target, firstValue } = definition, markRow = xs[0].cols;
  for (const { data } of xs) data[b] = value(random);
  if (firstValue !== undefined) xs[0].data[markRow + b] = xs.at(-1)!.data[markRow + b] = -1;
  const [first, second] = places(xs.length, random).map((place) => {
    xs[place].data[markRow + b] = 1;
    return place === 0 ? firstValue ?? xs[0].data[b] : xs[place].data[b];
  });
  return target(first, second);
}
