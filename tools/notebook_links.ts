import { applyEdits, modify } from "jsonc-parser";
import { basename, dirname, join, relative } from "node:path";
import { cellSource, type Notebook, parseNotebook } from "../lib/notebook/cells.ts";
import { readConfig } from "./config.ts";
import { courseNotebooks } from "./notebook_paths.ts";
import { notebooks, root } from "./paths.ts";
import { checksumOf } from "./sha256.ts";

/** The id of the last cell of a notebook of the course, which holds its links. */
export const LINKS = "course-links";

const IMPORT = /^import (?:type )?\{([^}]*)\} from "(rnn(?:\/\w+)?)";/gm;
const REEXPORT = /^export (?:type )?\{([^}]*)\} from "([^"]+)";/gm;
const STYLE = { formattingOptions: { insertSpaces: true, tabSize: 1, eol: "\n" } };

/** Returns the names that a notebook imports from the library, each with its entry, such as "rnn/plot". */
export function importedNames({ cells }: Notebook): Map<string, string> {
  const code = cells.filter(({ cell_type }) => cell_type === "code").map(cellSource);
  return new Map(
    code.flatMap((source) =>
      [...source.matchAll(IMPORT)].flatMap(([, list, entry]) =>
        namesIn(list).map((name): [string, string] => [name, entry])
      )
    ),
  );
}

/**
 * Writes the last cell of each notebook of the course, and the checksums of all; with `check`, writes nothing.
 *
 * @returns the names of the notebooks whose last cell was not up to date
 */
export async function writeLinks(check: boolean): Promise<string[]> {
  const paths = courseNotebooks(), outdated: string[] = [];
  const texts = await Promise.all(paths.map((path) => Deno.readTextFile(path)));
  const titles = texts.map((text) => titleOf(parseNotebook(text)));
  for (const [n, path] of paths.entries()) {
    const linkTo = (m: number) => paths[m] && `[${titles[m]}](${basename(paths[m])})`;
    const library = await libraryLinks(parseNotebook(texts[n]));
    const text = withLinks(texts[n], [library, wayOn(linkTo(n - 1), linkTo(n + 1))].join("\n\n"));
    if (text === texts[n]) continue;
    outdated.push(basename(path, ".ipynb"));
    if (!check) await Deno.writeTextFile(path, text);
  }
  if (!check) await writeChecksums(paths);
  return outdated;
}

/** Returns a line that links each name that a notebook imports to the file of the library that defines it. */
async function libraryLinks(notebook: Notebook): Promise<string> {
  const { imports } = await readConfig();
  const links: string[] = [];
  for (const [name, entry] of importedNames(notebook)) {
    const file = await definition(name, join(root, imports[entry]));
    links.push(`[\`${name}\`](${relative(notebooks, file).replaceAll("\\", "/")})`);
  }
  return `**Read the code:** ${links.join(", ")}`;
}

function wayOn(previous: string | undefined, next: string | undefined): string {
  const all = "[All notebooks](../README.md#the-notebooks)";
  const glossary = "[Glossary](../notebooks/GLOSSARY.md)"; // readers' copies are in another folder
  const parts = [previous && `← ${previous}`, all, glossary, next && `${next} →`];
  return parts.filter(Boolean).join(" · ");
}

/** Returns the path of the file that defines an export, found by following the re-exports from a module. */
async function definition(name: string, module: string): Promise<string> {
  for (const [, list, from] of (await Deno.readTextFile(module)).matchAll(REEXPORT)) {
    if (namesIn(list).includes(name)) return await definition(name, join(dirname(module), from));
  }
  return module;
}

/** Returns the names in the braces of an import or export. */
function namesIn(list: string): string[] {
  return list.split(",").map((name) => name.trim().replace(/^type /, "")).filter(Boolean);
}

function titleOf({ cells: [first] }: Notebook): string {
  return cellSource(first).match(/^# (.+)$/m)?.[1].replaceAll("$", "") ?? "";
}

/** Returns the text of a notebook with the links as its last cell; the rest keeps every byte. */
function withLinks(text: string, markdown: string): string {
  const { cells } = parseNotebook(text), last = cells.findIndex(({ id }) => id === LINKS);
  if (last === cells.length - 1 && cellSource(cells[last]) === markdown) return text;
  const cell = { cell_type: "markdown", id: LINKS, metadata: {}, source: linesOf(markdown) };
  const kept = last < 0 ? text : applyEdits(text, modify(text, ["cells", last], undefined, STYLE));
  const end = last < 0 ? cells.length : cells.length - 1;
  const added = modify(kept, ["cells", end], cell, { ...STYLE, isArrayInsertion: true });
  return applyEdits(kept, added);
}

/** Returns lines that keep their line breaks, as notebooks hold them. */
function linesOf(text: string): string[] {
  return text.split(/(?<=\n)/);
}

async function writeChecksums(paths: string[]): Promise<void> {
  const sums = await Promise.all(
    paths.map(async (path) => [basename(path), await checksumOf(path)]),
  );
  const text = JSON.stringify(Object.fromEntries(sums), null, 2) + "\n";
  await Deno.writeTextFile(join(notebooks, "checksums.json"), text);
}
