import { adagrad, readableEngine } from "rnn/train";
import { type Cell, LSTMCell, normal, Readout, RNNCell, seeded, unroll } from "rnn";
import { fastEngine } from "rnn/fast";
import { productStep } from "./peers/products.ts";

// one training step: forward, loss, back through time, clip, Adagrad; 64 classes
const engines = {
  "float64": readableEngine,
  "WASM": fastEngine({ workers: 1, blas: false }),
  "WASM, 2 threads": fastEngine({ workers: 2, blas: false }),
  "as it comes": fastEngine(),
};
const points = [[RNNCell, 100, 1, 25], [LSTMCell, 100, 1, 25], [LSTMCell, 128, 32, 25]] as const;

for (const [Kind, H, B, T] of points) {
  for (const [name, engine] of Object.entries(engines)) {
    const random = seeded(2), V = 64, cell: Cell = new Kind(V, H, random, normal(0.05));
    const model = { cell, readout: new Readout(H, V, random, normal(0.05)) };
    const trainer = await engine.train(model, adagrad(0.1), { clip: { value: 5 } });
    const classes = () => Int32Array.from({ length: T * B }, () => Math.floor(V * random()));
    const batch = { steps: T, size: B, xs: classes(), targets: classes(), fresh: true };
    const group = `training step, ${Kind.name} H ${H} B ${B} T ${T}`;
    trainer.gradients(batch); // starts the workers
    await new Promise((done) => setTimeout(done, 100));
    Deno.bench(`${group}: ${name}`, { group, baseline: name === "WASM" }, () => {
      trainer.gradients(batch);
      trainer.update();
    });
  }
}

for (const [M, K, N] of [[32, 128, 128], [32, 128, 512], [128, 800, 512], [1, 128, 512]]) {
  Deno.bench(`product ${M}×${K}×${N}, WASM`, productStep({ cell: "", B: M, H: K, T: N }, false));
}

for (const Kind of [RNNCell, LSTMCell]) {
  const random = seeded(3), cell: Cell = new Kind(10, 100, random);
  const trace = unroll(cell, Array.from({ length: 100 }, () => normal(1)(10, 1, random)));
  const direct = trace.map(({ state }) => normal(1)(state.rows, 1, random));
  for (
    const [name, engine] of Object.entries({ WASM: engines.WASM, "as it comes": fastEngine() })
  ) {
    Deno.bench(`all ‖∂E_t/∂state_k‖, ${Kind.name} H 100 T 100, ${name}`, () => {
      const paths = engine.jacobianPaths(cell, trace, direct);
      paths.stateNorms();
      paths.close();
    });
  }
}
