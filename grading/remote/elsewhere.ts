import { DaskScheduler } from "../../scheduler/dask.ts";
import type { Options } from "../class/grade_class.ts";
import type { Graded, Place } from "../class/place.ts";
import type { SubmittedFile } from "../class/submitted_files.ts";
import { gradeRemotely } from "./grade_remotely.ts";
import { gradingWork } from "./work.ts";

/** The workers of a Dask scheduler. */
export class Elsewhere implements Place {
  #scheduler?: DaskScheduler;

  /** @param wait the seconds in which the first worker must come */
  constructor(readonly address: string, readonly wait: number, readonly requireFence = false) {}

  async grade(notebooks: SubmittedFile[], options: Options): Promise<Graded> {
    const work = gradingWork(this.requireFence), { wait } = this;
    this.#scheduler = await DaskScheduler.connect(this.address, work, { wait });
    console.error(`Grading on ${this.#scheduler.name}`);
    try {
      return await gradeRemotely(this.#scheduler, notebooks, options);
    } finally {
      await this.stop();
    }
  }

  async stop(): Promise<void> {
    await this.#scheduler?.close();
  }
}
