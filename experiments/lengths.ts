import { type Cell, GRUCell, type Init, LSTMCell, Matrix, normal, orthogonal } from "rnn";
import { type Random, Readout, RNNCell, seeded, uniform } from "rnn";
import { adding, type LongDependencyTask, temporalOrder } from "rnn/data";
import { type FastEngine, fastEngine } from "rnn/fast";
import { adam, type Batch, type Model } from "rnn/train";
import { argmax } from "../lib/loss.ts";
import { recurrentInit } from "./shared.ts";
import { mean } from "./statistics.ts";

const [H, BATCH, MOST, EVERY, BAR] = [32, 32, 4000, 100, 0.01];
const VALIDATION = { seed: 1001, size: 500 }, TEST = { seed: 1002, size: 2000 };

const TASKS = { adding: (T: number) => adding(T), order: (T: number) => temporalOrder(T) };

/** Adding and temporal order by sequence length: three starts of an RNN, a GRU and an LSTM, each with three learning rates. */
export const settings = {
  tasks: {
    adding:
      "after Arjovsky et al. 2016; the error is the mean squared error, 1/6 if 1 is always predicted",
    order:
      "temporal order of 2 symbols after Pascanu's program; the error is the error rate, 3/4 by guessing",
  },
  hiddenSize: H,
  batch: BATCH,
  starts: {
    RNN: "U(−1/√H, 1/√H), as in PyTorch; biases 0",
    "RNN, orthogonal": "Whh orthogonal, all else as for RNN",
    "RNN, identity":
      "Whh = I, Wxh from N(0, 0.001²) as in Le, Jaitly and Hinton 2015; but with tanh where they have ReLU",
    GRU: "as for RNN",
    LSTM: "as for RNN, but a forget bias of 1",
    "LSTM, bias 3": "as for RNN, but a forget bias of 3",
  },
  optimizer: "Adam; the gradient's norm clipped at 1",
  mostUpdates: MOST,
  stop: `at the first multiple of ${EVERY} updates whose validation error is below ${BAR} (solved)`,
  rates: [0.001, 0.003, 0.01],
  choice:
    "for each task, length and row: the rate with which most seeds are solved; of equals, the one with the fewest updates on " +
    "average; of equals, the one with the lowest mean validation error; at T = 100, the rate chosen at T = 50, untuned",
  validation: `${VALIDATION.size} sequences`,
  test: `${TEST.size} sequences, looked at once`,
  seenBefore:
    "budget and bar are those of an earlier version (N(0, 0.1²); 0.005 for LSTM and GRU, 0.001 for RNN), whose results were " +
    "known; with two tuning seeds, the rate chosen for the RNN at T = 20 failed with other seeds, so every rate has all seeds; " +
    "RNN rows and an LSTM had been tried with seed 21 at T = 50; the row with bias 3 was added after the results of the others; " +
    "order at T = 50 had three seeds at first and five when these were known, and order at T = 100 was added then",
};

/** The cells, each with its start. */
export type Row = keyof typeof settings.starts;

/** One training. */
export interface Run {
  task: "adding" | "order";
  T: number;
  row: Row;
  rate: number;
  seed: number;
}

/** The result of one training: the errors after its last update. */
export interface Outcome {
  solved: boolean;
  updates: number;
  validation: number;
  test: number;
  seconds: number;
}

const FIVE = [1, 2, 3, 4, 5], THREE = [1, 2, 3], ROWS = Object.keys(settings.starts) as Row[];
/** The rates chosen at T = 50. */
const BEST: Record<Run["task"], Record<Row, number>> = {
  adding: {
    RNN: 0.003,
    "RNN, orthogonal": 0.001,
    "RNN, identity": 0.01,
    GRU: 0.01,
    LSTM: 0.01,
    "LSTM, bias 3": 0.01,
  },
  order: {
    RNN: 0.003,
    "RNN, orthogonal": 0.003,
    "RNN, identity": 0.001,
    GRU: 0.003,
    LSTM: 0.01,
    "LSTM, bias 3": 0.01,
  },
};

const planOf = (task: Run["task"], T: number, seeds: number[], rates: (row: Row) => number[]) =>
  ROWS.flatMap((row) =>
    rates(row).flatMap((rate) => seeds.map((seed) => ({ task, T, row, rate, seed })))
  );

export const runs: Run[] = [
  ...planOf("adding", 20, FIVE, () => settings.rates),
  ...planOf("adding", 50, FIVE, () => settings.rates),
  ...planOf("adding", 100, THREE, (row) => [BEST.adding[row]]),
  ...planOf("order", 50, FIVE, () => settings.rates),
  ...planOf("order", 100, THREE, (row) => [BEST.order[row]]),
];

/** Trains until the task is solved, or for the maximum number of updates. */
export async function run({ task: name, T, row, rate, seed }: Run): Promise<Outcome> {
  const start = performance.now(), random = seeded(1000 * T + seed), task = TASKS[name](T);
  const model = modelOf(row, task, random), engine = fastEngine({ workers: 1, blas: false });
  const trainer = await engine.train(model, adam(rate), { clip: { norm: 1 } });
  const [held, unseen] = [VALIDATION, TEST].map(({ size, seed }) => task.batch(size, seeded(seed)));
  let validation = Infinity;
  while (trainer.step < MOST && validation >= BAR) {
    trainer.gradients(task.batch(BATCH, random));
    trainer.update();
    if (trainer.step % EVERY !== 0) continue;
    trainer.writeBack();
    validation = errorOf(model, held, engine);
  }
  const [solved, updates] = [validation < BAR, trainer.step], test = errorOf(model, unseen, engine);
  trainer.close();
  return { solved, updates, validation, test, seconds: (performance.now() - start) / 1000 };
}

function modelOf(row: Row, task: LongDependencyTask, random: Random): Model {
  const { inputSize, outputSize } = task, standard = uniform(1 / Math.sqrt(H));
  const inits: Partial<Record<Row, Init>> = {
    "RNN, orthogonal": recurrentInit(orthogonal(), standard),
    "RNN, identity": recurrentInit(Matrix.identity, normal(0.001)),
  };
  const Cell = { RNN: RNNCell, GRU: GRUCell, LSTM: LSTMCell }[row.split(",")[0]]!;
  const cell: Cell = new Cell(inputSize, H, random, inits[row] ?? standard);
  if (cell instanceof LSTMCell) cell.params.bf.data.fill(row === "LSTM" ? 1 : 3);
  return { cell, readout: new Readout(H, outputSize, random, standard) };
}

/** Returns the mean squared error of numbers, or the share of wrong classes, after the last step. */
function errorOf({ cell, readout }: Model, batch: Batch, engine: FastEngine): number {
  const { size, steps, xs, targets } = batch;
  const inputs = Array.isArray(xs) ? xs : classesOf(xs, steps, size);
  const scores = readout.scores(engine.unroll(cell, inputs).at(-1)!.h);
  if (Array.isArray(targets)) return scores.subtract(targets.at(-1)!).norm() ** 2 / size;
  const right = targets.subarray((steps - 1) * size);
  return mean(Array.from(argmax(scores), (said, b) => Number(said !== right[b])));
}

function classesOf(xs: Int32Array, steps: number, size: number): number[][] {
  return Array.from({ length: steps }, (_, t) => Array.from(xs.slice(t * size, (t + 1) * size)));
}
