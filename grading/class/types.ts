import { join } from "node:path";
import type { SolutionCell } from "../process/submission.ts";
import { captureOutput } from "../../tools/command.ts";
import { locateLine } from "../../lib/notebook/cells.ts";
import { root } from "../../tools/paths.ts";
import { sourceOf } from "./model.ts";
import type { Opened } from "./reader.ts";
import { ending, heldFolder, limits, removeHeld } from "./sandbox.ts";

// In a notebook a name may be declared again, and a function may be written later; no student is bothered with either.
const PASSED_BY = /^TS(2451|2393|2300|2440|2323)\b/;
const MOST = 5; // of one student
const MEMORY = 3e9; // bytes, and seconds, of the whole check: a type can be written that takes for ever
const SECONDS = 120;

const OF_RNN = /^\s*import\s+(type\s+)?\{[^{}]*\}\s+from\s+"rnn(\/\w+)?";?[ \t]*$/gm;
// Whatever could make the checker read another file, or change what others see of the library.
const REACHES_OUT = /\b(import|require|declare|module|namespace)\b|^\s*\/\/\/|@(deno|jsx|ts-)/m;

/** One run of `deno check` over all submissions of a class; what it finds voids nothing. */
export class TypeCheck {
  readonly #files = new Map<number, { path: string; cells: SolutionCell[] }>();
  readonly #left = new Map<number, string[]>();

  private constructor(readonly folder: string) {}

  /** Makes a folder for the modules. */
  static async start(): Promise<TypeCheck> {
    return new TypeCheck(await heldFolder("types"));
  }

  /** Adds the cells of a submission that can be read and reach for nothing else, behind what the set itself declares. */
  async add(n: number, { set, cells, problems }: Opened): Promise<void> {
    const known = cells.filter(({ id }) => !problems.has(id));
    const own = known.filter(({ source }) => !REACHES_OUT.test(source.replaceAll(OF_RNN, "")));
    const left = known.filter((cell) => !own.includes(cell));
    this.#left.set(
      n,
      left.map(({ id }) => `The types of ${id} were not checked: it imports or declares more`),
    );
    const all = [{ id: "", source: await givenLines(sourceOf(set)) }, ...own];
    const path = join(this.folder, `${n}.ts`);
    await Deno.writeTextFile(path, all.map(({ source }) => source).join("\n") + "\nexport {};\n");
    this.#files.set(n, { path, cells: all });
  }

  /** The errors by the number of the submission. */
  async run(): Promise<{ found: Map<number, string[]>; notices: string[] }> {
    const found = new Map(this.#left), paths = [...this.#files.values()].map(({ path }) => path);
    if (paths.length === 0) return { found, notices: [] };
    const flags = ["--quiet", "--no-remote", "--frozen", "--config", join(root, "deno.json")];
    const command = [...limits(MEMORY, SECONDS), Deno.execPath(), "check", ...flags, ...paths];
    const { code, stderr } = await captureOutput(command, {
      env: { NO_COLOR: "1" },
      signal: ending,
    });
    if (code !== 0 && !stderr.includes("[ERROR]")) {
      const why = stderr.trim().split("\n")[0] || "that takes too long";
      return { found, notices: [`The types were not checked: ${why}`] };
    }
    for (const { n, line, text } of errorsIn(stderr)) {
      const { cells } = this.#files.get(n)!, list = found.get(n)!;
      const { cell, line: row } = locateLine(cells.map(({ source }) => source), line);
      if (cells[cell]?.id && list.length < MOST) {
        list.push(`Type error in ${cells[cell].id}, line ${row}: ${text}`);
      }
    }
    return { found, notices: [] };
  }

  /** Removes the folder. */
  close(): Promise<void> {
    return removeHeld(this.folder);
  }
}

/** The locked code cells of a source notebook that are no checks. */
async function givenLines(path: string): Promise<string> {
  const { cells } = JSON.parse(await Deno.readTextFile(path));
  // deno-lint-ignore no-explicit-any -- a notebook's JSON
  return cells.flatMap(({ cell_type, metadata: { nbgrader }, source }: any) =>
    cell_type === "code" && nbgrader?.locked && !nbgrader.grade ? [source.join("")] : []
  ).join("\n");
}

function errorsIn(report: string): { n: number; line: number; text: string }[] {
  return report.split("\n\n").flatMap((block) => {
    const text = block.match(/^(TS\d+) \[ERROR\](: .*)/m);
    const place = block.match(/at file:\S*\/(\d+)\.ts:(\d+):\d+/);
    if (!text || !place || PASSED_BY.test(text[1])) return [];
    return [{ n: Number(place[1]), line: Number(place[2]), text: text[1] + text[2] }];
  });
}
