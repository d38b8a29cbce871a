import { type Init, LSTMCell, normal, orthogonal, type Random } from "rnn";
import { Readout, RNNCell, seeded, uniform } from "rnn";
import { fastEngine } from "rnn/fast";
import { adam, type Batch, type Model, textBatches, type Trainer } from "rnn/train";
import { loadCourse, recurrentInit } from "./shared.ts";
import { countOf, mean } from "./statistics.ts";

const [STEPS, BATCH, UPDATES] = [32, 32, 2000];

type Start = (H: number) => Init;

const torch: Start = (H) => uniform(1 / Math.sqrt(H));
const orthogonalStart: Start = (H) => recurrentInit(orthogonal(), torch(H));

/** The cell of each row, its number of units and its start. */
const ROWS: { [row: string]: { Kind: typeof RNNCell | typeof LSTMCell; H: number; start: Start } } =
  {
    "RNN": { Kind: RNNCell, H: 128, start: torch },
    "RNN, orthogonal": { Kind: RNNCell, H: 128, start: orthogonalStart },
    "RNN, N(0, 0.1²)": { Kind: RNNCell, H: 128, start: () => normal(0.1) },
    "RNN, N(0, 0.01²)": { Kind: RNNCell, H: 128, start: () => normal(0.01) },
    "RNN, wide": { Kind: RNNCell, H: 312, start: torch },
    "LSTM": { Kind: LSTMCell, H: 128, start: torch },
    "LSTM, N(0, 0.1²)": { Kind: LSTMCell, H: 128, start: () => normal(0.1) },
    "LSTM, N(0, 0.01²)": { Kind: LSTMCell, H: 128, start: () => normal(0.01) },
  };

/** A character model of this course's text: which cell ends lower, from which start, at which rate. */
export const settings = {
  data:
    "data/course.txt: the first 90 % to train on, of the rest the first half to validate on and the second to test on",
  steps: STEPS,
  batch: BATCH,
  updates: UPDATES,
  rows:
    "128 units; the wide RNN has 312, so that its cell has as many weights as the LSTM's. All start from " +
    "U(−1/√H, 1/√H), as in PyTorch, unless another start is named; orthogonal refers to Whh. Biases 0",
  readout: "Why N(0, 0.01²), by 0",
  optimizer: "Adam, each row with three rates; the gradient's norm clipped at 5",
  choice:
    "the rate of a row is the one with the lowest mean on validation; the test half is looked at once. The rates were " +
    "set after three trials with seed 99 at 0.003",
};

/** One training. */
export interface Run {
  row: string;
  rate: number;
  seed: number;
}

/** The result of one training. */
export interface Outcome {
  /** Bits per character on the two halves of the held-out text. */
  validation: number;
  test: number;
  /** The number of weights in the cell. */
  weights: number;
  seconds: number;
}

export const runs: Run[] = Object.keys(ROWS).flatMap((row) =>
  [0.0005, 0.002, 0.008].flatMap((rate) => [1, 2, 3].map((seed) => ({ row, rate, seed })))
);

/** Trains one network and measures it on held-out text. */
export async function run({ row, rate, seed }: Run): Promise<Outcome> {
  const start = performance.now(), random = seeded(seed);
  const { classes, vocabulary } = await loadCourse();
  const [learnt, ...exams] = parts(classes), model = modelOf(row, vocabulary.size, random);
  const engine = fastEngine({ workers: 1, blas: false });
  const trainer = await engine.train(model, adam(rate), { clip: { norm: 5 } });
  for (const batch of textBatches(learnt, { steps: STEPS, size: BATCH })) {
    trainer.gradients(batch);
    trainer.update();
    if (trainer.step === UPDATES) break;
  }
  const [validation, test] = exams.map((exam) => bitsOf(trainer, exam));
  trainer.close();
  const seconds = (performance.now() - start) / 1000;
  return { validation, test, weights: countOf(model.cell.params), seconds };
}

/** Cuts the text into training, validation and test. */
function parts(classes: number[]): number[][] {
  const cuts = [0, 0.9, 0.95, 1].map((part) => Math.floor(part * classes.length));
  return cuts.slice(1).map((to, n) => classes.slice(cuts[n], to));
}

function modelOf(row: string, V: number, random: Random): Model {
  const { Kind, H, start } = ROWS[row];
  return {
    cell: new Kind(V, H, random, start(H)),
    readout: new Readout(H, V, random, normal(0.01)),
  };
}

/** Returns the mean bits per character of a text that is read in parallel streams. */
function bitsOf(trainer: Trainer<Batch>, classes: number[]): number {
  const exam = textBatches(classes, { steps: STEPS, size: BATCH, once: true });
  const bits = [];
  for (const batch of exam) bits.push(trainer.loss(batch) / STEPS / Math.LN2); // batches share their arrays
  return mean(bits);
}
