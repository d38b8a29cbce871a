import { LSTMCell, RNNCell, seeded } from "rnn";
import { fastEngine } from "rnn/fast";
import { readableEngine } from "rnn/train";
import { productStep } from "./peers/product_step.ts";
import { makeTrainingStep, randomTrace, warmUp } from "./training_step.ts";

const engines = {
  "float64": readableEngine,
  "WASM": fastEngine({ workers: 1, blas: false }),
  "WASM, 2 threads": fastEngine({ workers: 2, blas: false }),
  "default": fastEngine(),
};
const sizes = [[RNNCell, 100, 1, 25], [LSTMCell, 100, 1, 25], [LSTMCell, 128, 32, 25]] as const;

for (const [Kind, H, B, T] of sizes) {
  for (const [name, engine] of Object.entries(engines)) {
    const group = `training step, ${Kind.name} H ${H} B ${B} T ${T}`;
    const { step } = await makeTrainingStep(engine, Kind, { H, B, T });
    await warmUp(step);
    Deno.bench(`${group}: ${name}`, { group, baseline: name === "WASM" }, () => {
      step();
    });
  }
}

for (const [M, K, N] of [[32, 128, 128], [32, 128, 512], [128, 800, 512], [1, 128, 512]]) {
  Deno.bench(`product ${M}×${K}×${N}, WASM`, productStep(M, K, N, false));
}

for (const Kind of [RNNCell, LSTMCell]) {
  const random = seeded(3), cell = new Kind(10, 100, random);
  const { trace, direct } = randomTrace(cell, 100, random);
  for (const name of ["WASM", "default"] as const) {
    Deno.bench(`all ‖∂E_t/∂state_k‖, ${Kind.name} H 100 T 100, ${name}`, () => {
      const paths = engines[name].jacobianPaths(cell, trace, direct);
      paths.stateNorms();
      paths.close();
    });
  }
}
