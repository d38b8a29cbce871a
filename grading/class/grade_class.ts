import { UserError } from "../../tools/command.ts";
import type { ProblemSet } from "../judge/check.ts";
import { Ungradable } from "../process/submission.ts";
import { gradeOne } from "./grade_one.ts";
import type { Inputs } from "./inputs.ts";
import { checkedKey } from "./model_check.ts";
import type { ModelKey } from "./model_key.ts";
import { type OpenedNotebook, readSubmitted, TooSlow } from "./notebook_reader.ts";
import { GRADER_FAILED, type Presented, presented, type Result, ungradable } from "./result.ts";
import { isStopping } from "./sandbox.ts";
import type { SubmittedFile } from "./submitted_files.ts";
import { LEFT_OUT, NO_ERRORS, TypeCheck } from "./types.ts";

const SECONDS = 20, SHORT = 5; // for a notebook, and for one of a student of whom another was slow
const SLOW = 2; // notebooks of one student
const TOO_SLOW =
  `Cannot grade it: ${SLOW} other notebooks of this student took much longer than usual`;

/** Options of grading a class. */
export interface Options {
  /** The source of every student's inputs. */
  inputs: Inputs;
  /** Checks types too, which takes some seconds. */
  types: boolean;
  /** The id of the only set that is graded; by default, all are. */
  set?: string;
  /** Called after each notebook. */
  onResult?: (result: Result, done: number) => void;
}

/**
 * Grades notebooks in parallel, one on each core; a notebook that cannot be graded does not stop the others. Throws Error
 * if the grader is stopped meanwhile, and UserError if the model solution of a set cannot be used.
 */
export async function gradeClass(
  notebooks: SubmittedFile[],
  { onResult, ...options }: Options,
): Promise<Presented[]> {
  const grader = new Grader(options), results: Result[] = [];
  let [next, done] = [0, 0];
  const work = async () => {
    while (next < notebooks.length) {
      const n = next++;
      results[n] = await grader.grade(notebooks[n]);
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

/** Grades one notebook after another, with the answer keys and the type check that they share. */
class Grader {
  readonly #types = new TypeCheck();
  readonly #keys = new Keys();
  readonly #slow = new Map<string, number>(); // notebooks by student, so that many of them do not delay the class

  constructor(readonly options: Options) {}

  /** Grades a notebook; the reason of an ungradable one says whether the notebook or the grader is at fault. */
  async grade(notebook: SubmittedFile): Promise<Result> {
    const { student, path, problem } = notebook;
    if (problem) return ungradable(student, path, `Cannot read it: ${problem}`);
    if (this.#slowOf(student) >= SLOW) return ungradable(student, path, TOO_SLOW);
    try {
      return await this.#grade(notebook, await readSubmitted(notebook.file));
    } catch (error) {
      const { message } = error as Error;
      if (isStopping() || error instanceof UserError) throw error; // it is not the notebook's fault
      if (error instanceof TooSlow) this.#addSlow(student);
      if (error instanceof Ungradable) return ungradable(student, path, message);
      return ungradable(student, path, `${GRADER_FAILED}: ${message}`);
    }
  }

  /** Ends the processes of the answer keys and of the type check. */
  async close(): Promise<void> {
    await Promise.all([this.#types.close(), this.#keys.close()]);
  }

  async #grade(notebook: SubmittedFile, opened: OpenedNotebook): Promise<Result> {
    const { student } = notebook, { types, inputs, set = opened.set.id } = this.options;
    if (opened.set.id !== set) throw otherSet(opened.set.id, set);
    const key = await this.#keys.of(opened.set);
    const wasSlow = this.#slowOf(student) > 0, seconds = wasSlow ? SHORT : SECONDS;
    const checked = types ? wasSlow ? LEFT_OUT : this.#types.check(opened) : NO_ERRORS;
    const { result, isSlow } = await gradeOne(notebook, opened, key, inputs, seconds);
    const { errors, isSlow: hasSlowTypes } = await checked;
    if (isSlow || hasSlowTypes) this.#addSlow(student);
    return { ...result, typeErrors: errors };
  }

  #slowOf(student: string): number {
    return this.#slow.get(student) ?? 0;
  }

  #addSlow(student: string): void {
    this.#slow.set(student, this.#slowOf(student) + 1);
  }
}

function otherSet(found: string, wanted: string): Ungradable {
  return new Ungradable(`It is a notebook of ${found}, but this assignment is ${wanted}`);
}

/** The answer keys of the submitted sets, each started when it is first needed. */
class Keys {
  readonly #started = new Map<string, Promise<ModelKey>>();

  of(set: ProblemSet): Promise<ModelKey> {
    const key = this.#started.get(set.id) ?? checkedKey(set);
    this.#started.set(set.id, key);
    return key;
  }

  async close(): Promise<void> {
    const started = await Promise.allSettled(this.#started.values());
    for (const key of started) if (key.status === "fulfilled") await key.value.close();
  }
}

/** Makes several notebooks of one set by one student one ungradable result, because the grader does not guess which counts. */
function withoutDuplicates(results: Result[]): Result[] {
  const keyOf = ({ student, set, path }: Result) => JSON.stringify([student, set || path]);
  return [...Map.groupBy(results, keyOf).values()].map((same) => {
    const [first] = same, paths = same.map(({ path }) => path);
    if (paths.length === 1) return first;
    const some = paths.slice(0, 3).join(" and "), more = paths.length - 3;
    const remedy = more > 0
      ? ` and ${more} more: is this a folder above the students' folders?`
      : `: remove ${paths.length === 2 ? "one of them" : "all but one"}`;
    return ungradable(first.student, first.path, `Cannot choose between ${some}${remedy}`);
  });
}
