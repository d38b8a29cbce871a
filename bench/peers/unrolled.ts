import process from "node:process";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { LSTMCell, normal, RNNCell, seeded } from "rnn";
import { fastEngine } from "rnn/fast";
import { readableEngine } from "rnn/train";
import { makeTrainingStep, randomTrace, warmUp } from "../training_step.ts";
import { registerCeiling } from "./ceiling.ts";
import { productStep } from "./product_step.ts";
import type { Workload } from "./workloads.ts";

// deno run -A bench/peers/unrolled.ts [--readable] [--workers N] [--blas]: serves this library as python/server.py serves a peer
const { values: { readable, workers, blas } } = parseArgs({
  options: {
    readable: { type: "boolean", default: false },
    workers: { type: "string", default: "1" },
    blas: { type: "boolean", default: false },
  },
});
const fast = readable ? undefined : fastEngine({ workers: Number(workers), blas });
const engine = fast ?? readableEngine;
let close = () => {};

/** Returns a function that does the work once, or undefined if this engine cannot. */
async function makeStep(workload: Workload): Promise<(() => unknown) | undefined> {
  close();
  close = () => {};
  const { cell, H, B, T } = workload;
  if (cell === "ceiling") return registerCeiling();
  if (cell === "product") return productStep(B, H, T, blas);
  if (cell.startsWith("all ")) return tracingStep(workload);
  const training = await makeTrainingStep(engine, cell === "RNN" ? RNNCell : LSTMCell, workload);
  close = training.close;
  return training.step;
}

/** Computes all ∂E_t/∂h_k or all ∂h_t/∂h_k of an RNN. */
function tracingStep({ cell: what, H, T }: Workload): (() => void) | undefined {
  if (!fast) return undefined;
  const random = seeded(1), cell = new RNNCell(10, H, random, normal(1 / Math.sqrt(H)));
  const { trace, direct } = randomTrace(cell, T, random);
  return () => {
    const paths = fast.jacobianPaths(cell, trace, direct);
    if (what === "all gradients") paths.traceGradients();
    else paths.traceProducts();
    paths.close();
  };
}

let step: (() => unknown) | undefined;

/** Answers one line. */
async function answer(task: { prepare?: Workload; run?: number }): Promise<object> {
  if (task.prepare) {
    step = await makeStep(task.prepare);
    return step ? { loss: await warmUp(step) } : { unavailable: "cannot do this work" };
  }
  const start = performance.now();
  for (let n = 0; n < task.run!; n++) step!();
  return { seconds: (performance.now() - start) / 1000 };
}

console.log(JSON.stringify({ version: engine.name }));
for await (const line of createInterface({ input: process.stdin })) {
  const found = await answer(JSON.parse(line)).catch(({ message }) => ({ unavailable: message }));
  console.log(JSON.stringify(found));
}
close();
Deno.exit(0);
