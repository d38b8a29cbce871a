import type { Ask } from "../judge/key.ts";
import type { Answer, Call } from "../judge/values.ts";
import { Child, type Hold } from "./child.ts";
import type { Prepared } from "./script.ts";

/**
 * The solution of one notebook in a child process of its own. Where the child has to be ended, a new one takes the next
 * question, without the cell that hung: one endless loop costs its item and no other.
 */
export class Solution {
  readonly #scripts: Prepared["scripts"];
  readonly #skipped = new Set<string>();
  readonly #deadline: number;
  #child?: Child;
  /** What is wrong with a cell, by its id. */
  readonly problems: Map<string, string>;

  /** `seconds` is the time for the whole notebook. */
  constructor(
    { scripts, problems }: Prepared,
    readonly hold: () => Hold | Promise<Hold>,
    seconds = 30,
  ) {
    this.#scripts = scripts;
    this.problems = new Map(problems);
    this.#deadline = performance.now() + seconds * 1000;
  }

  ask: Ask = async (calls: Call[]) => {
    const late = (): Answer[] =>
      calls.map(() => ({ error: "was not asked: the time was used up" }));
    if (this.#isLate()) return late();
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
      if (this.#isLate()) return;
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
      if (child.ended || this.#isLate()) return id;
    }
  }

  #isLate(): boolean {
    return performance.now() > this.#deadline;
  }
}
