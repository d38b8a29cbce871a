import { join } from "node:path";
import { compileCell } from "../../lib/notebook/compile_cell.ts";
import { EDITS } from "../../exercises/mistakes/mod.ts";
import { root } from "../../tools/paths.ts";
import type { AnswerKey } from "../judge/answer_key.ts";
import { type Check, gradeId, type ProblemSet } from "../judge/check.ts";
import type { Answer, Call } from "../judge/values.ts";
import { Child, trusted } from "../process/child.ts";
import { readSubmission, type SolutionCell } from "../process/submission.ts";

/** The folder of the source notebooks, with their solutions. */
export const sources = join(root, "exercises", "source");

/** Returns the path of a set's source notebook. */
export function sourceOf({ id }: ProblemSet): string {
  return join(sources, id, `${id}.ipynb`);
}

/** Returns the cells of a set's model solution. */
export async function modelCells(set: ProblemSet): Promise<SolutionCell[]> {
  return readSubmission(await Deno.readTextFile(sourceOf(set)), [set]).cells;
}

/**
 * Returns the source of an item's model solution with a named mistake.
 * Throws Error unless every text of the mistake's edit occurs exactly once.
 */
export function withMistake(source: string, { id }: Check, mistake: string): string {
  const edit = EDITS[id]?.[mistake] ?? [], name = `${id}, ${mistake}`;
  if (edit.length === 0) throw new Error(`Cannot find the edit of ${name}`);
  return edit.reduce((text, [from, to]) => {
    const count = text.split(from).length - 1;
    if (count !== 1) {
      throw new Error(`Cannot edit ${name}: "${from}" must occur once, but occurs ${count} times`);
    }
    return text.replace(from, () => to);
  }, source);
}

/**
 * The answer key of the grader: the model solution of a set in a process of its own, which students' folders do not have.
 * To get the answers of a named mistake, the mistake replaces the solution for one batch of calls.
 */
export class ModelKey implements AnswerKey {
  readonly anySeed = true;
  #pending: Promise<unknown> = Promise.resolve();

  private constructor(readonly cells: SolutionCell[], readonly child: Child) {}

  /** Starts the process and loads the solution. Throws Error if a cell fails. */
  static async start(set: ProblemSet): Promise<ModelKey> {
    const cells = await modelCells(set), child = new Child(trusted(60, Infinity));
    for (const { id, source } of cells) {
      const error = await child.load(compileCell(source));
      if (error) throw new Error(`The model solution ${id} ${error}`);
    }
    return new ModelKey(cells, child);
  }

  correct(_: Check, calls: Call[]): Promise<Answer[]> {
    return this.#exclusive(() => this.child.invoke(calls));
  }

  mistaken(check: Check, mistake: string, calls: Call[]): Promise<Answer[]> {
    const { source } = this.cells.find(({ id }) => id === gradeId(check))!;
    const wrong = compileCell(withMistake(source, check, mistake));
    return this.#exclusive(async () => {
      await this.child.load(wrong);
      const answers = await this.child.invoke(calls);
      await this.child.load(compileCell(source));
      return answers;
    });
  }

  /** Ends the process. */
  close(): Promise<void> {
    return this.child.close();
  }

  /** Runs one batch at a time, so that a mistake never answers another batch. */
  #exclusive<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#pending.then(work);
    this.#pending = turn.catch(() => {});
    return turn;
  }
}
