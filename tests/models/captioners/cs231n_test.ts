// Figures published in Stanford's CS231n, assignment 3 (RNN and LSTM captioning), spring 2019 to 2024; all inputs are evenly spaced numbers.
import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import {
  type Cell,
  jacobianPaths,
  LSTMCell,
  Matrix,
  normal,
  oneHot,
  Readout,
  RNNCell,
  seeded,
  sequenceLoss,
  singularValues,
  unroll,
} from "rnn";
import { linspace } from "./linspace.ts";

/** Row n of a matrix, as a column. */
const row = (A: Matrix, n: number) => A.T.column(n);

/** An RNN cell with their weights: theirs multiply from the right, so ours are the transposes. */
function rnn(Wx: Matrix, Wh: Matrix, b: Matrix): RNNCell {
  const cell = new RNNCell(Wx.rows, Wh.rows, seeded(1), normal(0));
  return filled(cell, { Wxh: Wx.T, Whh: Wh.T, bh: b.T });
}

/** An LSTM cell with their weights, split in the order i, f, o, g. */
function lstm(Wx: Matrix, Wh: Matrix, b: Matrix): LSTMCell {
  const H = Wh.rows;
  const part = (A: Matrix, n: number) => A.T.sliceRows(n * H, (n + 1) * H);
  const gates = ["i", "f", "o", "g"].flatMap((gate, n) => [
    [`Wx${gate}`, part(Wx, n)],
    [`Wh${gate}`, part(Wh, n)],
    [`b${gate}`, part(b, n)],
  ]);
  return filled(new LSTMCell(Wx.rows, H, seeded(1), normal(0)), Object.fromEntries(gates));
}

function filled<C extends Cell>(cell: C, values: Record<string, Matrix>): C {
  for (const [name, W] of Object.entries(values)) cell.params[name].data.set(W.data);
  return cell;
}

function expectClose(got: Matrix, want: number[][]): void {
  const difference = got.subtract(Matrix.of(want));
  expect(Math.max(...difference.data.map(Math.abs))).toBeLessThan(5.1e-9);
}

describe("CS231n", () => {
  it("step() of RNNCell is the published rnn_step_forward", () => {
    const cell = rnn(
      linspace(-0.1, 0.9, 10, 4),
      linspace(-0.3, 0.7, 4, 4),
      linspace(-0.2, 0.4, 1, 4),
    );
    const { h } = cell.step(linspace(-0.4, 0.7, 3, 10).T, linspace(-0.2, 0.5, 3, 4).T);
    expectClose(h.T, [
      [-0.58172089, -0.50182032, -0.41232771, -0.31410098],
      [0.66854692, 0.79562378, 0.87755553, 0.92795967],
      [0.97934501, 0.99144213, 0.99646691, 0.99854353],
    ]);
  });

  it("unroll() of RNNCell is the published rnn_forward", () => {
    const cell = rnn(
      linspace(-0.2, 0.4, 4, 5),
      linspace(-0.4, 0.1, 5, 5),
      linspace(-0.7, 0.1, 1, 5),
    );
    const x = linspace(-0.1, 0.3, 6, 4); // rows (n, t)
    const xs = [0, 1, 2].map((t) => Matrix.blocks([[row(x, t), row(x, 3 + t)]]));
    const trace = unroll(cell, xs, linspace(-0.3, 0.1, 2, 5).T);
    const published = [
      [
        [-0.42070749, -0.27279261, -0.11074945, 0.05740409, 0.22236251],
        [-0.39525808, -0.22554661, -0.0409454, 0.14649412, 0.32397316],
        [-0.42305111, -0.24223728, -0.04287027, 0.15997045, 0.35014525],
      ],
      [
        [-0.55857474, -0.39065825, -0.19198182, 0.02378408, 0.23735671],
        [-0.27150199, -0.07088804, 0.13562939, 0.33099728, 0.50158768],
        [-0.51014825, -0.30524429, -0.06755202, 0.17806392, 0.40333043],
      ],
    ];
    published.forEach((want, n) =>
      expectClose(Matrix.blocks([trace.map(({ h }) => h.column(n))]).T, want)
    );
  });

  it("step() of LSTMCell is the published lstm_step_forward", () => {
    const cell = lstm(
      linspace(-2.1, 1.3, 4, 20),
      linspace(-0.7, 2.2, 5, 20),
      linspace(0.3, 0.7, 1, 20),
    );
    const state = Matrix.blocks([[linspace(-0.4, 0.9, 3, 5).T], [linspace(-0.3, 0.7, 3, 5).T]]);
    const { h, c } = cell.step(linspace(-0.4, 1.2, 3, 4).T, state);
    expectClose(h.T, [
      [0.24635157, 0.28610883, 0.32240467, 0.35525807, 0.38474904],
      [0.49223563, 0.55611431, 0.61507696, 0.66844003, 0.7159181],
      [0.56735664, 0.66310127, 0.74419266, 0.80889665, 0.858299],
    ]);
    expectClose(c.T, [
      [0.32986176, 0.39145139, 0.451556, 0.51014116, 0.56717407],
      [0.66382255, 0.76674007, 0.87195994, 0.97902709, 1.08751345],
      [0.74192008, 0.90592151, 1.07717006, 1.25120233, 1.42395676],
    ]);
  });

  it("unroll() of LSTMCell is the published lstm_forward", () => {
    const cell = lstm(
      linspace(-0.2, 0.9, 5, 16),
      linspace(-0.3, 0.6, 4, 16),
      linspace(0.2, 0.7, 1, 16),
    );
    const x = linspace(-0.4, 0.6, 6, 5);
    const xs = [0, 1, 2].map((t) => Matrix.blocks([[row(x, t), row(x, 3 + t)]]));
    const trace = unroll(
      cell,
      xs,
      Matrix.blocks([[new Matrix(4, 2)], [linspace(-0.4, 0.8, 2, 4).T]]),
    );
    const published = [
      [
        [0.01764008, 0.01823233, 0.01882671, 0.0194232],
        [0.11287491, 0.12146228, 0.13018446, 0.13902939],
        [0.31358768, 0.33338627, 0.35304453, 0.37250975],
      ],
      [
        [0.45767879, 0.4761092, 0.4936887, 0.51041945],
        [0.6704845, 0.69350089, 0.71486014, 0.7346449],
        [0.81733511, 0.83677871, 0.85403753, 0.86935314],
      ],
    ];
    published.forEach((want, n) =>
      expectClose(Matrix.blocks([trace.map(({ h }) => h.column(n))]).T, want)
    );
  });

  for (
    const [name, features, gates, want] of [
      ["rnn", linspace(-1.5, 0.3, 10, 20), 1, 9.83235591003],
      ["lstm", linspace(-0.5, 1.7, 10, 20), 4, 9.82445935443],
    ] as const
  ) {
    it(`sequenceLoss() is the published captioning loss of the ${name}`, () => {
      const [N, D, W, H, V, T] = [10, 20, 30, 40, 3, 13];
      const all = (rows: number, cols: number) => linspace(-1.4, 1.3, rows, cols);
      const weights = [all(W, gates * H), all(H, gates * H), all(1, gates * H)] as const;
      const cell: Cell = gates === 1 ? rnn(...weights) : lstm(...weights);
      const h0 = all(D, H).T.matmul(features.T).addColumn(all(1, H).T);
      const state0 = gates === 1 ? h0 : Matrix.blocks([[new Matrix(H, N)], [h0]]);
      const word = (n: number, t: number) => (n * T + t) % V;
      const embed = (n: number, t: number) => all(V, W).T.matmul(oneHot(word(n, t), V));
      const batch = Array.from({ length: N }, (_, n) => n);
      const steps = Array.from({ length: T - 1 }, (_, t) => t);
      const xs = steps.map((t) => Matrix.blocks([batch.map((n) => embed(n, t))]));
      const targets = steps.map((t) => batch.map((n) => word(n, t + 1) || null)); // <NULL> is class 0
      const readout = new Readout(H, V, seeded(1));
      readout.params.Why.data.set(all(H, V).T.data);
      readout.params.by.data.set(all(1, V).data);
      const { loss } = sequenceLoss(readout, unroll(cell, xs, state0), targets);
      expect(Math.abs(loss - want)).toBeLessThan(1e-10);
    });
  }

  it("sequenceLoss() starts near T·ln V, and one masked by nine in ten near a tenth of it", () => {
    const random = seeded(231);
    const loss = (N: number, T: number, kept: number) => {
      const readout = new Readout(10, 10, random, normal(0));
      readout.params.Why.data.set(Matrix.identity(10).data);
      const trace = Array.from({ length: T }, () => {
        const h = normal(0.001)(10, N, random);
        return { x: h, statePrev: h, state: h, h };
      });
      const target = () => random() < kept ? Math.floor(10 * random()) : null;
      return sequenceLoss(readout, trace, trace.map(() => Array.from({ length: N }, target))).loss;
    };
    expect(Math.abs(loss(100, 1, 1) - 2.3)).toBeLessThan(0.05);
    expect(Math.abs(loss(100, 10, 1) - 23)).toBeLessThan(0.1);
    expect(Math.abs(loss(5000, 10, 0.1) - 2.3)).toBeLessThan(0.1);
  });
});

