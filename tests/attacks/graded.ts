import { gradeClass } from "../../grading/class/grade_class.ts";
import { Inputs } from "../../grading/class/inputs.ts";
import type { Result } from "../../grading/class/result.ts";
import { type OtherFile, submittedFiles } from "../../grading/class/submitted_files.ts";
import { readGrading, writeReports } from "../../grading/reports/write.ts";
import { gradeMeasured } from "../grading/measure.ts";

/** The results of a class, from which its reports are made. */
export interface Graded {
  results: Result[];
  others: OtherFile[];
}

const SECRET = new Uint8Array(16).fill(7);

/** Grades the class in a folder for the first or the second time, and writes the reports to `out`. */
export async function graded(folder: string, out: string, grading: number): Promise<Graded> {
  const { notebooks, others } = await submittedFiles(folder);
  const inputs = new Inputs(SECRET, grading);
  const results = await gradeClass(notebooks, { inputs, types: true });
  await Deno.mkdir(out, { recursive: true });
  await writeReports(out, { grading, fence: "bubblewrap", results, others });
  return { results, others };
}

/** Grades a class in a process of its own, whose peak memory it measures. */
export async function gradedMeasured(
  folder: string,
  out: string,
): Promise<Graded & { megabytes: number }> {
  const { megabytes } = await gradeMeasured(folder, out), found = await readGrading(out);
  return { results: found?.results ?? [], others: found?.others ?? [], megabytes };
}
