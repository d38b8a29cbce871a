import { adam, type Engine, textBatches, train } from "@unrolled/rnn/train";
import {
  bptt,
  jacobianPaths,
  LSTMCell,
  Matrix,
  numericalGradient,
  Readout,
  relativeError,
  RNNCell,
  seeded,
  sequenceLoss,
  unroll,
  Vocabulary,
} from "@unrolled/rnn";
import { fastEngine } from "@unrolled/rnn/fast";

// A program that uses the package. It runs in Deno, in Node and in a browser, and TypeScript checks its types.

const letters = new Vocabulary("abcdefghijklmnopqrstuvwxyz.");

/** Returns ∂E/∂Whh of a name by BPTT, and the relative errors of explicit products and of finite differences. */
export function routes() {
  const random = seeded(7);
  const cell = new RNNCell(letters.size, 16, random);
  const readout = new Readout(16, letters.size, random);
  const xs = letters.oneHot(".emma"), targets = letters.encode("emma.");
  const trace = unroll(cell, xs);
  const { loss, direct } = sequenceLoss(readout, trace, targets);
  const { Whh } = bptt(cell, trace, direct).dparams;
  const paths = jacobianPaths(cell, trace, direct);
  let sum = new Matrix(16, 16);
  for (let t = 1; t <= xs.length; t++) {
    for (let k = 1; k <= t; k++) sum = sum.add(paths.term(t, k).Whh);
  }
  const lossNow = () => sequenceLoss(readout, unroll(cell, xs), targets).loss;
  const differences = numericalGradient(lossNow, cell.params.Whh);
  return {
    loss,
    Whh: Array.from(Whh.data),
    products: relativeError(sum, Whh),
    differences: relativeError(differences, Whh),
  };
}

/** Trains a character model; returns the name of the engine and the reported losses. */
export async function training(engine?: Engine) {
  const text = "anna and emma ran. hannah had a hat. ".repeat(60);
  const vocabulary = new Vocabulary(text), random = seeded(1);
  const cell = new LSTMCell(vocabulary.size, 16, random);
  const model = { cell, readout: new Readout(16, vocabulary.size, random) };
  const data = textBatches(vocabulary.encode(text), { steps: 16, size: 16 });
  const settings = { optimizer: adam(0.01), clip: { norm: 5 }, steps: 60, reportEvery: 20 };
  const { reports } = await train(model, data, engine ? { ...settings, engine } : settings);
  return { engine: engine?.name ?? "float64", losses: reports.map(({ loss }) => loss) };
}

/** Runs everything above, with the readable engine and with the fast one. */
export async function use() {
  return { routes: routes(), readable: await training(), fast: await training(fastEngine()) };
}
