import { TextLineStream } from "./lines.ts";
import { adagrad, readableEngine } from "rnn/train";
import { type Cell, LSTMCell, type Matrix, normal, Readout, RNNCell, seeded, unroll } from "rnn";
import { type FastEngine, fastEngine } from "rnn/fast";
import type { Point } from "./points.ts";
import { productStep } from "./products.ts";
import { registerCeiling } from "./ceiling.ts";

// deno run -A bench/peers/ours.ts readable|fast WORKERS BLAS: our server, the same lines of JSON as the others
const [kind, workers, blas] = Deno.args;
const options = { workers: Number(workers), blas: blas === "blas" };
const fast: FastEngine | undefined = kind === "fast" ? fastEngine(options) : undefined;
const engine = fast ?? readableEngine;
let close = () => {};

/** A training step of a point, a trace or a product, by the cell's name. */
async function make(point: Point): Promise<(() => unknown) | undefined> {
  close();
  close = () => {};
  if (point.cell === "ceiling") return registerCeiling();
  if (point.cell === "product") return productStep(point, options.blas);
  if (point.cell.startsWith("all ")) return tracing(point);
  const { cell: name, H, B, T } = point, V = 64, random = seeded(2);
  const cell: Cell = new (name === "RNN" ? RNNCell : LSTMCell)(V, H, random, normal(0.05));
  const model = { cell, readout: new Readout(H, V, random, normal(0.05)) };
  const trainer = await engine.train(model, adagrad(0.1), { clip: { value: 5 } });
  close = () => trainer.close();
  const classes = () => Int32Array.from({ length: T * B }, () => Math.floor(V * random()));
  const batch = { steps: T, size: B, xs: classes(), targets: classes(), fresh: true };
  return () => {
    const loss = trainer.gradients(batch);
    trainer.update();
    return loss / T;
  };
}

/** All ∂E_t/∂h_k or all ∂h_t/∂h_k of an RNN. */
function tracing({ cell: what, H, T }: Point): (() => unknown) | undefined {
  if (!fast) return undefined;
  const random = seeded(1), cell: Cell = new RNNCell(10, H, random, normal(1 / Math.sqrt(H)));
  const some = (rows: number): Matrix[] =>
    Array.from({ length: T }, () => normal(1)(rows, 1, random));
  const trace = unroll(cell, some(10)), direct = some(H);
  return () => {
    const paths = fast.jacobianPaths(cell, trace, direct);
    if (what === "all gradients") paths.traceGradients();
    else paths.traceProducts();
    paths.close();
    return 0;
  };
}

let step: (() => unknown) | undefined;
console.log(JSON.stringify({ version: engine.name }));
const lines = Deno.stdin.readable.pipeThrough(new TextDecoderStream())
  .pipeThrough(new TextLineStream());
for await (const line of lines) {
  const task = JSON.parse(line);
  try {
    if (task.prepare) {
      step = await make(task.prepare);
      const loss = step?.();
      await new Promise((done) => setTimeout(done, 200)); // workers come up
      console.log(JSON.stringify(step ? { loss } : { unavailable: "not made for this point" }));
    } else {
      const start = performance.now();
      for (let n = 0; n < task.run; n++) step!();
      console.log(JSON.stringify({ seconds: (performance.now() - start) / 1000 }));
    }
  } catch (error) {
    console.log(JSON.stringify({ unavailable: (error as Error).message }));
  }
}
close();
Deno.exit(0);
