import { adam } from "rnn/train";
import { adding, errorRate, temporalOrder } from "rnn/data";
import { type Cell, GRUCell, LSTMCell, normal, type Random, Readout, RNNCell, seeded } from "rnn";
import { fastEngine } from "rnn/fast";

/** Success by sequence length for three cells, on a regression and a classification task. */
export const settings = {
  tasks: "adding after Arjovsky et al. 2016 (solved: squared error below 0.01); " +
    "temporal order of 2 symbols after Pascanu's program (solved: below 1 % wrong)",
  hiddenSize: 32,
  batch: 32,
  start: "N(0, 0.1²), biases 0, the LSTM's forget bias 1",
  optimizer: "Adam, rate 0.005 for LSTM and GRU, 0.001 for RNN",
  threshold: 1,
  mostUpdates: 4000,
  checkEvery: 100,
  fresh: 2000,
};

const CELLS = { RNN: RNNCell, GRU: GRUCell, LSTM: LSTMCell };
const TASKS = { adding: (T: number) => adding(T), order: (T: number) => temporalOrder(T) };
const LENGTHS = { adding: [10, 20, 50, 100, 200], order: [10, 20, 30, 50, 100] };

/** One training. */
export interface Run {
  task: keyof typeof TASKS;
  cell: keyof typeof CELLS;
  T: number;
  seed: number;
}

/** The result of one training; `error` is the squared error or the error rate on fresh sequences. */
export interface Outcome {
  solved: boolean;
  updates: number;
  error: number;
  seconds: number;
}

export const runs: Run[] = (["adding", "order"] as const).flatMap((task) =>
  LENGTHS[task].flatMap((T) =>
    [1, 2, 3, 4, 5].flatMap((seed) =>
      (["RNN", "GRU", "LSTM"] as const).map((cell) => ({ task, cell, T, seed }))
    )
  )
);

/** Trains until the task is solved, or for the maximum number of updates. */
export async function run({ task: name, cell: kind, T, seed }: Run): Promise<Outcome> {
  const random = seeded(1000 * T + seed), start = performance.now(), exam = seeded(seed);
  const task = TASKS[name](T), engine = fastEngine({ workers: 1, blas: false });
  const cell = makeCell(kind, task.inputSize, random);
  const model = { cell, readout: new Readout(settings.hiddenSize, task.outputSize, random) };
  const rate = kind === "RNN" ? 0.001 : 0.005;
  const trainer = await engine.train(model, adam(rate), { clip: { norm: settings.threshold } });
  const fresh = task.batch(settings.fresh, exam), solvedBelow = 0.01;
  let error = Infinity;
  while (trainer.step < settings.mostUpdates && error >= solvedBelow) {
    trainer.gradients(task.batch(settings.batch, random));
    trainer.update();
    if (trainer.step % settings.checkEvery !== 0) continue;
    trainer.writeBack();
    error = name === "adding"
      ? trainer.loss(fresh)
      : errorRate(task, model, settings.fresh, exam, (cell, xs) => engine.unroll(cell, xs));
  }
  trainer.close();
  const seconds = (performance.now() - start) / 1000;
  return { solved: error < solvedBelow, updates: trainer.step, error, seconds };
}

function makeCell(kind: Run["cell"], inputSize: number, random: Random): Cell {
  const cell = new CELLS[kind](inputSize, settings.hiddenSize, random, normal(0.1));
  if (cell instanceof LSTMCell) cell.params.bf.data.fill(1);
  return cell;
}
