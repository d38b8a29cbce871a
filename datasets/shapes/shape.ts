import type { Batch } from "../../lib/training/engine.ts";
import { Matrix } from "../../lib/matrix.ts";
import type { Random } from "../../lib/random.ts";
import { checkSize, type Source } from "../tasks/task.ts";

/** The lecture's names of the shapes. */
export type ShapeName =
  | "one to one"
  | "one to many"
  | "many to one"
  | "many to many"
  | "many to many in step";

/** One of the lecture's five shapes as a problem that a cell can learn. */
export interface SequenceShape {
  /** Its name in the lecture. */
  readonly name: ShapeName;
  /** The rows of x_t. */
  readonly inputSize: number;
  /** What the classes that are read mean; none where numbers are read. */
  readonly words: string[];
  /** What the classes of the readout mean. */
  readonly classes: string[];
  /** The share of sequences that the best constant answer has right. */
  readonly chance: number;
  /** Examples to learn from. */
  readonly train: Source;
  /** Examples that are never learnt from. */
  readonly test: Source;
}

/** One sequence: a class, numbers or nothing to read at each step, and a class or nothing asked for. */
export interface Example {
  /** What is read at each step. */
  readonly xs: (number | Float64Array | null)[];
  /** What is asked for at each step. */
  readonly targets: (number | null)[];
}

/** A problem whose sequences are drawn one by one, all of one length. */
export function randomTask(
  name: string,
  { inputSize, outputSize }: { inputSize: number; outputSize: number },
  draw: (random: Random) => Example,
): Source {
  const batch = (size: number, random: Random) => {
    checkSize(size);
    return sideBySide(Array.from({ length: size }, () => draw(random)), inputSize);
  };
  return { name, inputSize, outputSize, batch };
}

/** Examples as a batch: classes where every input is a class or nothing, otherwise columns of numbers. */
function sideBySide(examples: Example[], inputSize: number): Batch {
  const size = examples.length, steps = examples[0].xs.length;
  const each = <T>(of: (example: Example, t: number) => T) =>
    Array.from({ length: steps }, (_, t) => examples.map((example) => of(example, t)));
  const targets = Int32Array.from(each(({ targets }, t) => targets[t] ?? -1).flat());
  const dense = examples.some(({ xs }) => xs.some((x) => x instanceof Float64Array));
  const column = (x: Example["xs"][number]) =>
    x instanceof Float64Array ? Matrix.column(x) : new Matrix(inputSize, 1);
  const xs = dense
    ? each(({ xs }, t) => column(xs[t])).map((row) => Matrix.blocks([row]))
    : Int32Array.from(each(({ xs }, t) => xs[t] as number | null ?? -1).flat());
  return { steps, size, xs, targets, fresh: true };
}
