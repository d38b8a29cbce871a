import { join } from "node:path";
import { Child } from "../process/child.ts";
import type { ProblemSet } from "../judge/check.ts";
import type { Prepared } from "../process/script.ts";
import { type SolutionCell, Ungradable } from "../process/submission.ts";
import { SETS } from "../../exercises/checks/mod.ts";
import { root } from "../../tools/paths.ts";
import { killGroup, limits } from "./sandbox.ts";

const PROCESS = join(root, "grading", "class", "reader_process.ts");
const SECONDS = 10; // for one notebook
const RESTARTS = 8; // cells of one notebook that break the parser

/** A notebook that was read, its cells made ready to run. */
export interface Opened extends Prepared {
  set: ProblemSet;
  cells: SolutionCell[];
  remarks: string[];
}

/** Reads notebooks in a process of its own, which is started anew where a notebook breaks it. */
export class Reader {
  #child?: Child;
  #busy: Promise<unknown> = Promise.resolve();

  constructor(readonly folder: string) {}

  /** Reads the notebook at a path; throws Ungradable where it can't be read. */
  open(path: string): Promise<Opened> {
    const turn = this.#busy.then(() => this.#open(path));
    this.#busy = turn.catch(() => {});
    return turn;
  }

  /** Ends the process. */
  async close(): Promise<void> {
    await this.#child?.close();
    this.#child = undefined;
  }

  async #open(path: string): Promise<Opened> {
    const broken: string[] = [];
    while (broken.length <= RESTARTS) {
      this.#child ??= this.#start();
      const [answer] = await this.#child.ask([{ name: "read", args: [path, broken] }]);
      if ("error" in answer) {
        await this.close();
        throw new Ungradable(`Cannot read it: reading it takes too long or too much memory`);
      }
      const found = answer.value as unknown as Found;
      if (found.ungradable !== undefined) throw new Ungradable(found.ungradable);
      if (found.breaks === undefined) return opened(found);
      broken.push(found.breaks);
      await this.close();
    }
    throw new Ungradable("Cannot read it: its cells are nested too deeply");
  }

  #start(): Child {
    const run = [Deno.execPath(), "run", "--quiet", "--no-check", "--no-remote", "--no-prompt"];
    const may = [`--config=${join(root, "deno.json")}`, `--allow-read=${this.folder}`];
    return new Child({
      command: [...limits(1 << 30, 3600), ...run, ...may, PROCESS],
      options: { cwd: root },
      seconds: SECONDS,
      bytes: Infinity,
      kill: killGroup,
    });
  }
}

/** What the process says of a notebook. */
interface Found {
  ungradable?: string;
  breaks?: string;
  set: string;
  cells: SolutionCell[];
  remarks: string[];
  scripts: Prepared["scripts"];
  problems: [string, string][];
}

function opened({ set, cells, remarks, scripts, problems }: Found): Opened {
  const known = SETS.find(({ id }) => id === set)!;
  return { set: known, cells, remarks, scripts, problems: new Map(problems) };
}
