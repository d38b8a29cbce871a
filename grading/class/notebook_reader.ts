import { join } from "node:path";
import { Child } from "../process/child.ts";
import type { ProblemSet } from "../judge/check.ts";
import type { CompiledCells } from "../process/script.ts";
import { type SolutionCell, Ungradable } from "../process/submission.ts";
import { SETS } from "../../exercises/checks/mod.ts";
import { root } from "../../tools/paths.ts";
import { killGroup, limits } from "./sandbox.ts";

const PROCESS = join(root, "grading", "class", "reader_process.ts");
const SECONDS = 10; // for one notebook
const RESTARTS = 8; // the number of cells of one notebook that may crash the parser

/** A notebook that has been read, with its compiled cells. */
export interface OpenedNotebook extends CompiledCells {
  set: ProblemSet;
  cells: SolutionCell[];
  remarks: string[];
}

/** Reads notebooks in a separate process, which is restarted if a notebook crashes it. */
export class NotebookReader {
  #child?: Child;
  #pending: Promise<unknown> = Promise.resolve();

  constructor(readonly folder: string) {}

  /** Reads the notebook at a path. Throws Ungradable if it cannot be read. */
  open(path: string): Promise<OpenedNotebook> {
    const turn = this.#pending.then(() => this.#open(path));
    this.#pending = turn.catch(() => {});
    return turn;
  }

  /** Ends the process. */
  async close(): Promise<void> {
    await this.#child?.close();
    this.#child = undefined;
  }

  async #open(path: string): Promise<OpenedNotebook> {
    const skipped: string[] = [];
    while (skipped.length <= RESTARTS) {
      this.#child ??= this.#start();
      const [answer] = await this.#child.invoke([{ name: "read", args: [path, skipped] }]);
      if ("error" in answer) {
        await this.close();
        throw new Ungradable(`Cannot read it: reading it takes too long or too much memory`);
      }
      const found = answer.value as unknown as ReaderAnswer;
      if (found.ungradable !== undefined) throw new Ungradable(found.ungradable);
      if (found.crashed === undefined) return opened(found);
      skipped.push(found.crashed);
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

/** The answer of the process about a notebook. */
interface ReaderAnswer {
  ungradable?: string;
  crashed?: string;
  set: string;
  cells: SolutionCell[];
  remarks: string[];
  scripts: CompiledCells["scripts"];
  problems: [string, string][];
}

function opened({ set, cells, remarks, scripts, problems }: ReaderAnswer): OpenedNotebook {
  const known = SETS.find(({ id }) => id === set)!;
  return { set: known, cells, remarks, scripts, problems: new Map(problems) };
}
