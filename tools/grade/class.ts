import type { ProblemSet } from "../../lib/check/check.ts";
import type { HandedIn } from "./find.ts";
import { gradeOne, open, type Opened } from "./grade_one.ts";
import { ModelKey } from "./model.ts";
import { type Result, ungradable } from "./result.ts";
import { typeErrors } from "./types.ts";

/** What grading a class takes. */
export interface Options {
  /** Draws every student's inputs, together with the student's name. */
  seed: number;
  /** Told after each notebook. */
  onResult?: (result: Result, done: number) => void;
}

/** Grades all notebooks, one at a time on each core; one that can't be graded stops no other. */
export async function gradeClass(notebooks: HandedIn[], options: Options): Promise<Result[]> {
  const opened: Opened[] = [];
  for (const notebook of notebooks) opened.push(await open(notebook)); // one by one: a class may hand in gigabytes
  const errors = typeErrors(opened.map((one) => "submission" in one ? one.submission : undefined));
  const running = new Map<string, Promise<ModelKey>>();
  const keys = (set: ProblemSet) => {
    if (!running.has(set.id)) running.set(set.id, ModelKey.start(set));
    return running.get(set.id)!;
  };
  const results: Result[] = [];
  let [next, done] = [0, 0];
  const work = async () => {
    while (next < notebooks.length) {
      const n = next++, one = opened[n], notebook = notebooks[n];
      results[n] = "result" in one
        ? one.result
        : await gradeOne(notebook, one.submission, keys, options.seed).catch((error) =>
          ungradable(notebook.student, notebook.path, `Cannot grade it: ${error.message}`)
        );
      options.onResult?.(results[n], ++done);
    }
  };
  try {
    await Promise.all(Array.from({ length: navigator.hardwareConcurrency }, work));
  } finally {
    for (const key of running.values()) await (await key).close();
  }
  (await errors).forEach((list, n) => results[n].typeErrors = list);
  return withoutDoubles(results);
}

/** Two notebooks of one set by one student: neither is guessed to be the one that counts. */
function withoutDoubles(results: Result[]): Result[] {
  const keyOf = ({ student, set, path }: Result) => `${student} ${set || path}`;
  const groups = Map.groupBy(results, keyOf);
  return results.map((result) => {
    const paths = groups.get(keyOf(result))!.map(({ path }) => path);
    if (paths.length === 1) return result;
    return ungradable(result.student, result.path, `Cannot choose between ${paths.join(" and ")}`);
  });
}
