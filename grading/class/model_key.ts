import { join } from "node:path";
import { CellError, compileCell } from "../../lib/notebook/compile_cell.ts";
import { EDITS } from "../../exercises/mistakes/mod.ts";
import { UserError } from "../../tools/command.ts";
import { root } from "../../tools/paths.ts";
import type { AnswerKey } from "../judge/answer_key.ts";
import { type Check, gradeId, type ProblemSet } from "../judge/check.ts";
import type { Answer, Call } from "../judge/values.ts";
import { Child, trusted } from "../process/child.ts";
import { readSubmission, type SolutionCell, Ungradable } from "../process/submission.ts";

/** The folder of the source notebooks, with their solutions. */
export const sources = join(root, "exercises", "source");

/** Returns the path of a set's source notebook. */
export function sourceOf({ id }: ProblemSet): string {
  return join(sources, id, `${id}.ipynb`);
}

/** Returns the cells of a set's model solution. Throws UserError if its notebook cannot be read or has none. */
export async function modelCells(set: ProblemSet): Promise<SolutionCell[]> {
  try {
    return readSubmission(await Deno.readTextFile(sourceOf(set)), [set]).cells;
  } catch (error) {
    const isMissing = error instanceof Deno.errors.NotFound;
    if (!isMissing && !(error instanceof Ungradable)) throw error;
    const reason = isMissing ? "there is no such file" : error.message;
    throw new UserError(`Cannot load the model solution from ${placeOf(set)}: ${reason}`);
  }
}

/**
 * Returns the source of an item's model solution with a named mistake.
 * Throws UserError, with the file to change, unless every text of the mistake's edit occurs exactly once.
 */
export function withMistake(source: string, { id }: Check, mistake: string): string {
  const edit = EDITS[id]?.[mistake] ?? [], set = id.split(".")[0];
  const attempt = `Cannot make the mistake "${mistake}" of ${id}`;
  const file = `exercises/mistakes/${set}.ts`, notebook = placeOf({ id: set });
  if (edit.length === 0) {
    const names = `exercises/checks/${set}.ts names it`;
    throw new UserError(`${attempt}: ${names}, but ${file} has no edit for it; add one there`);
  }
  return edit.reduce((text, [from, to]) => {
    const count = text.split(from).length - 1, quoted = JSON.stringify(from);
    if (count !== 1) {
      throw new UserError(
        `${attempt}: its edit in ${file} replaces the text ${quoted}, which must occur exactly once in the solution cell ${
          id.replace(".", "_")
        } of ${notebook}, but occurs ${count} times; change that text in ${file} to one that does`,
      );
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

  /** Starts the process and loads the solution. Throws UserError if a cell is missing or fails. */
  static async start(set: ProblemSet): Promise<ModelKey> {
    const cells = await modelCells(set);
    requireCells(set, cells);
    const child = new Child(trusted(60, Infinity));
    for (const { id, source } of cells) {
      const error = await load(child, source);
      if (!error) continue;
      await child.close();
      throw new UserError(`Cannot load the model solution: cell ${id} of ${placeOf(set)} ${error}`);
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

/** Loads a cell, and returns what is wrong with it. */
async function load(child: Child, source: string): Promise<string | undefined> {
  try {
    return await child.load(compileCell(source));
  } catch (error) {
    if (error instanceof CellError) return `cannot be parsed: ${error.message}`;
    throw error;
  }
}

/** Throws UserError unless there is a solution cell for every item. */
function requireCells(set: ProblemSet, cells: SolutionCell[]): void {
  for (const check of set.checks) {
    const id = gradeId(check);
    if (cells.some((cell) => cell.id === id)) continue;
    throw new UserError(
      `Cannot find the model solution of ${check.id}: give a cell of ${
        placeOf(set)
      } the grade_id ${id}, or remove the item from exercises/checks/${set.id}.ts`,
    );
  }
}

/** Returns the path of a set's source notebook as messages name it. */
function placeOf({ id }: Pick<ProblemSet, "id">): string {
  return `exercises/source/${id}/${id}.ipynb`;
}
