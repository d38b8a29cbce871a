import { Matrix } from "../../lib/matrix.ts";
import type { Random } from "../../lib/random.ts";
import { between, checkLength, checkSize, type Task } from "./task.ts";

/** Whose definition of the adding problem: see `adding`. */
export type AddingBy = "Arjovsky" | "Pascanu" | "Hochreiter";

/** How one author asks for a sum or a product. */
interface Pairs {
  /** The least length for which every place can be drawn. */
  least: number;
  length: (T: number, random: Random) => number;
  places: (T: number, random: Random) => [number, number];
  value: (random: Random) => number;
  answer: (a: number, b: number) => number;
  /** What a value marked at the very first counts, where both ends have the mark −1. */
  firstCounts?: number;
  /** The variance of the answer. */
  chance: (T: number) => number;
}

const tenthMore = (T: number, random: Random) => T + Math.floor(T * random() / 10);

const ADDING: Record<AddingBy, Pairs> = {
  Arjovsky: {
    least: 2,
    length: (T) => T,
    places: (T, random) => [between(0, T >> 1, random), between(T >> 1, T, random)],
    value: (random) => random(),
    answer: (a, b) => a + b,
    chance: () => 1 / 6,
  },
  Pascanu: {
    least: 10,
    length: tenthMore,
    places: (T, random) => {
      const tenth = Math.floor(T / 10);
      return [between(0, tenth, random), tenth + between(0, Math.floor(0.4 * T), random)];
    },
    value: (random) => random(),
    answer: (a, b) => (a + b) / 2,
    chance: () => 1 / 24,
  },
  Hochreiter: {
    least: 22,
    length: tenthMore,
    places: hochreiterPlaces,
    value: (random) => 2 * random() - 1,
    answer: (a, b) => 0.5 + (a + b) / 4,
    firstCounts: 0,
    chance: (T) => (2 - veryFirst(T)) / 3 / 16,
  },
};

/** How often the very first pair is marked. */
function veryFirst(T: number): number {
  return 0.1 + 0.9 / ((T >> 1) - 2);
}

/** One of the first ten pairs, then one of the first T/2 − 1 that is not marked yet. */
function hochreiterPlaces(T: number, random: Random): [number, number] {
  const first = between(0, 10, random), second = between(0, (T >> 1) - 2, random);
  return [first, second >= first ? second + 1 : second];
}

/**
 * The adding problem: pairs (value, mark), and after T steps the sum of the two marked values is asked for.
 * - "Arjovsky" (et al. 2016, §4.2): values in [0, 1), one mark in each half, target the sum.
 * - "Pascanu" (et al. 2013, their program): length T to 1.1 T, marks in its first tenth and the next four, target half the sum.
 * - "Hochreiter" (& Schmidhuber 1997, experiment 4): values in [−1, 1), marks 1, −1 at both ends and 0 elsewhere, one of
 *   the first ten pairs and one of the first T/2 − 1, target 0.5 + (a + b)/4; a value marked at the very first counts 0.
 * Throws RangeError for a length below 2, 10 and 22.
 */
export function adding(T: number, by: AddingBy = "Arjovsky"): Task {
  return pairs(`adding, T = ${T}, after ${by}`, T, ADDING[by]);
}

/**
 * The multiplication problem (Hochreiter & Schmidhuber 1997, experiment 5): as their adding, with values in [0, 1), the
 * product as the target, and a value marked at the very first counting 1. Throws RangeError for a length below 22.
 */
export function multiplication(T: number): Task {
  const product: Pairs = {
    ...ADDING.Hochreiter,
    value: (random) => random(),
    answer: (a, b) => a * b,
    firstCounts: 1,
    chance: (T) => {
      const p = veryFirst(T);
      return (1 - p) / 9 + p / 3 - ((1 - p) / 4 + p / 2) ** 2;
    },
  };
  return pairs(`multiplication, T = ${T}, after Hochreiter`, T, product);
}

/** The problem that an author's rules make. */
function pairs(name: string, T: number, rules: Pairs): Task {
  const { firstCounts } = rules, endsMarked = firstCounts !== undefined;
  checkLength(T, rules.least);
  return {
    name,
    inputSize: 2,
    outputSize: 1,
    chance: rules.chance(T),
    batch: (size, random) => {
      checkSize(size);
      const steps = rules.length(T, random);
      const xs = Array.from({ length: steps }, () => new Matrix(2, size));
      const answers = new Matrix(1, size);
      for (let b = 0; b < size; b++) {
        for (const { data } of xs) data[b] = rules.value(random);
        if (endsMarked) xs[0].data[size + b] = xs[steps - 1].data[size + b] = -1;
        const [first, second] = rules.places(steps, random).map((place) => {
          xs[place].data[size + b] = 1;
          return place === 0 && endsMarked ? firstCounts : xs[place].data[b];
        });
        answers.data[b] = rules.answer(first, second);
      }
      const targets = xs.map((_, t) => t === steps - 1 ? answers : null);
      return { steps, size, xs, targets, fresh: true };
    },
  };
}
