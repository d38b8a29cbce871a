import { withoutDuplicates } from "./duplicates.ts";
import { type Extent, Grader } from "./grader.ts";
import type { Inputs } from "./inputs.ts";
import { readSubmitted } from "./notebook_reader.ts";
import { type Presented, presented, type Result } from "./result.ts";
import { SlowStudents } from "./slow_students.ts";
import type { SubmittedFile } from "./submitted_files.ts";

/** Options of grading a class. */
export interface Options extends Extent {
  /** The source of every student's inputs. */
  inputs: Inputs;
  /** Called after each notebook. */
  onResult?: (result: Result, done: number) => void;
}

/**
 * Grades notebooks in parallel, one on each core; a notebook that cannot be graded does not stop the others. Throws Error
 * if the grader is stopped meanwhile, and UserError if the model solution of a set cannot be used.
 */
export async function gradeClass(
  notebooks: SubmittedFile[],
  { onResult, inputs, ...extent }: Options,
): Promise<Presented[]> {
  const grader = new Grader(extent), slow = new SlowStudents(), results: Result[] = [];
  let [next, done] = [0, 0];
  const work = async () => {
    while (next < notebooks.length) {
      const n = next++;
      results[n] = await gradeHere(notebooks[n], grader, inputs, slow);
      onResult?.(results[n], ++done);
    }
  };
  const workOrStop = () =>
    work().catch((error) => {
      next = notebooks.length; // no other notebook is begun
      throw error;
    });
  try {
    const all = Array.from({ length: navigator.hardwareConcurrency }, workOrStop);
    await Promise.allSettled(all); // nothing may still run when the error is thrown
    await Promise.all(all);
    return withoutDuplicates(results).map(presented);
  } finally {
    await grader.close();
  }
}

/** Grades a notebook on this machine, unless it is refused. */
async function gradeHere(
  notebook: SubmittedFile,
  grader: Grader,
  seeds: Inputs,
  slow: SlowStudents,
): Promise<Result> {
  const refusal = slow.refusal(notebook), { student, path, file } = notebook;
  if (refusal) return refusal;
  const read = () => readSubmitted(file), wasSlow = slow.has(student);
  const { result, isSlow } = await grader.grade({ student, path, read, seeds, wasSlow });
  if (isSlow) slow.add(student);
  return result;
}
