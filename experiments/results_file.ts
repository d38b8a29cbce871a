import { dirname, join } from "node:path";
import { UserError } from "../tools/command.ts";
import { root } from "../tools/paths.ts";
import type { Row } from "../scheduler/scheduler.ts";

/**
 * The plan of an experiment: its name, its settings, and all its runs. Its module exports `settings` and `runs`, and as
 * `full` those of a larger size if it has one, whose runs must not ship weights.
 */
export interface Plan {
  name: string;
  /** "full" if it is the larger size, whose results are in a folder of their own. */
  size?: "full";
  settings: unknown;
  runs: Row[];
}

/** The file of an experiment in `data/results`, which is complete whenever the program stops. */
export class ResultsFile {
  readonly path: string;
  /** The outcomes so far, each with its run. */
  readonly rows: Row[];

  private constructor(readonly plan: Plan, rows: Row[], path: string) {
    this.rows = rows;
    this.path = path;
  }

  /** Reads the runs of an earlier start. Throws UserError if they were made with other settings. */
  static async open(plan: Plan, folder = join(root, "data", "results")): Promise<ResultsFile> {
    const path = join(folder, plan.size ?? "", `${plan.name}.json`);
    const text = await Deno.readTextFile(path).catch(() => undefined);
    if (!text) return new ResultsFile(plan, [], path);
    const { experiment, size, settings, runs } = JSON.parse(text);
    const [found, expected] = [[experiment, size, settings], [plan.name, plan.size, plan.settings]]
      .map((head) => JSON.stringify(head));
    if (found !== expected) {
      throw new UserError(
        `Cannot continue ${path}: it was made with other settings; move it away`,
      );
    }
    return new ResultsFile(plan, runs, path);
  }

  /** The runs that have no outcome yet. */
  get missing(): Row[] {
    return this.plan.runs.filter((run) => !this.rows.some((row) => isOf(run, row)));
  }

  /**
   * Adds an outcome and writes the file, with one run on each line in the order of the plan, so that it does not depend
   * on which came first. Numbers are rounded to four digits; those that are not finite become null.
   */
  async add(row: Row): Promise<void> {
    this.rows.push(row);
    const short = (_: string, value: unknown) =>
      typeof value === "number" && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value;
    const lines = this.#inOrder().map((run) => `    ${JSON.stringify(run, short)}`).join(",\n");
    const { name: experiment, size, settings } = this.plan, head = { experiment, size, settings };
    const text = JSON.stringify(head, null, 2)
      .replace(/\n}$/, () => `,\n  "runs": [\n${lines}\n  ]\n}\n`);
    await Deno.mkdir(dirname(this.path), { recursive: true });
    await Deno.writeTextFile(`${this.path}.new`, text);
    await Deno.rename(`${this.path}.new`, this.path);
  }

  #inOrder(): Row[] {
    const position = (row: Row) => this.plan.runs.findIndex((run) => isOf(run, row));
    return this.rows.toSorted((a, b) => position(a) - position(b));
  }
}

/** Returns true if a row is the outcome of a run. */
function isOf(run: Row, row: Row): boolean {
  return Object.entries(run).every(([key, value]) => row[key] === value);
}
