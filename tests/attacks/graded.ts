import { join } from "node:path";
import { gradeClass } from "../../grading/class/grade_class.ts";
import { submittedFiles } from "../../grading/class/submitted_files.ts";
import type { Result } from "../../grading/class/result.ts";
import { readGrading, writeReports } from "../../grading/reports/write.ts";
import { gradeMeasured } from "../grading/measure.ts";

/** Grades the class in a folder for the first or the second time, writes the reports to `out`, and returns the results. */
export async function graded(folder: string, out: string, _grading: number): Promise<Result[]> {
  const submitted = await submittedFiles(folder);
  const { results } = await gradeClass(folder, submitted, { seed: 1, types: true });
  await Deno.mkdir(out, { recursive: true });
  await writeReports(out, { seed: 1, results });
  return results;
}

/** Grades a class in a process of its own, whose peak memory it measures. */
export async function gradedMeasured(
  folder: string,
): Promise<{ results: Result[]; out: string; megabytes: number }> {
  const { megabytes } = await gradeMeasured(folder), out = join(folder, ".grades");
  return { results: (await readGrading(out))?.results ?? [], out, megabytes };
}
