import { cellSource, parseNotebook } from "../../lib/notebook/cells.ts";
import { root } from "../../tools/paths.ts";
import type { ProblemSet } from "../judge/check.ts";
import type { Call } from "../judge/values.ts";
import { Child } from "../process/child.ts";
import { type SolutionCell, tagOf } from "../process/submission.ts";
import { sourceOf } from "./model_key.ts";
import type { OpenedNotebook } from "./notebook_reader.ts";
import { programOptions } from "./programs.ts";
import type { TypeErrors } from "./types_process.ts";

// Inside the fence, there is nothing to read except the library. Each message contains one student's cells, because
// checking some types never ends. All answers together stay below the limit of bytes, because each is short.
const MAY = ["--allow-read", "--allow-env"];
const LIMITS = { seconds: 5, longest: 3600, bytes: 1e8 };
const START = 60; // seconds

/** The type errors of a notebook, and whether the check had to be ended. */
export interface CheckedTypes {
  errors: string[];
  isSlow: boolean;
}

/** The result of a check that found nothing. */
export const NO_ERRORS: CheckedTypes = { errors: [], isSlow: false };

/** The result of a check that was left out. */
export const LEFT_OUT: CheckedTypes = {
  errors: ["The types were not checked, because another notebook of this student was slow"],
  isSlow: false,
};

/** The result of a check that was ended. */
const NOT_CHECKED: CheckedTypes = {
  errors: ["The types were not checked: checking them takes too long or needs too much memory"],
  isSlow: true,
};

/**
 * The type check of a class, in a process that receives one student's cells at a time. If a text takes too long, needs
 * too much memory or crashes TypeScript, the process ends, and the next student gets a new one. Type errors cost no
 * points.
 */
export class TypeCheck {
  readonly #given = new Map<string, Promise<string>>();
  #child?: Child;
  #pending: Promise<unknown> = Promise.resolve();

  /**
   * Returns the type errors in the cells that can be parsed, which are checked together with the given cells of the
   * set.
   */
  async check({ set, cells, problems }: OpenedNotebook): Promise<CheckedTypes> {
    const parsed = cells.filter(({ id }) => !problems.has(id))
      .map(({ id, source, isOwn }) => ({ id: isOwn ? "" : id, source })); // errors in a cell without an id are left out
    const all = [{ id: "", source: await this.#givenIn(set) }, ...parsed];
    const turn = this.#pending.then(() => this.#ask(all));
    this.#pending = turn.catch(() => {});
    return await turn;
  }

  /** Ends the process. */
  async close(): Promise<void> {
    await this.#child?.close();
    this.#child = undefined;
  }

  async #ask(cells: SolutionCell[]): Promise<CheckedTypes> {
    this.#child ??= await start();
    const [answer] = await this.#child.invoke(callWith(cells));
    if ("error" in answer) {
      await this.close();
      return NOT_CHECKED;
    }
    return { errors: linesOf(answer.value as unknown as TypeErrors), isSlow: false };
  }

  #givenIn(set: ProblemSet): Promise<string> {
    const given = this.#given.get(set.id) ?? givenCode(sourceOf(set));
    this.#given.set(set.id, given);
    return given;
  }
}

/** Returns a line for each type error, and one for those that are left out. */
function linesOf({ errors, more }: TypeErrors): string[] {
  const lines = errors.map(({ id, line, code, message }) =>
    `Type error in ${id}, line ${line}: TS${code}: ${message}`
  );
  if (more > 0) lines.push(`and ${more} more type ${more === 1 ? "error" : "errors"}`);
  return lines;
}

/** Starts the process, and waits until it has read the library. */
async function start(): Promise<Child> {
  const child = new Child(await programOptions("types", LIMITS, MAY, [root]));
  await child.invoke(callWith([]), START);
  return child;
}

function callWith(cells: SolutionCell[]): Call[] {
  return [{ name: "check", args: [cells.map(({ id, source }) => ({ id, source }))] }];
}

/** Returns the locked code cells of a source notebook, except the checks. */
async function givenCode(path: string): Promise<string> {
  const { cells } = parseNotebook(await Deno.readTextFile(path));
  return cells.flatMap((cell) => {
    const { locked, grade } = tagOf(cell);
    return cell.cell_type === "code" && locked && !grade ? [cellSource(cell)] : [];
  }).join("\n");
}
