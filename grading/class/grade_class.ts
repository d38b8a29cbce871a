import type { ProblemSet } from "../judge/check.ts";
import { Ungradable } from "../process/submission.ts";
import { gradeOne } from "./grade_one.ts";
import type { Inputs } from "./inputs.ts";
import { ModelKey } from "./model_key.ts";
import { readSubmitted, TooSlow } from "./notebook_reader.ts";
import { presented, type Result, ungradable } from "./result.ts";
import type { SubmittedFile } from "./submitted_files.ts";
import { TypeCheck } from "./types.ts";

const SLOW = 2; // notebooks of one student
const TOO_SLOW =
  `Cannot grade it: ${SLOW} other notebooks of this student have reached a time limit`;

/** Options of grading a class. */
export interface Options {
  /** The source of every student's inputs. */
  inputs: Inputs;
  /** Checks types too, which takes some seconds. */
  types: boolean;
  /** Called after each notebook. */
  onResult?: (result: Result, done: number) => void;
}

/** Grades notebooks in parallel, one on each core; a notebook that cannot be graded does not stop the others. */
export async function gradeClass(
  notebooks: SubmittedFile[],
  { inputs, types: typed, onResult }: Options,
): Promise<Result[]> {
  const types = new TypeCheck(), keys = new Keys(), slow = new SlowStudents();
  const results: Result[] = [];
  let [next, done] = [0, 0];
  const gradeNext = async () => {
    const n = next++, notebook = notebooks[n];
    results[n] = await attempt(notebook, slow, async () => {
      const opened = await readSubmitted(notebook.file);
      const [{ result, isLate }, typeErrors] = await Promise.all([
        gradeOne(notebook, opened, await keys.of(opened.set), inputs),
        typed ? types.check(opened) : [],
      ]);
      if (isLate) slow.add(notebook.student);
      return { ...result, typeErrors };
    });
    onResult?.(results[n], ++done);
  };
  const work = async () => {
    while (next < notebooks.length) await gradeNext();
  };
  try {
    await Promise.all(Array.from({ length: navigator.hardwareConcurrency }, work));
    return withoutDuplicates(results).map(presented);
  } finally {
    await Promise.all([types.close(), keys.close()]);
  }
}

/** Counts, for each student, the notebooks that reached a time limit, so that many of them do not delay the class. */
class SlowStudents {
  readonly #notebooks = new Map<string, number>();

  add(student: string): void {
    this.#notebooks.set(student, (this.#notebooks.get(student) ?? 0) + 1);
  }

  has(student: string): boolean {
    return (this.#notebooks.get(student) ?? 0) >= SLOW;
  }
}

/** Turns an error into an ungradable result, whose reason says whether the notebook or the grader is at fault. */
async function attempt(
  { student, path, problem }: SubmittedFile,
  slow: SlowStudents,
  work: () => Promise<Result>,
): Promise<Result> {
  if (problem) return ungradable(student, path, `Cannot read it: ${problem}`);
  if (slow.has(student)) return ungradable(student, path, TOO_SLOW);
  try {
    return await work();
  } catch (error) {
    const { message } = error as Error;
    if (error instanceof TooSlow) slow.add(student);
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
  const keyOf = ({ student, set, path }: Result) => JSON.stringify([student, set || path]);
  const groups = Map.groupBy(results, keyOf);
  return results.map((result) => {
    const paths = groups.get(keyOf(result))!.map(({ path }) => path);
    if (paths.length === 1) return result;
    const some = paths.slice(0, 3).join(" and "), more = paths.length - 3;
    const rest = more > 0 ? ` and ${more} more: is this a folder above the students' folders?` : "";
    return ungradable(result.student, result.path, `Cannot choose between ${some}${rest}`);
  });
}