describe("jacobianPaths()", () => {
  it("jacobianPaths() has the terms, products and singular values of an independently computed case", () => {
    const cell = rnn(
      Matrix.of([[1, -0.5]]),
      Matrix.of([[0.5, -0.2], [0.3, 0.4]]),
      new Matrix(1, 2),
    );
    const readout = new Readout(2, 2, seeded(1));
    readout.params.Why.data.set([0.7, -0.4, 0.1, 0.9]);
    const trace = unroll(cell, [1, 0.5, -1, 0.25].map((x) => Matrix.of([[x]])));
    const { loss, direct } = sequenceLoss(readout, trace, [null, null, null, 1]);
    expect(Math.abs(loss - 0.6316051215239304)).toBeLessThan(1e-15);
    const paths = jacobianPaths(cell, trace, direct);
    const terms = [
      [0, 0, 0, 0],
      [0.045727445881, -0.027746322807, -0.011099342851, 0.00673481634],
      [0.086853982929, -0.072719899542, -0.096982895747, 0.08120049534],
      [-0.192751845266, 0.045238369008, 0.416014229019, -0.097637483983],
    ];
    const norms = [0, 0.055040084475, 0.169796939463, 0.470957217705];
    const stretch = [0.074525137578, 0.231489275865, 0.58424791106, 1];
    const singular = [[0.35267193, 0.24349782], [0.35604224, 0.317403], [0.43682838, 0.30573233], [
      0.58424791,
      0.44147863,
    ]];
    terms.forEach((want, n) => {
      const { Whh } = paths.term(4, n + 1);
      want.forEach((value, i) => expect(Math.abs(Whh.data[i] - value)).toBeLessThan(1e-12));
      expect(Math.abs(Whh.norm() - norms[n])).toBeLessThan(1e-12);
      expect(Math.abs(singularValues(paths.product(4, n + 1))[0] - stretch[n])).toBeLessThan(1e-12);
      singularValues(paths.factor(n + 1)).forEach((s, i) =>
        expect(Math.abs(s - singular[n][i])).toBeLessThan(5.1e-9)
      );
    });
  });
});
