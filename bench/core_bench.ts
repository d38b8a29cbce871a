import { jacobianPaths, LSTMCell, type Matrix, normal, RNNCell, seeded, unroll } from "rnn";
import type { Cell, Step } from "rnn";

const random = seeded(1);

/** A trace of T steps, and a gradient that enters at each of them. */
function traced<S extends Step>(cell: Cell<S>, T: number): { trace: S[]; direct: Matrix[] } {
  const xs = Array.from({ length: T }, () => normal(1)(cell.inputSize, 1, random));
  const trace = unroll(cell, xs);
  return { trace, direct: trace.map(() => normal(1)(cell.stateSize, 1, random)) };
}

const A = normal(1)(128, 128, random);
const B = normal(1)(128, 128, random);
// 2·128³ = 4.19 MFLOP: 1 ms is 4.2 GFLOP/s
Deno.bench("matmul() 128×128×128", () => {
  A.matmul(B);
});

const rnn = new RNNCell(27, 64, random);
const short = traced(rnn, 25);
Deno.bench("product() of all t and k, RNN H 64 T 25", () => {
  const paths = jacobianPaths(rnn, short.trace, short.direct);
  for (let t = 1; t <= 25; t++) for (let k = 1; k <= t; k++) paths.product(t, k);
});

const long = traced(rnn, 100);
Deno.bench("stateNorms() RNN H 64 T 100", () => {
  jacobianPaths(rnn, long.trace, long.direct).stateNorms();
});

const lstm = new LSTMCell(27, 100, random);
const gated = traced(lstm, 100);
Deno.bench("stateNorms() LSTM H 100 T 100", () => {
  jacobianPaths(lstm, gated.trace, gated.direct).stateNorms();
});

Deno.bench("import rnn in a fresh process", async () => {
  const args = ["eval", "--no-check", 'import "rnn"'];
  await new Deno.Command(Deno.execPath(), { args }).output();
});
Deno.bench("an empty fresh process", async () => {
  await new Deno.Command(Deno.execPath(), { args: ["eval", "--no-check", ""] }).output();
});
