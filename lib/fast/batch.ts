import type { Batch } from "../engine.ts";
import { checkFinite } from "../loss.ts";
import type { Layout } from "./layout.ts";
import type { Memory } from "./memory.ts";
import type { Task } from "./team.ts";

/** Throws RangeError where a batch doesn't fit the network: its sizes, a class, a target, NaN or infinity. */
export function checkBatch({ steps: T, size: B, xs, targets }: Batch, { D, V }: Layout): void {
  if (!(Number.isInteger(T) && T > 0 && Number.isInteger(B) && B > 0)) {
    throw new RangeError(`Cannot train on ${T} steps of ${B} sequences`);
  }
  checkClasses("target", targets, T * B, V);
  if (!Array.isArray(xs)) return checkClasses("input", xs, T * B, D);
  if (xs.length !== T) throw new RangeError(`Cannot train on ${T} steps with ${xs.length} inputs`);
  xs.forEach((x, t) => {
    if (x.rows !== D || x.cols !== B) {
      throw new RangeError(`Cannot step: x_${t + 1} is ${x.shape}, the network takes ${D}×${B}`);
    }
    checkFinite(x, `x_${t + 1}`);
  });
}

function checkClasses(name: string, classes: Int32Array, count: number, size: number): void {
  if (classes.length < count) {
    throw new RangeError(`Cannot read ${count} ${name}s from ${classes.length}`);
  }
  for (let n = 0; n < count; n++) {
    const index = classes[n];
    if (index < -1 || index >= size) {
      throw new RangeError(`Cannot use ${name} ${index}: the classes are 0 to ${size - 1}`);
    }
  }
}

/** Copies the sequences of a task from the batch into its part. */
export function fillPart(memory: Memory, layout: Layout, task: Task, batch: Batch): void {
  const { part, first, count } = task, { steps: T, size: B, xs, targets } = batch;
  const { ints, floats } = memory;
  for (let t = 0; t < T; t++) {
    const from = t * B + first, to = t * count;
    for (let b = 0; b < count; b++) ints[part.targets / 4 + to + b] = targets[from + b];
    if (Array.isArray(xs)) {
      const { data, rows } = xs[t];
      for (let b = 0; b < count; b++) {
        const row = part.inputs.xs / 4 + (to + b) * layout.d;
        for (let i = 0; i < rows; i++) floats[row + i] = data[i * B + first + b];
      }
    } else {
      for (let b = 0; b < count; b++) ints[part.inputs.xs / 4 + to + b] = xs[from + b];
    }
  }
}
