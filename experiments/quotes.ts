import { type Cell, GRUCell, LSTMCell, type LSTMStep, Matrix, orthogonal } from "rnn";
import { type Random, Readout, RNNCell, seeded, type Step, uniform, unroll } from "rnn";
import { fastEngine } from "rnn/fast";
import { mostCorrelatedUnit } from "rnn/text";
import { adam, type Batch, type Model, train } from "rnn/train";
import { argmax } from "../lib/loss.ts";
import { recurrentInit } from "./shared.ts";
import { mean } from "./statistics.ts";

const [LETTERS, H, BATCH, UPDATES] = [8, 8, 16, 1500];
const QUOTE = LETTERS, V = LETTERS + 1; // the class of the quotation mark, and the number of classes
const VALIDATION = { seed: 1001, size: 200 }, TEST = { seed: 1002, size: 500 };

/** Inside quotes or outside: a task whose letters carry no clue, so that only the memory of the last mark helps. */
export const settings = {
  data:
    `${LETTERS} letters, equally likely at each step, with quotation marks between them; the distance between two ` +
    "marks is uniform from g/2 to 3g/2, and a sequence has 4g steps",
  measure: "the share of steps in the second half of a sequence that are classified wrongly",
  hiddenSize: H,
  batch: BATCH,
  starts: {
    RNN: "U(−1/√H, 1/√H), as in PyTorch; biases 0",
    "RNN, orthogonal": "Whh orthogonal, Wxh as for RNN",
    GRU: "as for RNN",
    LSTM: "as for RNN",
    "LSTM, bias 1": "as for RNN, but a forget bias of 1",
  },
  optimizer: "Adam, each row with three rates; the gradient's norm clipped at 1",
  updates: UPDATES,
  validation: `${VALIDATION.size} sequences, on which the rate of each row and gap is chosen`,
  test: `${TEST.size} sequences, looked at once`,
};

const ROWS = ["RNN", "RNN, orthogonal", "GRU", "LSTM", "LSTM, bias 1"] as const;

/** One training. */
export interface Run {
  row: typeof ROWS[number];
  /** g, the mean distance between two quotation marks. */
  gap: number;
  rate: number;
  seed: number;
}

/** The result of one training. */
export interface Outcome {
  /** The error rates. */
  validation: number;
  test: number;
  /** The mean forget gate of the LSTM's unit that follows "inside" best, at quotation marks and at letters. */
  forgetAtQuotes?: number;
  forgetAtLetters?: number;
  seconds: number;
}

export const runs: Run[] = [5, 10, 20, 40, 60].flatMap((gap) =>
  ROWS.flatMap((row) =>
    [0.003, 0.01, 0.03].flatMap((rate) => [1, 2, 3, 4, 5].map((seed) => ({ row, gap, rate, seed })))
  )
);

/** Trains and tests one network. */
export async function run({ row, gap, rate, seed }: Run): Promise<Outcome> {
  const start = performance.now(), random = seeded(seed), cell = cellOf(row, random);
  const model = { cell, readout: new Readout(H, 2, random) };
  const batches = function* () {
    while (true) yield quotedText(gap, BATCH, random);
  };
  await train(model, batches(), {
    ...{ optimizer: adam(rate), clip: { norm: 1 }, steps: UPDATES, reportEvery: UPDATES },
    engine: fastEngine({ workers: 1, blas: false }),
  });
  const [validation, test] = [VALIDATION, TEST].map(({ seed, size }) =>
    errorOf(model, quotedText(gap, size, seeded(seed)))
  );
  const gates = cell instanceof LSTMCell ? gatesOf(cell, gap) : {};
  return { validation, test, ...gates, seconds: (performance.now() - start) / 1000 };
}

function cellOf(row: Run["row"], random: Random): Cell {
  const input = uniform(1 / Math.sqrt(H)),
    square = row === "RNN, orthogonal" ? orthogonal() : input;
  const init = recurrentInit(square, input);
  if (row === "GRU") return new GRUCell(V, H, random, init);
  if (row.startsWith("RNN")) return new RNNCell(V, H, random, init);
  const cell = new LSTMCell(V, H, random, init);
  if (row === "LSTM, bias 1") cell.params.bf.data.fill(1);
  return cell;
}

/** Draws sequences of letters with quotation marks, each with its target: 1 from an opening mark on, 0 from a closing one. */
export function quotedText(gap: number, size: number, random: Random): Batch {
  const steps = 4 * gap, xs = new Int32Array(steps * size), targets = new Int32Array(steps * size);
  const distance = () => Math.ceil(gap / 2) + Math.floor((gap + 1) * random());
  for (let b = 0; b < size; b++) {
    let next = distance(), isInside = 0;
    for (let t = 0; t < steps; t++) {
      const isMark = t === next;
      if (isMark) [next, isInside] = [t + distance(), 1 - isInside];
      xs[t * size + b] = isMark ? QUOTE : Math.floor(LETTERS * random());
      targets[t * size + b] = isInside;
    }
  }
  return { steps, size, xs, targets, fresh: true };
}

/** Returns the share of steps in the second half of the sequences that the network classifies wrongly. */
function errorOf({ cell, readout }: Model, { steps, size, xs, targets }: Batch): number {
  const errors = unroll(cell, columns(xs as Int32Array, steps, size)).map(({ h }, t) => {
    const said = argmax(readout.scores(h));
    return mean(
      Array.from(said, (label, b) => Number(label !== (targets as Int32Array)[t * size + b])),
    );
  });
  return mean(errors.slice(steps / 2));
}

function columns(xs: Int32Array, steps: number, size: number): Matrix[] {
  return Array.from({ length: steps }, (_, t) => {
    const x = new Matrix(V, size);
    for (let b = 0; b < size; b++) x.data[xs[t * size + b] * size + b] = 1;
    return x;
  });
}

/** Returns the mean forget gate, at marks and at letters, of the unit whose memory follows "inside" best on one sequence. */
function gatesOf(cell: LSTMCell, gap: number): Pick<Outcome, "forgetAtQuotes" | "forgetAtLetters"> {
  const { steps, xs, targets } = quotedText(4 * gap, 1, seeded(VALIDATION.seed));
  const trace = unroll(cell, columns(xs as Int32Array, steps, 1)) as LSTMStep[];
  const memories = trace.map((step): Step => ({ ...step, state: step.c }));
  const { unit } = mostCorrelatedUnit(memories, targets as Int32Array);
  const forgetWhere = (isMark: boolean) =>
    mean(
      trace.filter((_, t) => ((xs as Int32Array)[t] === QUOTE) === isMark).map(({ f }) =>
        f.at(unit)
      ),
    );
  return { forgetAtQuotes: forgetWhere(true), forgetAtLetters: forgetWhere(false) };
}
