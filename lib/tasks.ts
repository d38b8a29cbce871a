import type { Cell, Step } from "./cells/cell.ts";
import type { Batch, Model } from "./engine.ts";
import { Matrix } from "./matrix.ts";
import type { Random } from "./random.ts";
import { columns } from "./readable_engine.ts";
import { unroll } from "./unroll.ts";

/** A made-up problem whose answer hangs on something long past; every batch is drawn afresh. */
export interface Task {
  /** The problem, its length and whose definition it follows. */
  readonly name: string;
  readonly inputSize: number;
  readonly outputSize: number;
  /** The loss of the best answer that ignores the inputs: nats for classes, a squared error for numbers. */
  readonly chance: number;
  /** B sequences of one length; throws RangeError unless B is whole and above zero. */
  batch(size: number, random: Random): Batch;
}

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
  /** The variance of the answer. */
  chance: (T: number) => number;
}

const between = (low: number, high: number, random: Random) =>
  low + Math.floor((high - low) * random());
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
  return pairs(`adding, T = ${T}, after ${by}`, T, ADDING[by], by === "Hochreiter" ? 0 : undefined);
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
    chance: (T) => {
      const p = veryFirst(T);
      return (1 - p) / 9 + p / 3 - ((1 - p) / 4 + p / 2) ** 2;
    },
  };
  return pairs(`multiplication, T = ${T}, after Hochreiter`, T, product, 1);
}

/** A problem of pairs; `firstCounts` is what a value marked at the very first counts, where both ends have the mark −1. */
function pairs(name: string, T: number, rules: Pairs, firstCounts?: number): Task {
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
        if (firstCounts !== undefined) xs[0].data[size + b] = xs[steps - 1].data[size + b] = -1;
        const [first, second] = rules.places(steps, random);
        for (const place of [first, second]) xs[place].data[size + b] = 1;
        const a = first === 0 && firstCounts !== undefined ? firstCounts : xs[first].data[b];
        const other = second === 0 && firstCounts !== undefined ? firstCounts : xs[second].data[b];
        answers.data[b] = rules.answer(a, other);
      }
      const targets = xs.map((_, t) => t === steps - 1 ? answers : null);
      return { steps, size, xs, targets, fresh: true };
    },
  };
}

/**
 * Temporal order with 2 or 3 symbols (Pascanu et al. 2013, as their program draws it): A or B at a place in [0.1 T, 0.2 T)
 * and one in [0.5 T, 0.6 T), or, for three, in [0.1 T, 0.2 T), [0.3 T, 0.4 T) and [0.6 T, 0.7 T); one of four distractors
 * elsewhere. After T steps their order is asked for, as one of 4 or 8 classes, the first symbol the lowest bit. Hochreiter
 * & Schmidhuber's version has start and end signs and fixed lengths. Throws RangeError for T below 10.
 */
export function temporalOrder(T: number, symbols: 2 | 3 = 2): Task {
  checkLength(T, 10);
  const tenths = symbols === 2 ? [1, 5] : [1, 3, 6];
  const classes = 2 ** symbols;
  return {
    name: `temporal order of ${symbols} symbols, T = ${T}, after Pascanu`,
    inputSize: 6,
    outputSize: classes,
    chance: Math.log(classes),
    batch: (size, random) => {
      checkSize(size);
      const xs = Int32Array.from({ length: T * size }, () => 2 + Math.floor(4 * random()));
      const targets = new Int32Array(T * size).fill(-1);
      for (let b = 0; b < size; b++) {
        let order = 0;
        tenths.forEach((tenth, n) => {
          const symbol = Math.floor(2 * random());
          const place = Math.floor(tenth * T / 10) + between(0, Math.floor(T / 10), random);
          xs[place * size + b] = symbol;
          order += symbol << n;
        });
        targets[(T - 1) * size + b] = order;
      }
      return { steps: T, size, xs, targets, fresh: true };
    },
  };
}

/**
 * Copying, or noiseless memorisation (Hochreiter & Schmidhuber 1997; Pascanu et al. 2013, their program): `positions`
 * symbols of `values` kinds, `delay` blanks, the last of them followed by a sign to begin, then the symbols are asked for
 * in order; until then a blank is. Throws RangeError unless all three are whole and above zero.
 */
export function copy(delay: number, positions = 10, values = 5): Task {
  for (const count of [delay, positions, values]) checkLength(count, 1);
  const [blank, begin] = [values, values + 1];
  const steps = delay + 2 * positions;
  return {
    name: `copying ${positions} of ${values} symbols over ${delay} steps, after Pascanu`,
    inputSize: values + 2,
    outputSize: values + 1,
    chance: positions * Math.log(values),
    batch: (size, random) => {
      checkSize(size);
      const xs = new Int32Array(steps * size).fill(blank);
      const targets = new Int32Array(steps * size).fill(blank);
      xs.fill(begin, (positions + delay) * size, (positions + delay + 1) * size);
      for (let n = 0; n < positions * size; n++) {
        xs[n] = targets[(positions + delay) * size + n] = Math.floor(values * random());
      }
      return { steps, size, xs, targets, fresh: true };
    },
  };
}

/** How a cell is run over inputs: `unroll`, or that of a fast engine. */
export type Run = (cell: Cell, xs: Matrix[]) => Step[];

/** Σ (ŷ − y)² above which a number counts as wrong (Pascanu et al. 2013, §4.1.2). */
const FAR = 0.04;

/**
 * The share of `count` fresh sequences that a model answers wrongly: a class that is not the likeliest at some step that
 * asks for one, or a squared error above 0.04. Throws RangeError where the model's sizes are not the task's.
 */
export function wrongShare(
  task: Task,
  { cell, readout }: Model,
  count: number,
  random: Random,
  run: Run = unroll,
): number {
  if (cell.inputSize !== task.inputSize || readout.outputSize !== task.outputSize) {
    throw new RangeError(
      `Cannot try ${task.name}: it has ${task.inputSize} inputs and ${task.outputSize} outputs, ` +
        `the model ${cell.inputSize} and ${readout.outputSize}`,
    );
  }
  const batch = task.batch(count, random);
  const trace = run(cell, columns(batch, cell.inputSize));
  const wrong = new Set<number>();
  trace.forEach(({ h }, t) => {
    const misses = missesAt(batch, t);
    if (misses) misses(readout.scores(h)).forEach((b) => wrong.add(b));
  });
  return wrong.size / count;
}

/** Which sequences answer step t wrongly, as a function of the scores; undefined where nothing is asked for. */
function missesAt({ size, targets }: Batch, t: number): ((scores: Matrix) => number[]) | undefined {
  const all = Array.from({ length: size }, (_, b) => b);
  if (Array.isArray(targets)) {
    const asked = targets[t];
    if (!asked) return undefined;
    return (scores) => all.filter((b) => scores.subtract(asked).column(b).norm() ** 2 > FAR);
  }
  const asked = targets.subarray(t * size, (t + 1) * size);
  if (asked.every((target) => target === -1)) return undefined;
  return (scores) => all.filter((b) => asked[b] !== -1 && likeliest(scores.column(b)) !== asked[b]);
}

function likeliest({ data }: Matrix): number {
  return data.indexOf(Math.max(...data));
}

function checkLength(T: number, least: number): void {
  if (!Number.isInteger(T) || T < least) {
    throw new RangeError(`Cannot make sequences of length ${T}: it is whole and at least ${least}`);
  }
}

function checkSize(size: number): void {
  if (!Number.isInteger(size) || size < 1) throw new RangeError(`Cannot make ${size} sequences`);
}
