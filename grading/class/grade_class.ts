import type { ProblemSet } from "../judge/check.ts";
import { Ungradable } from "../process/submission.ts";
import type { HandedIn } from "./find.ts";
import { gradeOne } from "./grade_one.ts";
import { ModelKey } from "./model.ts";
import { Reader } from "./reader.ts";
import { type Result, ungradable } from "./result.ts";
import { TypeCheck } from "./types.ts";

/** What grading a class takes. */
export interface Options {
  /** Draws every student's inputs, together with the student's name. */
  seed: number;
  /** Whether types are checked, too, which takes some seconds. */
  types: boolean;
  /** Told after each notebook. */
  onResult?: (result: Result, done: number) => void;
}

/** What became of a class. */
export interface Graded {
  results: Result[];
  /** What went wrong for no one notebook. */
  notices: string[];
}

/** Grades all notebooks below a folder, one at a time on each core; one that can't be graded stops no other. */
export async function gradeClass(
  folder: string,
  notebooks: HandedIn[],
  { seed, types: typed, onResult }: Options,
): Promise<Graded> {
  const reader = new Reader(folder), types = await TypeCheck.start(), keys = new Keys();
  const results: Result[] = [];
  let [next, done] = [0, 0];
  const work = async () => {
    while (next < notebooks.length) {
      const n = next++, notebook = notebooks[n];
      results[n] = await grade(notebook, async () => {
        const opened = await reader.open(notebook.file);
        if (typed) await types.add(n, opened);
        return await gradeOne(notebook, opened, keys.of, seed);
      });
      onResult?.(results[n], ++done);
    }
  };
  try {
    await Promise.all(Array.from({ length: navigator.hardwareConcurrency }, work));
    const { found, notices } = await types.run();
    for (const [n, errors] of found) results[n].typeErrors = errors;
    return { results: withoutDoubles(results), notices };
  } finally {
    await Promise.all([reader.close(), types.close(), keys.close()]);
  }
}

/** A notebook that can't be graded has no score; whose fault that is, the reason says. */
async function grade({ student, path }: HandedIn, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const { message } = error as Error;
    if (error instanceof Ungradable) return ungradable(student, path, message);
    return ungradable(student, path, `The grader itself failed: ${message}`);
  }
}

/** The keys of the sets that were handed in, each started when it is first asked for. */
class Keys {
  readonly #running = new Map<string, Promise<ModelKey>>();

  of = (set: ProblemSet): Promise<ModelKey> => {
    const key = this.#running.get(set.id) ?? ModelKey.start(set);
    this.#running.set(set.id, key);
    return key;
  };

  async close(): Promise<void> {
    const started = await Promise.allSettled(this.#running.values());
    for (const key of started) if (key.status === "fulfilled") await key.value.close();
  }
}

/** Two notebooks of one set by one student: neither is guessed to be the one that counts. */
function withoutDoubles(results: Result[]): Result[] {
  const keyOf = ({ student, set, path }: Result) => `${student} ${set || path}`;
  const groups = Map.groupBy(results, keyOf);
  return results.map((result) => {
    const paths = groups.get(keyOf(result))!.map(({ path }) => path);
    if (paths.length === 1) return result;
    const some = paths.slice(0, 3).join(" and "), more = paths.length - 3;
    const rest = more > 0 ? ` and ${more} more: is a folder above the students' given?` : "";
    return ungradable(result.student, result.path, `Cannot choose between ${some}${rest}`);
  });
}
