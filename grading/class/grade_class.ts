import type { ProblemSet } from "../judge/check.ts";
import { Ungradable } from "../process/submission.ts";
import { gradeOne } from "./grade_one.ts";
import { ModelKey } from "./model_key.ts";
import { NotebookReader } from "./notebook_reader.ts";
import { type Result, ungradable } from "./result.ts";
import type { SubmittedFile } from "./submitted_files.ts";
import { TypeCheck } from "./types.ts";

/** Options of grading a class. */
export interface Options {
  /** Determines every student's inputs, together with the student's name. */
  seed: number;
  /** Checks types too, which takes some seconds. */
  types: boolean;
  /** Called after each notebook. */
  onResult?: (result: Result, done: number) => void;
}

/** The results of a class. */
export interface Graded {
  results: Result[];
  /** Problems that concern no single notebook. */
  notices: string[];
}

/** Grades all notebooks below a folder, one on each core at a time; one that cannot be graded does not stop the others. */
export async function gradeClass(
  folder: string,
  notebooks: SubmittedFile[],
  { seed, types: typed, onResult }: Options,
): Promise<Graded> {
  const reader = new NotebookReader(folder), types = await TypeCheck.start(), keys = new Keys();
  const results: Result[] = [];
  let [next, done] = [0, 0];
  const work = async () => {
    while (next < notebooks.length) {
      const n = next++, notebook = notebooks[n];
      results[n] = await grade(notebook, async () => {
        const opened = await reader.open(notebook.file);
        if (typed) await types.add(n, opened);
        return await gradeOne(notebook, opened, await keys.of(opened.set), seed);
      });
      onResult?.(results[n], ++done);
    }
  };
  try {
    await Promise.all(Array.from({ length: navigator.hardwareConcurrency }, work));
    const { found, notices } = await types.run();
    for (const [n, errors] of found) results[n].typeErrors = errors;
    return { results: withoutDuplicates(results), notices };
  } finally {
    await Promise.all([reader.close(), types.close(), keys.close()]);
  }
}

/** Turns an error into an ungradable result, whose reason says whether the notebook or the grader is at fault. */
async function grade(
  { student, path }: SubmittedFile,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const { message } = error as Error;
    if (error instanceof Ungradable) return ungradable(student, path, message);
    return ungradable(student, path, `The grader itself failed: ${message}`);
  }
}

/** The answer keys of the submitted sets, each started when it is first needed. */
class Keys {
  readonly #started = new Map<string, Promise<ModelKey>>();

  of(set: ProblemSet): Promise<ModelKey> {
    const key = this.#started.get(set.id) ?? ModelKey.start(set);
    this.#started.set(set.id, key);
    return key;
  }

  async close(): Promise<void> {
    const started = await Promise.allSettled(this.#started.values());
    for (const key of started) if (key.status === "fulfilled") await key.value.close();
  }
}

/** Makes several notebooks of one set by one student ungradable, because the grader does not guess which one counts. */
function withoutDuplicates(results: Result[]): Result[] {
  const keyOf = ({ student, set, path }: Result) => `${student} ${set || path}`;
  const groups = Map.groupBy(results, keyOf);
  return results.map((result) => {
    const paths = groups.get(keyOf(result))!.map(({ path }) => path);
    if (paths.length === 1) return result;
    const some = paths.slice(0, 3).join(" and "), more = paths.length - 3;
    const rest = more > 0 ? ` and ${more} more: is this a folder above the students' folders?` : "";
    return ungradable(result.student, result.path, `Cannot choose between ${some}${rest}`);
  });
}
