import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import fc from "fast-check";
import { Readout, seeded } from "rnn";
import { fastEngine } from "rnn/fast";
import {
  adagrad,
  adam,
  type Clip,
  momentum,
  type Optimizer,
  readableEngine,
  rmsprop,
  sgd,
  type Trainer,
} from "rnn/train";
import { pause } from "./process.ts";
import {
  type CellName,
  CELLS,
  classSteps,
  difference,
  makeCell,
  makeTask,
  oneHotSteps,
  randomSteps,
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

for (const [workers, blas, numRuns] of [[1, false, 60], [1, true, 60], [3, true, 12]] as const) {
  const engine = fastEngine({ workers, blas });
  describe(`gradients() of ${engine.name}, with workers: ${workers}, blas: ${blas}`, () => {
    it("agrees with the float64 functions, for inputs as classes and as columns", async () => {
      const property = fc.asyncProperty(tasks, async ({ name, seed, ...sizes }) => {
        const task = makeTask(name, sizes, seeded(seed)), { batch } = task;
        const expected = reference(task), { T, B, D } = sizes;
        const trainer = await engine.train(task.model, adagrad());
        try {
          trainer.gradients(batch);
          if (workers > 1) await pause(50); // until the workers run
          for (const xs of [batch.xs, oneHotSteps(classSteps(batch.xs, T, B), D)]) {
            const loss = trainer.gradients({ ...batch, xs });
            expect(Math.abs(loss - expected.loss))
              .toBeLessThan(ROUNDING * Math.abs(expected.loss) + 1e-9);
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

describe("gradients() of squared error", () => {
  for (const name of Object.keys(CELLS) as CellName[]) {
    const random = seeded(5), [T, B] = [5, 18];
    const model = { cell: makeCell(name, 2, 9, random), readout: new Readout(9, 3, random) };
    const targets = randomSteps(T, 3, B, random).map((y, t) => t % 2 === 0 ? y : null);
    const batch = { steps: T, size: B, xs: randomSteps(T, 2, B, random), targets, fresh: true };

    it(`agrees with the readable engine on every backend, for ${name}`, async () => {
      const readable = await readableEngine.train(model, sgd(0.1));
      const loss = readable.gradients(batch), expected = readable.readGradients();
      for (const [workers, blas] of [[1, false], [1, true], [2, false]] as const) {
        const trainer = await fastEngine({ workers, blas }).train(model, sgd(0.1));
        expect(Math.abs(trainer.gradients(batch) / loss - 1)).toBeLessThan(ROUNDING);
        expect(difference(expected, trainer.readGradients())).toBeLessThan(ROUNDING);
        trainer.close();
      }
    });

    it(`is not disturbed by a batch of classes in between, for ${name}`, async () => {
      const trainer = await fastEngine({ workers: 1 }).train(model, sgd(0.1));
      const loss = trainer.gradients(batch);
      trainer.gradients({ ...batch, xs: new Int32Array(T * B), targets: new Int32Array(T * B) });
      expect(trainer.gradients(batch)).toBe(loss);
      expect(trainer.loss(batch)).toBe(loss);
    });
  }
});

const OPTIMIZERS: Optimizer[] = [sgd(0.1), momentum(0.1), adagrad(0.1), rmsprop(0.01), adam(0.01)];

describe("update() of the fast engine", () => {
  const clips: (Clip | undefined)[] = [undefined, { norm: 0.05 }, { value: 0.01 }];
  for (const optimizer of OPTIMIZERS) {
    it(`makes the same ${optimizer.rule} steps as the readable engine, clipped or not`, async () => {
      for (const clip of clips) {
        const sizes = { D: 5, H: 7, V: 6, T: 4, B: 3 };
        const [slow, fast] = [0, 1].map(() => makeTask("GRUCell", sizes, seeded(8)));
        const a = await readableEngine.train(slow.model, optimizer, { clip });
        const b = await fastEngine({ workers: 1 }).train(fast.model, optimizer, { clip });
        // two steps, so that the optimizer's state matters; rounding of tiny squares would make longer runs diverge
        for (let step = 0; step < 2; step++) {
          const norms = [a, b].map((trainer) => {
            trainer.gradients(slow.batch);
            return trainer.update();
          });
          expect(Math.abs(norms[1] / norms[0] - 1)).toBeLessThan(1e-4);
        }
        const [x, y] = [a, b].map((trainer) => trainer.snapshot());
        expect(difference(x.params, y.params)).toBeLessThan(1e-4);
        x.optimizerState.forEach((record, n) =>
          expect(difference(record, y.optimizerState[n])).toBeLessThan(1e-4)
        );
      }
    });
  }
});

describe("FastTrainer", () => {
  const sizes = { D: 5, H: 8, V: 6, T: 4, B: 2 };
  const task = makeTask("LSTMCell", sizes, seeded(2)), { batch } = task;
  const start = (): Promise<Trainer> => fastEngine({ workers: 1 }).train(task.model, adagrad());

  it("carries the state from batch to batch, separately for training and evaluation", async () => {
    const [a, b] = [await start(), await start()], next = { ...batch, fresh: false };
    a.gradients(batch);
    const expected = a.gradients(next);
    b.gradients(batch);
    b.loss({ ...batch, xs: batch.xs.map((x) => (x + 2) % 5) });
    expect(b.gradients(next)).toBe(expected);
    expect(a.gradients(batch)).not.toBe(expected);
  });

  it("throws for a batch that does not fit, and names what is wrong", async () => {
    const trainer = await start(), columns = oneHotSteps(classSteps(batch.xs, 4, 2), 5);
    const call = (change: object) => () => trainer.gradients({ ...batch, ...change });
    expect(call({ steps: 0 }))
      .toThrow("Cannot train: steps must be a positive integer, got 0");
    expect(call({ xs: batch.xs.map(() => 5) }))
      .toThrow("Cannot use input 5: the classes are 0 to 4");
    expect(call({ targets: batch.targets.map(() => -2) })).toThrow("Cannot use target -2");
    expect(call({ xs: columns.with(1, columns[1].map(() => NaN)) })).toThrow(
      "x_2 must be finite, got NaN",
    );
    expect(call({ xs: columns.slice(1) })).toThrow("Cannot train on 4 steps: got 3 inputs");
    expect(call({ xs: batch.xs.slice(1) })).toThrow("Cannot train: expected 8 inputs, got 7");
    expect(call({ xs: columns, targets: columns }))
      .toThrow("Cannot train: target_1 must be 6×2, got 5×2");
  });

  it("throws if it has no gradients to update with", async () => {
    const trainer = await start();
    expect(() => trainer.update()).toThrow("call gradients() with a batch first");
  });
});
