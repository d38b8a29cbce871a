import { join } from "node:path";
import { cellSource, locateLine, parseNotebook } from "../../lib/notebook/cells.ts";
import { parseCheckErrors } from "../../lib/notebook/check_errors.ts";
import { captureOutput } from "../../tools/command.ts";
import { root } from "../../tools/paths.ts";
import { type SolutionCell, tagOf } from "../process/submission.ts";
import { sourceOf } from "./model_key.ts";
import type { OpenedNotebook } from "./notebook_reader.ts";
import { limits, removeTemporary, sandboxFolder, stopped } from "./sandbox.ts";

// In a notebook a name may be declared again, and a function may be defined in a later cell, so these are no errors.
const IGNORED = ["TS2451", "TS2393", "TS2300", "TS2440", "TS2323"];
const MAX_ERRORS = 5; // of one student
const MEMORY = 3e9; // bytes for the whole check
const SECONDS = 120; // for the whole check, because checking some types takes forever

const IMPORT_OF_RNN = /^\s*import\s+(type\s+)?\{[^{}]*\}\s+from\s+"rnn(\/\w+)?";?[ \t]*$/gm;
// Anything that could make the checker read another file, or change the library's types for other students.
const NOT_ISOLATED = /\b(import|require|declare|module|namespace)\b|^\s*\/\/\/|@(deno|jsx|ts-)/m;

/** One run of `deno check` over all submissions of a class; type errors cost no points. */
export class TypeCheck {
  readonly #files = new Map<number, { path: string; cells: SolutionCell[] }>();
  readonly #skipped = new Map<number, string[]>();

  private constructor(readonly folder: string) {}

  /** Makes a folder for the modules of the submissions. */
  static async start(): Promise<TypeCheck> {
    return new TypeCheck(await sandboxFolder("types"));
  }

  /** Adds the declarations of the set, and those cells of a submission that can be parsed and are isolated. */
  async add(n: number, { set, cells, problems }: OpenedNotebook): Promise<void> {
    const parsed = cells.filter(({ id }) => !problems.has(id));
    const isolated = parsed.filter(({ source }) =>
      !NOT_ISOLATED.test(source.replaceAll(IMPORT_OF_RNN, ""))
    );
    const skipped = parsed.filter((cell) => !isolated.includes(cell)).map(({ id }) =>
      `The types of ${id} were not checked: it imports or declares other modules`
    );
    this.#skipped.set(n, skipped);
    const all = [{ id: "", source: await givenCode(sourceOf(set)) }, ...isolated];
    const path = join(this.folder, `${n}.ts`);
    await Deno.writeTextFile(path, all.map(({ source }) => source).join("\n") + "\nexport {};\n");
    this.#files.set(n, { path, cells: all });
  }

  /** Returns the errors by the index of the submission. */
  async run(): Promise<{ found: Map<number, string[]>; notices: string[] }> {
    const found = new Map(this.#skipped), paths = [...this.#files.values()].map(({ path }) => path);
    if (paths.length === 0) return { found, notices: [] };
    const flags = ["--quiet", "--no-remote", "--frozen", "--config", join(root, "deno.json")];
    const command = [...limits(MEMORY, SECONDS), Deno.execPath(), "check", ...flags, ...paths];
    const { code, stderr } = await captureOutput(command, {
      env: { NO_COLOR: "1" },
      signal: stopped,
    });
    if (code !== 0 && !stderr.includes("[ERROR]")) {
      const why = stderr.trim().split("\n")[0] || "the check takes too long";
      return { found, notices: [`The types were not checked: ${why}`] };
    }
    for (const { code, message, file, line } of parseCheckErrors(stderr)) {
      const n = Number(file.match(/\/(\d+)\.ts$/)?.[1] ?? NaN), submission = this.#files.get(n);
      if (!submission || IGNORED.includes(code)) continue;
      const { cells } = submission, list = found.get(n)!;
      const place = locateLine(cells.map(({ source }) => source), line), id = cells[place.cell]?.id;
      if (!id || list.length >= MAX_ERRORS) continue;
      list.push(`Type error in ${id}, line ${place.line}: ${code}: ${message.split("\n")[0]}`);
    }
    return { found, notices: [] };
  }

  /** Removes the folder. */
  close(): Promise<void> {
    return removeTemporary(this.folder);
  }
}

/** Returns the locked code cells of a source notebook, except the checks. */
async function givenCode(path: string): Promise<string> {
  const { cells } = parseNotebook(await Deno.readTextFile(path));
  return cells.flatMap((cell) => {
    const { locked, grade } = tagOf(cell);
    return cell.cell_type === "code" && locked && !grade ? [cellSource(cell)] : [];
  }).join("\n");
}
