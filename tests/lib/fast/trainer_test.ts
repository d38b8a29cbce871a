import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import fc from "fast-check";
import { adagrad, adam, type Clip, momentum, type Optimizer, readableEngine } from "rnn/train";
import { normal } from "rnn";
import { Readout, seeded } from "rnn";
import { rmsprop, sgd, type Trainer } from "rnn/train";
import { fastEngine } from "rnn/fast";
import {
  type CellName,
  CELLS,
  columns,
  difference,
  makeCell,
  makeTask,
  reference,
  ROUNDING,
} from "./reference.ts";

const tasks = fc.record({
  name: fc.constantFrom(...Object.keys(CELLS) as CellName[]),
  D: fc.integer({ min: 1, max: 9 }),
  H: fc.integer({ min: 1, max: 37 }),
  V: fc.integer({ min: 1, max: 11 }),
  B: fc.integer({ min: 1, max: 21 }),
  T: fc.integer({ min: 1, max: 9 }),
  seed: fc.integer({ min: 0, max: 1e6 }),
});

/** Lets workers come up: they need an idle moment of this thread to be started. */
const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

for (const [workers, blas, numRuns] of [[1, false, 60], [1, true, 60], [3, true, 12]] as const) {
  const engine = fastEngine({ workers, blas });
  describe(`gradients() of ${engine.name}, asked for ${workers} threads, blas: ${blas}`, () => {
    it("are those of the float64 path, for classes and for columns", async () => {
      const property = fc.asyncProperty(tasks, async ({ name, seed, ...sizes }) => {
        const task = makeTask(name, sizes, seeded(seed)), { batch } = task;
        const expected = reference(task), { T, B, D } = sizes;
        const trainer = await engine.train(task.model, adagrad());
        try {
          trainer.gradients(batch);
          if (workers > 1) await pause(50); // from here on the workers are there
          for (const xs of [batch.xs, columns(batch.xs, T, B, D)]) {
            const loss = trainer.gradients({ ...batch, xs });
            expect(Math.abs(loss - expected.loss)).toBeLessThan(
              ROUNDING * Math.abs(expected.loss) + 1e-9,
            );
            expect(difference(expected.dparams, trainer.readGradients())).toBeLessThan(ROUNDING);
            expect(Math.abs(trainer.loss({ ...batch, xs }) - loss)).toBeLessThan(1e-9);
          }
        } finally {
          trainer.close();
        }
      });
      await fc.assert(property, { seed: 20240, numRuns });
    });
  });
}

const rules: Optimizer[] = [sgd(0.1), momentum(0.1), adagrad(0.1), rmsprop(0.01), adam(0.01)];
const clips: (Clip | undefined)[] = [undefined, { norm: 0.05 }, { value: 0.01 }];

describe("squared error", () => {
  it("gives the gradients of the float64 path, on every path, and trains alike", async () => {
    for (const name of Object.keys(CELLS) as CellName[]) {
      const random = seeded(5), cell = makeCell(name, 2, 9, random);
      const model = { cell, readout: new Readout(9, 3, random, normal(0.5)) };
      const [T, B] = [5, 18];
      const columns = (rows: number) => Array.from({ length: T }, () => normal(1)(rows, B, random));
      const targets = columns(3).map((y, t) => t % 2 === 0 ? y : null);
      const batch = { steps: T, size: B, xs: columns(2), targets, fresh: true };
      const readable = await readableEngine.train(model, sgd(0.1));
      const loss = readable.gradients(batch), expected = readable.readGradients();
      for (const [workers, blas] of [[1, false], [1, true], [2, false]] as const) {
        const trainer = await fastEngine({ workers, blas }).train(model, sgd(0.1));
        expect(Math.abs(trainer.gradients(batch) / loss - 1)).toBeLessThan(ROUNDING);
        expect(difference(expected, trainer.readGradients())).toBeLessThan(ROUNDING);
        const shared = { ...batch, xs: new Int32Array(T * B), targets: new Int32Array(T * B) };
        trainer.gradients(shared); // classes after numbers: each has its own room
        expect(trainer.gradients(batch)).toBe(trainer.loss(batch));
        const short = { ...batch, targets: targets.slice(1) };
        expect(() => trainer.gradients(short)).toThrow("Cannot train on 5 steps with 4 targets");
        trainer.close();
      }
    }
  });
});

describe("update() of the fast engine", () => {
  for (const rule of rules) {
    it(`makes the steps that ${rule.rule} makes in float64, clipped or not`, async () => {
      for (const clip of clips) {
        const sizes = { D: 5, H: 7, V: 6, T: 4, B: 3 };
        const [slow, fast] = [0, 1].map(() => makeTask("GRUCell", sizes, seeded(8)));
        const a = await readableEngine.train(slow.model, rule, { clip });
        const b = await fastEngine({ workers: 1 }).train(fast.model, rule, { clip });
        for (let step = 0; step < 2; step++) {
          const norms = [a, b].map((trainer) => {
            trainer.gradients(slow.batch);
            return trainer.update();
          });
          expect(Math.abs(norms[1] / norms[0] - 1)).toBeLessThan(1e-4);
        }
        // two steps, so that the slots matter; longer runs part, since the root of a tiny square doubles its error
        const [x, y] = [a, b].map((trainer) => trainer.snapshot());
        expect(difference(x.params, y.params)).toBeLessThan(1e-4);
        x.optimizerState.forEach((slot, n) =>
          expect(difference(slot, y.optimizerState[n])).toBeLessThan(1e-4)
        );
      }
    });
  }
});

describe("FastTrainer", () => {
  const sizes = { D: 5, H: 8, V: 6, T: 4, B: 2 };
  const task = makeTask("LSTMCell", sizes, seeded(2));
  const start = (): Promise<Trainer> => fastEngine({ workers: 1 }).train(task.model, adagrad());

  it("carries the state from batch to batch, apart for held-out batches", async () => {
    const [a, b] = [await start(), await start()];
    const [first, next] = [task.batch, { ...task.batch, fresh: false }];
    a.gradients(first);
    const expected = a.gradients(next);
    b.gradients(first);
    b.loss({ ...first, xs: first.xs.map((x) => (x + 2) % 5) });
    expect(b.gradients(next)).toBe(expected);
    expect(a.gradients(first)).not.toBe(expected);
  });

  it("refuses classes outside, NaN and a wrong shape, and names them", async () => {
    const trainer = await start(), { batch } = task;
    const call = (change: object) => () => trainer.gradients({ ...batch, ...change });
    expect(call({ xs: batch.xs.map(() => 5) })).toThrow(
      "Cannot use input 5: the classes are 0 to 4",
    );
    expect(call({ targets: batch.targets.map(() => -2) })).toThrow("Cannot use target -2");
    const xs = columns(batch.xs, 4, 2, 5);
    expect(call({ xs: xs.with(1, xs[1].map(() => NaN)) })).toThrow("x_2 must be finite, got NaN");
    expect(call({ xs: xs.slice(1) })).toThrow("Cannot train on 4 steps with 3 inputs");
    expect(() => trainer.update()).toThrow("call gradients() with a batch first");
  });
});
