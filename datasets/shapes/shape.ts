import type { Batch } from "../../lib/training/engine.ts";
import { Matrix } from "../../lib/matrix.ts";
import { choice, type Random } from "../../lib/random.ts";
import { checkCount } from "../integers.ts";
import type { SequenceTask } from "../tasks/task.ts";

/** The lecture's names of the shapes. */
export type ShapeName =
  | "one to one"
  | "one to many"
  | "many to one"
  | "many to many"
  | "many to many in step";

/** One of the lecture's five shapes of sequences as a task. */
export interface SequenceShape {
  /** Its name in the lecture. */
  readonly name: ShapeName;
  /** The rows of x_t. */
  readonly inputSize: number;
  /** The meanings of the input classes; empty if the inputs are images. */
  readonly words: string[];
  /** The meanings of the output classes. */
  readonly classes: string[];
  /** The accuracy of the best constant prediction, over sequences. */
  readonly chance: number;
  /** Training examples. */
  readonly train: SequenceTask;
  /** Test examples, none of which occurs in training. */
  readonly test: SequenceTask;
}

/** One sequence with its targets. */
export interface Example {
  /** The input of each step: a class, numbers or null. */
  readonly xs: (number | Float64Array | null)[];
  /** The target class of each step, or null. */
  readonly targets: (number | null)[];
}

/** Returns a shape whose training and test examples are made from the items of two lists. */
export function shapeOf<Item>(
  properties: Omit<SequenceShape, "train" | "test">,
  lists: { train: Item[]; test: Item[] },
  names: { train: string; test: string },
  example: (item: Item, random: Random) => Example,
): SequenceShape {
  const sizes = { inputSize: properties.inputSize, outputSize: properties.classes.length };
  const task = (part: "train" | "test") =>
    taskFromExamples(names[part], sizes, (random) => example(choice(lists[part], random), random));
  return { ...properties, train: task("train"), test: task("test") };
}

/** Returns a task whose examples, all of the same length, are drawn one by one. */
export function taskFromExamples(
  name: string,
  { inputSize, outputSize }: { inputSize: number; outputSize: number },
  draw: (random: Random) => Example,
): SequenceTask {
  const batch = (size: number, random: Random) => {
    checkCount(size, "sequences");
    return collate(Array.from({ length: size }, () => draw(random)), inputSize);
  };
  return { name, inputSize, outputSize, batch };
}

/** Returns examples as a batch: classes if every input is a class or null, else columns of numbers. */
function collate(examples: Example[], inputSize: number): Batch {
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
