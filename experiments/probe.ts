import { Matrix as Dense, solve } from "ml-matrix";
import { LSTMCell, Matrix, normal, Readout, seeded, unroll } from "rnn";
import { fastEngine } from "rnn/fast";
import { correlations } from "rnn/text";
import { adam, textBatches, train } from "rnn/train";
import { largest } from "../lib/extent.ts";
import { loadCourse } from "./shared.ts";
import { features } from "./probe/features.ts";

const [H, STEPS, UPDATES, LENGTH, SHIFTS] = [128, 32, 2000, 4000, 500];

/** Search for features of the text in the outputs h of a character LSTM: by single units, and by a linear probe. */
export const settings = {
  data:
    "data/course.txt: the first 90 % to train on; in the rest, characters 4,000 to 8,000 to choose and fit on, and 8,000 " +
    "to 12,000 to test on. Both passages contain every feature",
  network:
    `LSTM with ${H} units as in notebook 16: all weights N(0, 0.1²), those of the readout N(0, 0.01²)`,
  training:
    `Adam, rate 0.01, the gradient's norm clipped at 5; ${UPDATES} updates of 32 streams × ${STEPS} characters`,
  unit: "the unit with the largest |r| on the first passage; its |r| on the second is reported",
  linear:
    "ridge regression of the feature on all units, λ = 0.01 T, fitted on the first passage; its |r| on the second",
  chance:
    `the same with the features shifted in a circle by ${SHIFTS} distances, evenly from 100 to 3,900 characters: the ` +
    "95th percentile of |r|",
  control: "the same network before training",
  trials: "one before these runs, of the control with seed 99",
};

/** One network. */
export interface Run {
  trained: boolean;
  seed: number;
}

/** |r| on the second passage, and the 95th percentile by chance. */
interface Found {
  r: number;
  chance: number;
}

/** The result for each feature. */
export interface Outcome {
  features: { [name: string]: { unit: Found & { index: number }; linear: Found } };
  seconds: number;
}

export const runs: Run[] = [true, false].flatMap((trained) =>
  [1, 2, 3, 4, 5].map((seed) => ({ trained, seed }))
);

/** Trains a network, unless it is a control, and searches it for the features. */
export async function run({ trained, seed }: Run): Promise<Outcome> {
  const start = performance.now(), random = seeded(seed);
  const { vocabulary, classes } = await loadCourse(), V = vocabulary.size;
  const cut = Math.floor(0.9 * classes.length), cell = new LSTMCell(V, H, random);
  if (trained) {
    const model = { cell, readout: new Readout(H, V, random, normal(0.01)) };
    await train(model, textBatches(classes.slice(0, cut), { steps: STEPS, size: 32 }), {
      ...{ optimizer: adam(0.01), clip: { norm: 5 }, steps: UPDATES, reportEvery: UPDATES },
      engine: fastEngine({ workers: 1, blas: false }),
    });
  }
  const passages = [LENGTH, 2 * LENGTH].map((from) =>
    vocabulary.decode(classes.slice(cut + from, cut + from + LENGTH))
  );
  const outputs = passages.map((passage) =>
    Matrix.blocks([unroll(cell, vocabulary.oneHot(passage)).map(({ h }) => h)])
  );
  const found = Object.entries(features).map(([name, feature]) =>
    [name, search(outputs, passages.map((passage) => withShifts(feature(passage))))] as const
  );
  return { features: Object.fromEntries(found), seconds: (performance.now() - start) / 1000 };
}

/** Returns a matrix with a series in row 0 and the shifted series below it. */
function withShifts(values: number[]): Matrix {
  const by = (n: number) => Math.round(100 + 3800 * n / (SHIFTS - 1));
  const shifted = Array.from({ length: SHIFTS }, (_, n) => by(n))
    .map((from) => [...values.slice(from), ...values.slice(0, from)]);
  return Matrix.of([values, ...shifted]);
}

/** Searches with the feature, row 0 of each matrix, and with its shifts. */
function search([Z, Znew]: Matrix[], [F, Fnew]: Matrix[]): Outcome["features"][string] {
  const [R, Rnew] = [correlations(F, Z), correlations(Fnew, Znew)]; // series × units
  const best = Array.from({ length: F.rows }, (_, n) => {
    const row = R.data.subarray(n * H, (n + 1) * H).map(Math.abs);
    return row.indexOf(largest(row));
  });
  const guessed = ridge(Z, F).matmul(Znew); // series × characters
  const linear = Array.from(
    { length: F.rows },
    (_, n) => correlations(rowOf(guessed, n), rowOf(Fnew, n)).at(0),
  );
  return {
    unit: { index: best[0], ...foundIn(best.map((unit, n) => Rnew.at(n, unit))) },
    linear: foundIn(linear),
  };
}

/** Returns the weights of a ridge regression of each series on the units: (F − F̄) Zᵀ (Z Zᵀ + λI)⁻¹. */
function ridge(Z: Matrix, F: Matrix): Matrix {
  const T = Z.cols, centred = (A: Matrix) => A.addColumn(A.sumColumns().scale(-1 / T));
  const [z, f] = [centred(Z), centred(F)];
  const ZZ = z.matmul(z.T).add(Matrix.identity(Z.rows).scale(0.01 * T));
  const W = solve(dense(ZZ), dense(z.matmul(f.T))).to2DArray(); // units × series
  return Matrix.of(W).T;
}

function dense(A: Matrix): Dense {
  return Dense.from1DArray(A.rows, A.cols, A.data);
}

function rowOf({ cols, data }: Matrix, n: number): Matrix {
  return Matrix.of([[...data.subarray(n * cols, (n + 1) * cols)]]);
}

/** Returns the first |r|, and the 95th percentile of the others. */
function foundIn([first, ...others]: number[]): Found {
  const sorted = others.map(Math.abs).sort((a, b) => a - b);
  return { r: Math.abs(first), chance: sorted[Math.floor(0.95 * sorted.length)] };
}
