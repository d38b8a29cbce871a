import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import fc from "fast-check";
import { adam, train } from "rnn/train";
import {
  adding,
  copy,
  errorRate,
  type LongDependencyTask,
  multiplication,
  temporalOrder,
} from "rnn/data";
import { type Matrix, Readout, RNNCell, seeded } from "rnn";

const numbers: Record<string, (T: number) => LongDependencyTask> = {
  "adding after Arjovsky": (T) => adding(T),
  "adding after Pascanu": (T) => adding(T, "Pascanu"),
  "adding after Hochreiter": (T) => adding(T, "Hochreiter"),
  multiplication,
};

/** Draws one sequence: its values, marks, the places marked 1, and the target. */
function pairsOf(task: LongDependencyTask, seed: number) {
  const batch = task.batch(1, seeded(seed)), xs = batch.xs as Matrix[];
  const targets = batch.targets as (Matrix | null)[];
  const marks = xs.map((x) => x.at(1));
  const places = marks.flatMap((mark, t) => mark === 1 ? [t] : []);
  expect(targets.slice(0, -1).every((target) => target === null)).toBe(true);
  return {
    T: batch.steps,
    values: xs.map((x) => x.at(0)),
    marks,
    places,
    answer: targets.at(-1)!.at(0),
  };
}

const draw = fc.record({ T: fc.integer({ min: 22, max: 200 }), seed: fc.nat(1e6) });
const forAll = (property: (T: number, seed: number) => void) =>
  fc.assert(fc.property(draw, ({ T, seed }) => property(T, seed)), { seed: 5, numRuns: 200 });

describe("adding() and multiplication()", () => {
  it("after Arjovsky: one mark in each half, values from 0 to 1, target a + b", () => {
    forAll((T, seed) => {
      const { T: steps, values, places: [a, b, ...more], answer } = pairsOf(adding(T), seed);
      expect([steps, more.length, a < T >> 1, b >= T >> 1]).toEqual([T, 0, true, true]);
      expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
      expect(answer).toBe(values[a] + values[b]);
    });
  });

  it("after Pascanu: marks in the first tenth and the next four, target (a + b)/2, length up to 1.1 T", () => {
    forAll((T, seed) => {
      const { T: steps, values, places: [a, b, ...more], answer } = pairsOf(
        adding(T, "Pascanu"),
        seed,
      );
      const tenth = Math.floor(steps / 10);
      expect(steps >= T && steps <= 1.1 * T && more.length === 0).toBe(true);
      expect(a < tenth && b >= tenth && b < 0.5 * steps).toBe(true);
      expect(answer).toBe((values[a] + values[b]) / 2);
    });
  });

  it("after Hochreiter: ends marked −1, marks in the first ten and the first half, target 0.5 + (a + b)/4", () => {
    forAll((T, seed) => {
      for (const task of [adding(T, "Hochreiter"), multiplication(T)]) {
        const { T: steps, values, marks, places, answer } = pairsOf(task, seed);
        expect(marks.at(-1)).toBe(-1);
        expect(places.length).toBe(2);
        expect(places[0] < 10 && places[1] <= (steps >> 1) - 2).toBe(true);
        if (marks[0] === 1) continue; // then the first value counts 0, or 1 in a product
        expect(marks[0]).toBe(-1);
        const [a, b] = places.map((place) => values[place]);
        expect(answer).toBeCloseTo(task.name.startsWith("mul") ? a * b : 0.5 + (a + b) / 4, 12);
      }
    });
  });

  it("count a marked first pair as 0 in a sum and 1 in a product", () => {
    let found = 0;
    for (let seed = 0; seed < 200; seed++) {
      const sum = pairsOf(adding(40, "Hochreiter"), seed);
      if (sum.marks[0] !== 1) continue;
      found++;
      expect(sum.answer).toBeCloseTo(0.5 + sum.values[sum.places[1]] / 4, 12);
      const product = pairsOf(multiplication(40), seed);
      expect(product.answer).toBeCloseTo(product.values[product.places[1]], 12);
    }
    expect(found).toBeGreaterThan(5);
  });

  for (const [name, make] of Object.entries(numbers)) {
    it(`${name}: the baseline loss is the variance of the target`, () => {
      const { targets, steps } = make(100).batch(20_000, seeded(3));
      const answers = (targets as (Matrix | null)[])[steps - 1]!.data;
      const mean = answers.reduce((sum, y) => sum + y, 0) / answers.length;
      const variance = answers.reduce((sum, y) => sum + (y - mean) ** 2, 0) / answers.length;
      expect(Math.abs(variance / make(100).baselineLoss - 1)).toBeLessThan(0.03);
    });
  }
});

