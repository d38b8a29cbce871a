import { SETS } from "../../exercises/checks/mod.ts";
import type { Ended, Scheduler, Task } from "../../scheduler/scheduler.ts";
import { UserError } from "../../tools/command.ts";
import { withoutDuplicates } from "../class/duplicates.ts";
import { noFence } from "../class/fence.ts";
import type { Options } from "../class/grade_class.ts";
import type { Inputs } from "../class/inputs.ts";
import type { Graded } from "../class/place.ts";
import { GRADER_FAILED, presented, type Result, ungradable } from "../class/result.ts";
import { SlowStudents } from "../class/slow_students.ts";
import type { SubmittedFile } from "../class/submitted_files.ts";
import { packNotebook } from "../process/files.ts";
import { Ungradable } from "../process/submission.ts";
import type { Received, Sent } from "./one_notebook.ts";

const MODULE = "grading/remote/one_notebook.ts";
/** The remark on a notebook that was graded where there is no fence. */
const UNFENCED = "Graded on a worker without bubblewrap";

/**
 * Grades notebooks on a scheduler, with the results of `gradeClass`. At most one notebook of a student is graded at a
 * time, so that slow ones do not delay the class. Throws UserError if a worker is unfit or the model solution of a set
 * cannot be used, and Error if the scheduler is closed meanwhile.
 */
export async function gradeRemotely(
  scheduler: Scheduler,
  notebooks: SubmittedFile[],
  { inputs, onResult }: Pick<Options, "inputs" | "onResult">,
): Promise<Graded> {
  const grading = new RemoteGrading(notebooks, inputs, onResult);
  for (const round of roundsOf(notebooks)) {
    for await (const ended of scheduler.map(grading.tasksFor(round))) grading.take(ended);
  }
  return grading.graded();
}

/** Returns the places of the notebooks in rounds: the first one of each student, then the second ones, and so on. */
function roundsOf(notebooks: SubmittedFile[]): number[][] {
  const counts = new Map<string, number>(), rounds: number[][] = [];
  for (const [n, { student }] of notebooks.entries()) {
    const count = counts.get(student) ?? 0;
    counts.set(student, count + 1);
    (rounds[count] ??= []).push(n);
  }
  return rounds;
}

/** A class that is graded elsewhere. */
class RemoteGrading {
  readonly #slow = new SlowStudents();
  readonly #under = new Map<Task, number>();
  readonly #results = new Map<number, Result>();
  readonly #unfenced = new Set<string>();

  constructor(
    readonly notebooks: SubmittedFile[],
    readonly inputs: Inputs,
    readonly onResult?: Options["onResult"],
  ) {}

  /** Yields the tasks of a round; a notebook that needs none gets its result at once. */
  async *tasksFor(round: number[]): AsyncGenerator<Task> {
    for (const n of round) {
      const task = await this.#taskFor(n);
      if (task) yield task;
    }
  }

  /** Takes what a worker has found out. */
  take({ task, outcome, error, worker }: Ended): void {
    const n = this.#under.get(task)!, { student, path } = this.notebooks[n];
    this.#under.delete(task);
    if (!outcome) return this.#failed(n, error ?? "it gave no result");
    const received = outcome as unknown as Received;
    if ("refusal" in received) throw new UserError(received.refusal);
    const { attempt: { result, isSlow }, fence } = received, own = { ...result, student, path };
    if (isSlow) this.#slow.add(student);
    if (fence === "none") {
      this.#unfenced.add(worker);
      own.remarks = [UNFENCED, ...own.remarks];
    }
    this.#end(n, own);
  }

  /** Returns the results in the notebooks' order. Throws Error unless there are all of them. */
  graded(): Graded {
    const all = this.notebooks.map((_, n) => this.#results.get(n)).filter((result) => !!result);
    const left = this.notebooks.length - all.length;
    if (left > 0) throw new Error(`Cannot grade ${left} notebooks: the scheduler was closed`);
    const results = withoutDuplicates(all).map(presented);
    if (this.#unfenced.size === 0) return { results, fence: "bubblewrap" };
    const warning = noFence(`on ${[...this.#unfenced].sort().join(", ")}`);
    return { results, fence: "none", warning };
  }

  async #taskFor(n: number): Promise<Task | undefined> {
    const { student, file } = this.notebooks[n], refusal = this.#slow.refusal(this.notebooks[n]);
    if (refusal) return this.#end(n, refusal);
    try {
      const packed = await packNotebook(file), wasSlow = this.#slow.has(student);
      const sent: Sent = { notebook: { packed, seeds: this.#seedsOf(student), wasSlow } };
      const task: Task = { module: MODULE, input: { n, ...sent } };
      this.#under.set(task, n);
      return task;
    } catch (error) {
      const { message } = error as Error;
      this.#failed(n, message, error instanceof Ungradable);
    }
  }

  #seedsOf(student: string): Record<string, number> {
    const items = SETS.flatMap(({ id: set, checks }) =>
      checks.map(({ id: item }) => ({ set, item }))
    );
    return Object.fromEntries(
      items.map(({ set, item }) => [item, this.inputs.seedOf({ student, set, item })]),
    );
  }

  #failed(n: number, message: string, isItsFault = false): void {
    const { student, path } = this.notebooks[n];
    const reason = isItsFault ? message : `${GRADER_FAILED}: ${message.split("\n")[0]}`;
    this.#end(n, ungradable(student, path, reason));
  }

  #end(n: number, result: Result): undefined {
    this.#results.set(n, result);
    this.onResult?.(result, this.#results.size);
  }
}
