import type { Batch, ClassIndices } from "../training/engine.ts";
import { checkFinite } from "../checks.ts";
import type { Matrix } from "../matrix.ts";
import type { Layout } from "./layout.ts";
import type { Address, Memory } from "./memory.ts";
import type { Task } from "./worker_pool.ts";

/** Throws RangeError where a batch doesn't fit the network: its sizes, a class, a target, NaN or infinity. */
export function checkBatch({ steps: T, size: B, xs, targets }: Batch, { D, V }: Layout): void {
  if (!(Number.isInteger(T) && T > 0 && Number.isInteger(B) && B > 0)) {
    throw new RangeError(`Cannot train on ${T} steps of ${B} sequences`);
  }
  if (Array.isArray(targets)) checkColumns("target", targets, T, V, B);
  else checkClasses("target", targets, T * B, V);
  if (Array.isArray(xs)) checkColumns("x", xs, T, D, B);
  else checkClasses("input", xs, T * B, D);
}

function checkColumns(x: "x" | "target", all: (Matrix | null)[], T: number, D: number, B: number) {
  if (all.length !== T) {
    const found = `${all.length} ${x === "x" ? "inputs" : "targets"}`;
    throw new RangeError(`Cannot train on ${T} steps with ${found}`);
  }
  all.forEach((matrix, t) => {
    if (!matrix) return;
    if (matrix.rows !== D || matrix.cols !== B) {
      const found = `${x}_${t + 1} is ${matrix.shape}`;
      throw new RangeError(`Cannot train: ${found}, the network has ${D}×${B} there`);
    }
    checkFinite(matrix, `${x}_${t + 1}`);
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
export function fillShard(memory: Memory, layout: Layout, task: Task, batch: Batch): void {
  const { part } = task, { xs, targets } = batch;
  if (Array.isArray(xs)) fillColumns(memory, part.inputs.xs, layout.d, task, xs);
  else fillClasses(memory, part.inputs.xs, task, batch, xs);
  if (!Array.isArray(targets)) return fillClasses(memory, part.targets, task, batch, targets);
  fillColumns(memory, part.values, layout.v, task, targets);
  targets.forEach((target, t) => {
    const at = part.targets / 4 + t * task.count;
    memory.ints.fill(target ? 0 : -1, at, at + task.count);
  });
}

/** One class for each row. */
function fillClasses(
  memory: Memory,
  to: Address,
  task: Task,
  batch: Batch,
  from: ClassIndices,
): void {
  const { first, count } = task, { steps, size } = batch;
  for (let t = 0; t < steps; t++) {
    const at = to / 4 + t * count;
    for (let b = 0; b < count; b++) memory.ints[at + b] = from[t * size + first + b];
  }
}

/** `width` numbers for each row; where there is no matrix, what stood there stays. */
function fillColumns(
  { floats }: Memory,
  to: Address,
  width: number,
  { first, count }: Task,
  from: (Matrix | null)[],
): void {
  from.forEach((matrix, t) => {
    if (!matrix) return;
    const { data, rows, cols } = matrix;
    for (let b = 0; b < count; b++) {
      const row = to / 4 + (t * count + b) * width;
      for (let i = 0; i < rows; i++) floats[row + i] = data[i * cols + first + b];
    }
  });
}
