import { normal, Readout, RNNCell, seeded, spectralRadius } from "rnn";
import { sgd } from "rnn/train";
import { errorRate, temporalOrder } from "rnn/data";
import { fastEngine } from "rnn/fast";

/**
 * Temporal order with SGD, with clipping, and with clipping and the regularizer Ω: Pascanu et al. 2013, §4.1. Task, sizes,
 * initialization ("basic tanh"), learning rate, threshold and weight of Ω are theirs; they make up to 5 million updates.
 */
export const settings = {
  task: "temporal order of 2 symbols, after Pascanu's program",
  hiddenSize: 50,
  batch: 20,
  start: "N(0, 0.1²), biases 0",
  rate: 0.01,
  threshold: 1,
  regularizer: 4,
  mostUpdates: 100_000,
  checkEvery: 1000,
  fresh: 10_000,
  solvedBelow: 0.01,
};

const RESTRAINTS = {
  "SGD": {},
  "SGD-C": { clip: { norm: settings.threshold } },
  "SGD-CR": { clip: { norm: settings.threshold }, regularizer: settings.regularizer },
};

/** One training. */
export interface Run {
  method: keyof typeof RESTRAINTS;
  T: number;
  seed: number;
}

/** The result of one training. */
export interface Outcome {
  solved: boolean;
  updates: number;
  wrong: number;
  largestNorm: number;
  ρ: number;
  seconds: number;
}

export const runs: Run[] = [10, 20, 30, 40, 50].flatMap((T) =>
  [1, 2, 3, 4, 5].flatMap((seed) =>
    (Object.keys(RESTRAINTS) as Run["method"][]).map((method) => ({ method, T, seed }))
  )
);

/** Trains until the task is solved, or for the maximum number of updates. */
export async function run({ method, T, seed }: Run): Promise<Outcome> {
  const random = seeded(1000 * T + seed), start = performance.now();
  const { hiddenSize: H, rate, mostUpdates, batch, checkEvery } = settings;
  const task = temporalOrder(T), init = normal(0.1);
  const cell = new RNNCell(6, H, random, init);
  const model = { cell, readout: new Readout(H, 4, random, init) };
  const engine = fastEngine({ workers: 1, blas: false });
  const trainer = await engine.train(model, sgd(rate), RESTRAINTS[method]);
  const exam = seeded(seed);
  let [wrong, largestNorm] = [1, 0];
  const isWrong = (count: number) =>
    errorRate(task, model, count, exam, (cell, xs) => engine.unroll(cell, xs));
  while (trainer.step < mostUpdates && wrong >= settings.solvedBelow && largestNorm < Infinity) {
    trainer.gradients(task.batch(batch, random));
    const norm = trainer.update();
    largestNorm = Math.max(largestNorm, Number.isNaN(norm) ? Infinity : norm);
    if (trainer.step % checkEvery !== 0 || largestNorm === Infinity) continue;
    trainer.writeBack();
    wrong = isWrong(1000);
    if (wrong < settings.solvedBelow) wrong = isWrong(settings.fresh);
  }
  const ρ = largestNorm < Infinity ? spectralRadius(cell.params.Whh) : NaN;
  trainer.close();
  const seconds = (performance.now() - start) / 1000;
  const solved = wrong < settings.solvedBelow;
  return { solved, updates: trainer.step, wrong, largestNorm, ρ, seconds };
}
