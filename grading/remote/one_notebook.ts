import { UserError } from "../../tools/command.ts";
import { type Fence, fenceHere } from "../class/fence.ts";
import type { Attempt } from "../class/grade_one.ts";
import { Grader } from "../class/grader.ts";
import type { Seeds } from "../class/inputs.ts";
import { readStream } from "../class/notebook_reader.ts";
import { stopAll } from "../class/sandbox.ts";
import { unpackNotebook } from "../process/files.ts";

/** All that a worker gets to know about a notebook: neither whose it is, nor the class secret. */
export interface Sent {
  notebook: {
    /** The bytes of the file, as `packNotebook` packs them. */
    packed: string;
    /** The seed of every item of every set, because the grader reads the notebook only on the worker. */
    seeds: Record<string, number>;
    wasSlow: boolean;
  };
}

/** The answer: the result without the student and the path, or why nothing can be graded. */
export type Received = { attempt: Attempt; fence: Fence } | { refusal: string };

let grader: Grader | undefined;

/** Grades one notebook on a worker, behind the same fence as on the teacher's machine. */
export async function run({ notebook }: Sent): Promise<Received> {
  const { packed, seeds: all, wasSlow } = notebook;
  const seeds: Seeds = { seedOf: ({ item }) => all[item] };
  const read = () => readStream(unpackNotebook(packed));
  grader ??= new Grader({ types: true });
  try {
    const attempt = await grader.grade({ student: "", path: "", read, seeds, wasSlow });
    return { attempt, fence: await fenceHere() };
  } catch (error) {
    if (error instanceof UserError) return { refusal: error.message };
    throw error;
  }
}

/** Ends everything that a grading has started here. */
export const stop = stopAll;