describe("temporalOrder()", () => {
  it("places symbols as Pascanu's program does, with their order as the only target", () => {
    forAll((T, seed) => {
      for (const [symbols, tenths] of [[2, [1, 5]], [3, [1, 3, 6]]] as const) {
        const { xs, targets } = temporalOrder(T, symbols).batch(1, seeded(seed));
        const places = Array.from(xs as Int32Array).flatMap((x, t) => x < 2 ? [t] : []);
        expect(places.length).toBe(symbols);
        const width = Math.floor(T / 10);
        places.forEach((place, n) => {
          const first = Math.floor(tenths[n] * T / 10);
          expect(place >= first && place < first + width).toBe(true);
        });
        const order = places.reduce((sum, place, n) => sum + (xs as Int32Array)[place] * 2 ** n, 0);
        expect(Array.from(targets as Int32Array)).toEqual([...Array(T - 1).fill(-1), order]);
      }
    });
  });
});

describe("copy()", () => {
  it("has the blank and then the symbols in order as targets", () => {
    const { steps, size, xs, targets } = copy(7, 3, 4).batch(2, seeded(1));
    const of = (all: unknown, b: number) =>
      Array.from(all as Int32Array).filter((_, n) => n % size === b);
    expect(steps).toBe(13);
    for (const b of [0, 1]) {
      const symbols = of(xs, b).slice(0, 3);
      expect(symbols.every((symbol) => symbol >= 0 && symbol < 4)).toBe(true);
      expect(of(xs, b).slice(3)).toEqual([4, 4, 4, 4, 4, 4, 4, 5, 4, 4]);
      expect(of(targets, b)).toEqual([...Array(10).fill(4), ...symbols]);
    }
  });
});

describe("all tasks", () => {
  it("refuse impossible lengths and batch sizes", () => {
    expect(() => adding(1)).toThrow(
      "Cannot generate sequences of length 1: it must be an integer of at least 2",
    );
    expect(() => adding(9, "Pascanu")).toThrow("at least 10");
    expect(() => multiplication(21)).toThrow("at least 22");
    expect(() => temporalOrder(9)).toThrow("at least 10");
    expect(() => temporalOrder(20.5)).toThrow("Cannot generate sequences of length 20.5");
    expect(() => temporalOrder(20, 4 as 3)).toThrow(
      "Cannot generate orders of 4 symbols: expected 2 or 3",
    );
    expect(() => copy(0)).toThrow("at least 1");
    expect(() => adding(10).batch(0, seeded(1))).toThrow("Cannot generate 0 sequences");
  });
});

describe("errorRate()", () => {
  it("is that of guessing for an untrained model, and almost zero for a trained one", async () => {
    const random = seeded(2), task = temporalOrder(10);
    const model = { cell: new RNNCell(6, 16, random), readout: new Readout(16, 4, random) };
    expect(Math.abs(errorRate(task, model, 2000, random) - 0.75)).toBeLessThan(0.06);
    const data = function* () {
      while (true) yield task.batch(20, random);
    };
    await train(model, data(), { optimizer: adam(0.01), clip: { norm: 1 }, steps: 300 });
    expect(errorRate(task, model, 2000, random)).toBeLessThan(0.02);
    expect(() => errorRate(adding(10), model, 10, random)).toThrow(
      "Cannot evaluate on adding, T = 10",
    );
  });
});
