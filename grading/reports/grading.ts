import type { Fence } from "../class/fence.ts";
import type { Presented } from "../class/result.ts";
import type { OtherFile } from "../class/submitted_files.ts";

/** A grading, as it is stored for the next one. */
export interface Grading {
  /** Its number, the time in milliseconds, on which every student's inputs depend. */
  grading: number;
  /** The fence that confined the solutions, in addition to Deno's permissions. */
  fence: Fence;
  results: Presented[];
  others: OtherFile[];
}
