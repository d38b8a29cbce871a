import { UserError } from "../../tools/command.ts";
import { type Fence, fenceHere, noFence } from "./fence.ts";
import { gradeClass, type Options } from "./grade_class.ts";
import { fetchPrograms } from "./programs.ts";
import type { Presented } from "./result.ts";
import { requireSandbox, stopAll } from "./sandbox.ts";
import type { SubmittedFile } from "./submitted_files.ts";

/** The results of a class. */
export interface Graded {
  results: Presented[];
  /** The fence that confined all solutions, in addition to Deno's permissions. */
  fence: Fence;
  /** A sentence about solutions without it. */
  warning?: string;
}

/** A place to grade a class. */
export interface Place {
  /** Grades notebooks. Throws Error if it is stopped meanwhile, and UserError if the grader cannot be used there. */
  grade(notebooks: SubmittedFile[], options: Options): Promise<Graded>;
  /** Ends what a grading has started. */
  stop(): Promise<void>;
}

/** This machine. */
export class Here implements Place {
  readonly stop = stopAll;

  private constructor(readonly fence: Fence) {}

  /** Throws UserError if this machine has no sandbox, or not the fence although it is required. */
  static async open(requireFence = false): Promise<Here> {
    await requireSandbox();
    const fence = await fenceHere();
    if (fence === "none" && requireFence) throw new UserError(`Cannot grade: ${noFence("here")}`);
    await fetchPrograms();
    return new Here(fence);
  }

  async grade(notebooks: SubmittedFile[], options: Options): Promise<Graded> {
    const results = await gradeClass(notebooks, options), { fence } = this;
    return { results, fence, ...fence === "none" && { warning: noFence("here") } };
  }
}
