import type { Batch } from "../training/engine.ts";
import { checkFinite } from "../checks.ts";
import type { Matrix } from "../matrix.ts";
import { checkOverflow } from "./float32.ts";
import type { Layout } from "./layout.ts";
import type { Address, Memory } from "./memory.ts";
import type { Task } from "./worker_pool.ts";

/** Throws RangeError unless a batch has the network's sizes, classes and shapes, and is finite, also in float32. */
export function checkBatch({ steps: T, size: B, xs, targets }: Batch, { D, V }: Layout): void {
  for (const [name, value] of Object.entries({ steps: T, size: B })) {
    if (Number.isInteger(value) && value > 0) continue;
    throw new RangeError(`Cannot train: ${name} must be a positive integer, got ${value}`);
  }
  if (Array.isArray(xs)) checkColumns("x", "inputs", xs, T, D, B);
  else checkClasses("input", xs, T * B, D);
  if (Array.isArray(targets)) checkColumns("target", "targets", targets, T, V, B);
  else checkClasses("target", targets, T * B, V);
}

function checkColumns(
  name: string,
  plural: string,
  matrices: (Matrix | null)[],
  T: number,
  rows: number,
  B: number,
): void {
  if (matrices.length !== T) {
    throw new RangeError(`Cannot train on ${T} steps: got ${matrices.length} ${plural}`);
  }
  matrices.forEach((matrix, t) => {
    if (!matrix) return;
    if (matrix.rows !== rows || matrix.cols !== B) {
      throw new RangeError(
        `Cannot train: ${name}_${t + 1} must be ${rows}×${B}, got ${matrix.shape}`,
      );
    }
    checkFinite(matrix, `${name}_${t + 1}`);
    checkOverflow(matrix, `${name}_${t + 1}`);
  });
}

function checkClasses(name: string, classes: Int32Array, count: number, size: number): void {
  if (classes.length < count) {
    throw new RangeError(`Cannot train: expected ${count} ${name}s, got ${classes.length}`);
  }
  for (let n = 0; n < count; n++) {
    const index = classes[n];
    if (index < -1 || index >= size) {
      throw new RangeError(`Cannot use ${name} ${index}: the classes are 0 to ${size - 1}`);
    }
  }
}

/** Copies the sequences of a task from the batch into its shard. */
export function fillShard(memory: Memory, layout: Layout, task: Task, batch: Batch): void {
  const { shard } = task, { xs, targets } = batch;
  if (Array.isArray(xs)) fillColumns(memory, shard.inputs.xs, layout.d, task, xs);
  else fillClasses(memory, shard.inputs.xs, task, batch, xs);
  if (!Array.isArray(targets)) return fillClasses(memory, shard.targets, task, batch, targets);
  fillColumns(memory, shard.targetValues, layout.v, task, targets);
  targets.forEach((target, t) => {
    const at = shard.targets / 4 + t * task.count;
    memory.ints.fill(target ? 0 : -1, at, at + task.count);
  });
}

/** Copies one class for each row. */
function fillClasses(
  { ints }: Memory,
  to: Address,
  { first, count }: Task,
  { steps, size }: Batch,
  from: Int32Array,
): void {
  for (let t = 0; t < steps; t++) {
    const at = to / 4 + t * count;
    for (let b = 0; b < count; b++) ints[at + b] = from[t * size + first + b];
  }
}

/** Copies columns into rows of `width` floats; the rows of a null are left as they are. */
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
