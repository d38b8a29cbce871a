import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { codeCells, locateLine } from "./cells.ts";
import { type CheckError, parseCheckErrors } from "./check_errors.ts";
import { plainEnvironment } from "./environment.ts";

/** A type error in a notebook; its line is the line in the cell. */
export interface TypeProblem extends Omit<CheckError, "file"> {
  /** The number of the code cell, counted from 1. */
  cell: number;
}

/** The result of type-checking a notebook. */
export interface TypeReport {
  /** The notebook's file name without its ending. */
  name: string;
  /** The number of code cells. */
  cells: number;
  problems: TypeProblem[];
  /** The output of a check that failed without type errors, such as for invalid syntax; otherwise "". */
  otherOutput: string;
}

/**
 * Type-checks the joined code cells of a notebook by `deno check` with the nearest deno.json in a folder above it.
 * Throws as `readNotebook` does.
 */
export async function checkTypes(notebook: string): Promise<TypeReport> {
  return (await checkTogether([notebook]))[0];
}

/** Type-checks notebooks under one deno.json in one run, and repeats each alone if any has a problem. */
export async function checkAllTypes(notebooks: string[]): Promise<TypeReport[]> {
  const reports = await checkTogether(notebooks);
  if (reports.every(isOk)) return reports;
  const alone: TypeReport[] = [];
  for (const notebook of notebooks) alone.push(await checkTypes(notebook));
  return alone;
}

/** Tests a report for neither type errors nor other output. */
export function isOk({ problems, otherOutput }: TypeReport): boolean {
  return problems.length === 0 && !otherOutput;
}

/** Formats a report as text: one line of summary, then each error with its cell and position. */
export function typeText(report: TypeReport): string {
  const { name, cells, problems, otherOutput } = report;
  const head = `${isOk(report) ? "ok    " : "FAILED"} ${name}, ${cells} code cells type-checked`;
  const errors = problems.map(({ code, message, cell, line, column, source, marks }) => {
    const excerpt = source && `  ${source}\n  ${marks}\n`;
    const place = `at ${name}, code cell ${cell}, line ${line}, column ${column}`;
    return `${code} [ERROR]: ${message}\n${excerpt}  ${place}`;
  });
  return [head, ...errors, ...(otherOutput ? [otherOutput] : [])].join("\n\n");
}

/**
 * Assigns the output of `deno check` to the cells that were joined in the file at `path`; the whole output is returned as
 * `otherOutput` if it holds no type error of that file.
 */
export function problemsIn(
  output: string,
  path: string,
  sources: string[],
): Pick<TypeReport, "problems" | "otherOutput"> {
  const isJoined = (file: string) => URL.canParse(file) && fileURLToPath(file) === path; // Deno encodes URLs in another way
  const problems = parseCheckErrors(output).filter(({ file }) => isJoined(file))
    .map(({ file: _, ...error }): TypeProblem => {
      const { cell, line } = locateLine(sources, error.line);
      return { ...error, cell: cell + 1, line };
    });
  if (problems.length > 0) return { problems, otherOutput: "" };
  const place = (_: string, joinedLine: string) => {
    const { cell, line } = locateLine(sources, Number(joinedLine));
    return `at code cell ${cell + 1}, line ${line}`;
  };
  const otherOutput = output.replace(/\n+Stack backtrace:[^]*/, "")
    .replace("\n\nerror: Type checking failed.", "")
    .replaceAll(/at file:\S+:(\d+):\d+/g, place).trim();
  return { problems, otherOutput };
}

async function checkTogether(notebooks: string[]): Promise<TypeReport[]> {
  const folder = await temporaryFolder();
  try {
    const files = await Promise.all(
      notebooks.map((path, n) => joinCells(path, join(folder, `${n}.ts`))),
    );
    const config = await configAbove(dirname(resolve(notebooks[0])));
    const output = await denoCheck(files.map(({ joined }) => joined), config);
    return files.map(({ name, sources, joined }) => ({
      name,
      cells: sources.length,
      ...problemsIn(output, joined, sources),
    }));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function temporaryFolder(): Promise<string> {
  return await Deno.makeTempDir().catch((cause) => {
    const why = "Cannot make a temporary folder: set TMPDIR to a folder that you can write to";
    throw new Error(why, { cause });
  });
}

/** Writes the code cells of a notebook into one file. */
async function joinCells(notebook: string, joined: string) {
  const sources = await codeCells(resolve(notebook));
  await Deno.writeTextFile(joined, sources.join("\n") + "\nexport {};\n");
  return { name: basename(notebook, ".ipynb"), sources, joined };
}

/** Returns what `deno check` writes about files, or "" if it succeeds. */
async function denoCheck(paths: string[], config?: string): Promise<string> {
  const options = config ? ["--config", config] : [];
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["check", "--quiet", ...options, ...paths],
    clearEnv: true,
    env: plainEnvironment(),
    stdout: "null",
  }).output();
  return code === 0 ? "" : new TextDecoder().decode(stderr);
}

/** Returns the path of the nearest deno.json in a folder or above it. */
async function configAbove(folder: string): Promise<string | undefined> {
  const path = join(folder, "deno.json");
  if (await Deno.stat(path).then(({ isFile }) => isFile, () => false)) return path;
  return dirname(folder) === folder ? undefined : await configAbove(dirname(folder));
}
