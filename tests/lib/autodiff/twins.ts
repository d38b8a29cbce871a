import type { Cell } from "rnn";
import { type StepFunction, type TapeCell, tapeCell, type Value } from "rnn/autodiff";
import { everyCell } from "../cells/every_cell.ts";

const stepOf = (step: StepFunction) => step;

/** Computes Wx x + Wh h + b. */
const affine = (Wx: Value, x: Value, Wh: Value, h: Value, b: Value) =>
  Wh.matmul(h).add(Wx.matmul(x)).addColumn(b);

const rnn = stepOf(({ Wxh, Whh, bh }, x, h) => affine(Wxh, x, Whh, h, bh).tanh());

const caption = stepOf(({ Wxh, Whh, Wih, bh }, x, h, v) =>
  affine(Wxh, x, Whh, h, bh).add(Wih.matmul(v!)).tanh()
);

const memory = stepOf(({ θ, θg, Wxg, bg }, x, state) => {
  const cPrev = state.sliceRows(0, state.rows / 2);
  const g = Wxg.matmul(x).addColumn(bg).tanh();
  const c = θ.matmul(cPrev).add(θg.matmul(g));
  return { g, c, state: c.vstack(c.tanh()) };
});

const lstm = stepOf((p, x, state) => {
  const H = state.rows / 2, cPrev = state.sliceRows(0, H), hPrev = state.sliceRows(H);
  const gate = (name: string) => affine(p[`Wx${name}`], x, p[`Wh${name}`], hPrev, p[`b${name}`]);
  const [i, f, o] = ["i", "f", "o"].map((name) => gate(name).sigmoid()), g = gate("g").tanh();
  const c = f.hadamard(cPrev).add(i.hadamard(g));
  return { i, f, o, g, c, state: c.vstack(o.hadamard(c.tanh())) };
});

const gru = stepOf(({ Wxr, Whr, br, Wxz, Whz, bz, Wxn, Whn, bxn, bhn }, x, h) => {
  const r = affine(Wxr, x, Whr, h, br).sigmoid(), z = affine(Wxz, x, Whz, h, bz).sigmoid();
  const n = Wxn.matmul(x).addColumn(bxn).add(r.hadamard(Whn.matmul(h).addColumn(bhn))).tanh();
  return z.hadamard(h.subtract(n)).add(n);
});

/** The step function of `stacked` with an LSTM, a GRU and an RNN, which have states of 8, 2 and 3 rows. */
const layers = stepOf((p, x, state) => {
  const of = (n: number) =>
    Object.fromEntries(
      Object.entries(p).filter(([name]) => name.startsWith(`layer${n}.`))
        .map(([name, W]) => [name.slice(7), W]),
    );
  const first = lstm(of(1), x, state.sliceRows(0, 8)) as { state: Value };
  const second = gru(of(2), first.state.sliceRows(4), state.sliceRows(8, 10)) as Value;
  const third = rnn(of(3), second, state.sliceRows(10)) as Value;
  return first.state.vstack(second).vstack(third);
});

const STEPS: Record<string, StepFunction> = {
  RNNCell: rnn,
  CaptionCell: caption,
  MemoryCell: memory,
  LSTMCell: lstm,
  GRUCell: gru,
  stacked: layers,
};

/** Returns every kind of cell with an equivalent one on the tape, which has the same weights. */
export function everyTwin(seed = 1, batch = 1): [string, Cell, TapeCell][] {
  return Object.entries(everyCell(seed, batch)).map(([name, cell]) => {
    const { inputSize, hiddenSize, stateSize } = cell;
    const sizes = { inputSize, hiddenSize, stateSize, contextSize: 2 };
    const twin = tapeCell(STEPS[name], cell.params, sizes);
    return [name, cell, "v" in cell ? twin.withContext(cell.v as never) : twin];
  });
}
