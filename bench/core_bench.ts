import { jacobianPaths, LSTMCell, normal, RNNCell, seeded } from "rnn";
import { captureOutput } from "../tools/command.ts";
import { randomTrace } from "./training_step.ts";

const random = seeded(1);

const A = normal(1)(128, 128, random);
const B = normal(1)(128, 128, random);
// 2·128³ = 4.19 MFLOP: 1 ms is 4.2 GFLOP/s
Deno.bench("matmul() 128×128×128", () => {
  A.matmul(B);
});

const rnn = new RNNCell(27, 64, random);
const short = randomTrace(rnn, 25, random);
Deno.bench("product() for all t and k, RNN H 64 T 25", () => {
  const paths = jacobianPaths(rnn, short.trace, short.direct);
  for (let t = 1; t <= 25; t++) for (let k = 1; k <= t; k++) paths.product(t, k);
});

const long = randomTrace(rnn, 100, random);
Deno.bench("stateNorms() RNN H 64 T 100", () => {
  jacobianPaths(rnn, long.trace, long.direct).stateNorms();
});

const lstm = new LSTMCell(27, 100, random);
const gated = randomTrace(lstm, 100, random);
Deno.bench("stateNorms() LSTM H 100 T 100", () => {
  jacobianPaths(lstm, gated.trace, gated.direct).stateNorms();
});

for (const code of ['import "rnn"', ""]) {
  Deno.bench(`a new process with ${code || "an empty program"}`, async () => {
    await captureOutput([Deno.execPath(), "eval", "--no-check", code]);
  });
}
