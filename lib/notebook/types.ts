import { basename, dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { codeCells, placeOf } from "./cells.ts";

/** An error of the types in a notebook. */
export interface TypeProblem {
  /** What is wrong, in TypeScript's words. */
  message: string;
  /** The code cell, its line and the column there, each counted from 1. */
  cell: number;
  line: number;
  column: number;
  /** The line of source, and under it the place, marked with ^~~~. */
  source: string;
  marks: string;
}

/** What a check of a notebook's types found. */
export interface TypeReport {
  name: string;
  /** How many code cells the notebook has. */
  cells: number;
  mistakes: TypeProblem[];
  /** What else Deno says, such as an import that isn't there; "" where there is nothing. */
  trouble: string;
}

/**
 * Type-checks the code cells of a notebook, joined in their order, by `deno check` with the nearest deno.json above it.
 * Throws the file system's error where the notebook can't be read.
 */
export async function checkTypes(notebook: string): Promise<TypeReport> {
  return (await checkTogether([notebook]))[0];
}

/** `checkTypes` of notebooks under one deno.json: all in one run, and each alone where something is wrong in any. */
export async function checkAllTypes(notebooks: string[]): Promise<TypeReport[]> {
  const reports = await checkTogether(notebooks);
  if (reports.every(({ mistakes, trouble }) => mistakes.length === 0 && !trouble)) return reports;
  const alone: TypeReport[] = [];
  for (const notebook of notebooks) alone.push(await checkTypes(notebook));
  return alone;
}

async function checkTogether(notebooks: string[]): Promise<TypeReport[]> {
  const folder = await Deno.makeTempDir();
  try {
    const files = await Promise.all(
      notebooks.map((path, n) => joinCells(path, join(folder, `${n}.ts`))),
    );
    const config = await configAbove(dirname(resolve(notebooks[0])));
    const said = await denoCheck(files.map(({ joined }) => joined), config);
    return files.map(({ name, cells, joined }) => ({
      name,
      cells: cells.length,
      ...parseTypeErrors(said, joined, cells),
    }));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Writes the code cells of a notebook into one file. */
async function joinCells(notebook: string, joined: string) {
  const name = basename(notebook, ".ipynb"), cells = await codeCells(resolve(notebook));
  await Deno.writeTextFile(joined, cells.join("\n") + "\nexport {};\n");
  return { name, cells, joined };
}

/** The report as text: a line in sum, then each error with its cell and a mark under its place. */
export function typeText({ name, cells, mistakes, trouble }: TypeReport): string {
  const good = mistakes.length === 0 && !trouble;
  const head = `${good ? "ok    " : "FAILED"} ${name}, ${cells} code cells type-checked`;
  const places = mistakes.map(({ message, cell, line, column, source, marks }) =>
    `${message}\n  ${source}\n  ${marks}\n  at ${name}, code cell ${cell}, line ${line}, column ${column}`
  );
  return [head, ...places, ...(trouble ? [trouble] : [])].join("\n\n");
}

/** What `deno check` says of files; "" where it finds nothing. */
async function denoCheck(paths: string[], config?: string): Promise<string> {
  const options = config ? ["--config", config] : [];
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["check", "--quiet", ...options, ...paths],
    env: { NO_COLOR: "1" },
    stdout: "null",
  }).output();
  return code === 0 ? "" : new TextDecoder().decode(stderr);
}

/** The nearest deno.json in a folder or above it. */
async function configAbove(folder: string): Promise<string | undefined> {
  const path = join(folder, "deno.json");
  if (await Deno.stat(path).then(({ isFile }) => isFile, () => false)) return path;
  return dirname(folder) === folder ? undefined : await configAbove(dirname(folder));
}

// "TS2322 [ERROR]: …", perhaps more lines, the source, a mark under it, "at file:///…:LINE:COLUMN"; what follows explains
const MISTAKE = /^(TS\d+ \[ERROR\]: [^]*?)\n(.*)\n *(\^|~+)\n +at (file:\S+):(\d+):(\d+)(?=\n|$)/;

/** The errors in what Deno printed of a file of joined cells; where no error of types is in it, all of it is trouble. */
export function parseTypeErrors(
  said: string,
  path: string,
  cells: string[],
): Pick<TypeReport, "mistakes" | "trouble"> {
  const here = pathToFileURL(path).href;
  const mistakes = said.split(/\n(?=TS\d+ \[ERROR\])/).flatMap((part) => {
    const [, message, source, mark, file, line, column] = part.match(MISTAKE) ?? [];
    if (file !== here) return [];
    const { cell, row } = placeOf(cells, Number(line));
    const marks = " ".repeat(Number(column) - 1) + "^" + mark.slice(1);
    return [{ message, cell: cell + 1, line: row, column: Number(column), source, marks }];
  });
  if (mistakes.length > 0) return { mistakes, trouble: "" };
  const place = (_: string, line: string) => {
    const { cell, row } = placeOf(cells, Number(line));
    return `at code cell ${cell + 1}, line ${row}`;
  };
  const trouble = said.replace(/\n+Stack backtrace:[^]*/, "").replace(
    "\n\nerror: Type checking failed.",
    "",
  );
  return { mistakes, trouble: trouble.replaceAll(/at file:\S+:(\d+):\d+/g, place).trim() };
}
