import { tagOf } from "../../grading/process/submission.ts";
import { type Cell, cellSource, type Notebook } from "../../lib/notebook/cells.ts";
import { escapeHtml } from "../../lib/notebook/html.ts";
import { importedNames, LINKS } from "../../tools/notebook_links.ts";
import { languageName } from "./languages.ts";
import { referenceTarget } from "./pages.ts";

/** Returns a notebook without outputs and execution counts. */
export function withoutOutputs(notebook: Notebook): Notebook {
  const cells = notebook.cells.map((cell): Cell =>
    cell.cell_type === "code" ? { ...cell, outputs: [], execution_count: null } : cell
  );
  return { ...notebook, cells };
}

/** Returns a problem set with a TODO instead of each solution, as nbgrader hands it out. */
export function withoutSolutions(notebook: Notebook): Notebook {
  const todo = '// TODO: your lines\n$1throw new Error("Not written yet");';
  const solution = /([ \t]*)\/\/ BEGIN SOLUTION[^]*?\/\/ END SOLUTION/g;
  const cells = notebook.cells.map((cell) => ({
    ...cell,
    metadata: { ...protectionOf(cell), ...cell.metadata },
    source: cellSource(cell).replaceAll(solution, `$1${todo}`),
  }));
  return withoutOutputs({ ...notebook, cells });
}

/** Returns the metadata by which JupyterLab keeps a student from changing or deleting a cell, as nbgrader writes them. */
function protectionOf(cell: Cell): Record<string, boolean> {
  const { locked, solution } = tagOf(cell);
  if (locked) return { deletable: false, editable: false };
  return solution ? { deletable: false } : {};
}

/**
 * Returns a notebook of the course that leads to pages of the site: from an experiment's file to its results, and to the
 * problem sets; in the last cell from the library's files to the reference, from README.md to the first page, and to the
 * site's glossary. `top` leads from the page to the top of the site.
 */
export function withPageLinks(notebook: Notebook, top = ""): Notebook {
  const entries = importedNames(notebook);
  const toReference = (whole: string, name: string) => {
    const entry = entries.get(name);
    return entry ? `[\`${name}\`](#${referenceTarget(entry, name)})` : whole;
  };
  const cells = notebook.cells.map((cell) => {
    if (cell.cell_type !== "markdown") return cell;
    if (cell.id !== LINKS) return { ...cell, source: toPages(cellSource(cell), top) };
    const source = cellSource(cell).replaceAll(/\[`(\w+)`\]\((?:\.\.\/)+[^)]+\)/g, toReference)
      .replaceAll(/\]\((?:\.\.\/)+README\.md[^)]*\)/g, `](${top}index.md)`)
      .replaceAll(/\]\((?:\.\.\/)*notebooks\/GLOSSARY\.md\)/g, `](${top}glossary.md)`);
    return { ...cell, source };
  });
  return { ...notebook, cells };
}

/** Returns a text that links to the results of an experiment instead of its program, and to the page of the problem sets. */
function toPages(text: string, top: string): string {
  return text.replaceAll(/\]\((?:\.\.\/)+experiments\/(\w+)\.ts\)/g, `](${top}experiments.md#$1)`)
    .replaceAll(/\]\((?:\.\.\/)+exercises\/README\.md\)/g, `](${top}exercises/index.md)`);
}

/** Targets of the links below a notebook's title: the page open.html, the file, Binder unless it is "", other languages. */
export interface OpenLinks {
  open: string;
  file: string;
  binder: string;
  languages?: { language: string; page: string }[];
}

/** Returns a notebook with the links that open it in a cell below its title. */
export function withOpenLinks(
  notebook: Notebook,
  { open, file, binder, languages = [] }: OpenLinks,
): Notebook {
  const links = [
    `<a href="${escapeHtml(open)}">Open in Jupyter</a>`,
    `<a href="${escapeHtml(file)}" download>Download this notebook</a>`,
  ];
  if (binder) links.push(`<a href="${escapeHtml(binder)}">Open on Binder</a>`);
  for (const { language, page } of languages) {
    const name = languageName(language);
    links.push(`<a href="${page}" hreflang="${language}" lang="${language}">${name}</a>`);
  }
  const cell: Cell = {
    id: "open-in-jupyter",
    cell_type: "markdown",
    metadata: {},
    source: `<p class="opening">${links.join(" · ")}</p>`,
  };
  const [first, ...rest] = notebook.cells;
  // the title is also in lists of pages, where equations are not rendered
  const source = cellSource(first).replace(/^# .*$/m, (title) => title.replaceAll("$", ""));
  return { ...notebook, cells: [{ ...first, source }, cell, ...rest] };
}
