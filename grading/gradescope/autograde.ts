// Grades one submission in Gradescope's container; run_autograder gives the folder in which Gradescope puts everything.
import { dirname, join } from "node:path";
import { main, UserError } from "../../tools/command.ts";
import { root } from "../../tools/paths.ts";
import { gradeClass } from "../class/grade_class.ts";
import { classSecret, Inputs } from "../class/inputs.ts";
import { GRADER_FAILED, presented, type Result, ungradable } from "../class/result.ts";
import { requireSandbox } from "../class/sandbox.ts";
import { setNamed } from "../class/sets.ts";
import { submittedFiles } from "../class/submitted_files.ts";
import { gradescopeOf } from "../reports/services.ts";
import { type Submitters, submitters } from "./submitters.ts";

const TOP = ""; // the path of a result about the whole submission

/** Grades the submission below Gradescope's folder, and writes the file that Gradescope reads. */
async function autograde([autograder, ...more]: string[]): Promise<number> {
  if (!autograder || more.length > 0) throw new UserError("Cannot grade: give Gradescope's folder");
  const { set: id } = JSON.parse(await Deno.readTextFile(join(root, "assignment.json")));
  await requireSandbox();
  const set = setNamed(id), who = await submitters(autograder);
  const result = await gradeSubmission(join(autograder, "submission"), id, who);
  if (result.reason?.startsWith(GRADER_FAILED)) throw new Error(result.reason); // Gradescope then reports a failure
  const path = join(autograder, "results", "results.json");
  await Deno.mkdir(dirname(path), { recursive: true });
  const report = { ...gradescopeOf(result, set), extra_data: who };
  await Deno.writeTextFile(path, JSON.stringify(report, null, 2) + "\n");
  return 0;
}

/** Grades the notebook of the set in a folder; without one that can be graded, the result gives the reason. */
async function gradeSubmission(folder: string, set: string, who: Submitters): Promise<Result> {
  const { notebooks, others } = await submittedFiles(folder), { student, grading } = who;
  const inputs = new Inputs(await classSecret(join(root, "secret.txt")), grading);
  const own = notebooks.map((notebook) => ({ ...notebook, student }));
  const results = await gradeClass(own, { inputs, types: false, set });
  const graded = results.find(({ status }) => status === "graded");
  if (graded) return graded;
  if (results.length > 0) return results[0];
  const [other] = others;
  const reason = other ? `${other.path} is ${other.reason}` : "the submission is empty";
  return presented(ungradable(student, TOP, `Cannot find a notebook: ${reason}`));
}

await main(() => autograde(Deno.args));
