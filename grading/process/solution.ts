import type { Invoke } from "../judge/answer_key.ts";
import type { Answer, Call } from "../judge/values.ts";
import { Child, type ChildOptions } from "./child.ts";
import type { CompiledCells } from "./script.ts";

const SLOW = 8; // seconds

/**
 * The solution of one notebook in its own child process. If the process has to be killed, a new one is started for the
 * next calls, without the cell that did not return: an infinite loop costs its own item and no other.
 */
export class Solution {
  readonly #scripts: CompiledCells["scripts"];
  readonly #skipped = new Set<string>();
  readonly #deadline: number;
  #child?: Child;
  #busy = 0; // seconds of the children that have ended
  /** Descriptions of what is wrong with a cell, by cell id. */
  readonly problems: Map<string, string>;

  /** `seconds` is the time limit of the whole notebook. */
  constructor(
    { scripts, problems }: CompiledCells,
    readonly options: () => ChildOptions | Promise<ChildOptions>,
    seconds = 30,
  ) {
    this.#scripts = scripts;
    this.problems = new Map(problems);
    this.#deadline = performance.now() + seconds * 1000;
  }

  invoke: Invoke = async (calls: Call[]) => {
    const late = (): Answer[] =>
      calls.map(() => ({ error: "was not called: the time limit of the notebook is reached" }));
    if (this.isLate) return late();
    const child = await this.#start();
    if (!child) return late();
    const answers = await child.invoke(calls);
    if (child.ended) await this.close();
    return answers;
  };

  /** Ends the process. */
  async close(): Promise<void> {
    if (this.#child) await this.#end(this.#child);
    this.#child = undefined;
  }

  async #end(child: Child): Promise<void> {
    this.#busy += child.busy;
    await child.close();
  }

  /** Returns a child that has run all cells, except those that ended an earlier child. */
  async #start(): Promise<Child | undefined> {
    while (!this.#child) {
      if (this.isLate) return;
      const child = new Child(await this.options());
      const hung = await this.#load(child);
      if (hung === undefined) this.#child = child;
      else {
        this.#skipped.add(hung);
        await this.#end(child);
      }
    }
    return this.#child;
  }

  /** Runs all cells, and returns the id of the one that ended the child, if any. */
  async #load(child: Child): Promise<string | undefined> {
    for (const { id, script } of this.#scripts) {
      if (this.#skipped.has(id)) continue;
      const error = await child.load(script);
      if (error !== undefined) this.problems.set(id, error);
      if (child.ended || this.isLate) return id;
    }
  }

  /** True if the notebook took much longer than honest ones do, which take about a second. */
  get isSlow(): boolean {
    return this.isLate || this.#busy > SLOW;
  }

  /** True when the time limit of the notebook has been reached. */
  get isLate(): boolean {
    return performance.now() > this.#deadline;
  }
}
