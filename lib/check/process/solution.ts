import type { Ask } from "../examine.ts";
import type { Answer, Call } from "../values.ts";
import { Child, type Hold } from "./child.ts";
import { CellError, scriptOf } from "./script.ts";

/** A solution cell of a notebook. */
export interface SolutionCell {
  /** Its nbgrader `grade_id`. */
  id: string;
  source: string;
}

/**
 * The solution of one notebook in a child process of its own. Where the child has to be ended, a new one takes the next
 * question, without the cell that hung: one endless loop costs its item and no other.
 */
export class Solution {
  readonly #scripts: { id: string; script: string }[] = [];
  readonly #skipped = new Set<string>();
  readonly #deadline: number;
  #child?: Child;
  /** What is wrong with a cell, by its id. */
  readonly problems = new Map<string, string>();

  /** `seconds` is the time for the whole notebook. */
  constructor(cells: SolutionCell[], readonly hold: () => Hold | Promise<Hold>, seconds = 30) {
    this.#deadline = performance.now() + seconds * 1000;
    for (const { id, source } of cells) {
      try {
        this.#scripts.push({ id, script: scriptOf(source) });
      } catch (error) {
        if (!(error instanceof CellError)) throw error;
        this.problems.set(id, `can't be read: ${error.message}`);
      }
    }
  }

  ask: Ask = async (calls: Call[]) => {
    const late = (): Answer[] =>
      calls.map(() => ({ error: "was not asked: the time was used up" }));
    if (performance.now() > this.#deadline) return late();
    const child = await this.#start();
    if (!child) return late();
    const answers = await child.ask(calls);
    if (child.ended) await this.close();
    return answers;
  };

  /** Ends the process. */
  async close(): Promise<void> {
    await this.#child?.close();
    this.#child = undefined;
  }

  /** A child with all cells in it, those left out that ended one before. */
  async #start(): Promise<Child | undefined> {
    while (!this.#child) {
      if (performance.now() > this.#deadline) return;
      const child = new Child(await this.hold());
      const hung = await this.#load(child);
      if (hung === undefined) this.#child = child;
      else {
        this.#skipped.add(hung);
        await child.close();
      }
    }
    return this.#child;
  }

  /** Runs all cells; gives the id of one that ended the child. */
  async #load(child: Child): Promise<string | undefined> {
    for (const { id, script } of this.#scripts) {
      if (this.#skipped.has(id)) continue;
      const error = await child.load(script);
      if (error !== undefined) this.problems.set(id, error);
      if (child.ended) return id;
    }
  }
}
