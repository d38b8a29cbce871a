import { join } from "node:path";
import type { Edit } from "../../exercises/mistakes/edits.ts";
import { EDITS } from "../../exercises/mistakes/mod.ts";
import { type Check, gradeId, type ProblemSet } from "../judge/check.ts";
import type { Key } from "../judge/key.ts";
import { Child, plainHold } from "../process/child.ts";
import { scriptOf } from "../process/script.ts";
import { readSubmission, type SolutionCell } from "../process/submission.ts";
import type { Answer, Call } from "../judge/values.ts";
import { root } from "../../tools/paths.ts";

/** The folder of the source notebooks, with their solutions. */
export const sources = join(root, "exercises", "source");

/** The path of a set's source notebook. */
export function sourceOf({ id }: ProblemSet): string {
  return join(sources, id, `${id}.ipynb`);
}

/**
 * The model solution of a set in a process of its own: the key that a student's folder doesn't hold. A named mistake
 * takes the solution's place for one question.
 */
export class ModelKey implements Key {
  readonly anySeed = true;
  #busy: Promise<unknown> = Promise.resolve();

  private constructor(readonly cells: SolutionCell[], readonly child: Child) {}

  /** Starts the process with the solution in it; throws Error where a cell fails. */
  static async start(set: ProblemSet): Promise<ModelKey> {
    const { cells } = readSubmission(await Deno.readTextFile(sourceOf(set)), [set]);
    const child = new Child({ ...plainHold(60), bytes: Infinity });
    for (const { id, source } of cells) {
      const error = await child.load(scriptOf(source));
      if (error) throw new Error(`The model solution ${id} ${error}`);
    }
    return new ModelKey(cells, child);
  }

  right(_: Check, calls: Call[]): Promise<Answer[]> {
    return this.#alone(() => this.child.ask(calls));
  }

  mistaken(check: Check, name: string, calls: Call[]): Promise<Answer[]> {
    const { source } = this.cells.find(({ id }) => id === gradeId(check))!;
    const wrong = edited(source, EDITS[check.id]?.[name] ?? [], `${check.id}, ${name}`);
    return this.#alone(async () => {
      await this.child.load(scriptOf(wrong));
      const answers = await this.child.ask(calls);
      await this.child.load(scriptOf(source));
      return answers;
    });
  }

  /** Ends the process. */
  close(): Promise<void> {
    return this.child.close();
  }

  /** One question at a time: a mistake must not answer another's. */
  #alone<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#busy.then(work);
    this.#busy = turn.catch(() => {});
    return turn;
  }
}

/** The source with each edit made; throws Error unless each text to change stands there exactly once. */
export function edited(source: string, edit: Edit, name: string): string {
  if (edit.length === 0) throw new Error(`Cannot find the edit of ${name}`);
  return edit.reduce((text, [from, to]) => {
    const count = text.split(from).length - 1;
    if (count !== 1) throw new Error(`Cannot edit ${name}: "${from}" stands there ${count} times`);
    return text.replace(from, () => to);
  }, source);
}
