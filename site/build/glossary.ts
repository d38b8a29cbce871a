import { type Cell, cellSource, type Notebook } from "../../lib/notebook/cells.ts";
import { escapeHtml } from "../../lib/notebook/html.ts";

/** An entry of the glossary. */
export interface Term {
  /** The term as the glossary has it, such as "Backpropagation through time (BPTT)". */
  title: string;
  /** The forms by which a text may name it, in lower case, abbreviations included. */
  names: string[];
  definition: string;
  /** The notebook that defines it, such as "01_unrolled". */
  notebook: string;
}

const ENTRY = /^\*\*(.+?)\*\*: (.+) \[[^\]]+\]\((\w+)\.ipynb\)$/gm;

/** Parses the entries of the glossary. */
export function termsOf(glossary: string): Term[] {
  return [...glossary.matchAll(ENTRY)].map(([, title, definition, notebook]) => {
    const [, name, short] = title.match(/^([^(]+?)(?: \((.+)\))?$/)!;
    const names = [...name.split(" and "), ...(short ? [short] : [])].map((text) =>
      text.toLowerCase()
    );
    return { title, names, definition, notebook };
  });
}

/** Returns the glossary with a target before each entry, to which notebooks link. */
export function withTargets(glossary: string): string {
  return glossary.replaceAll(ENTRY, (entry, title) => `(${targetOf(title)})=\n\n${entry}`);
}

const targetOf = (title: string) =>
  `term-${title.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, "-").replace(/-$/, "")}`;

// what keeps its text: code, equations, headings, links, HTML, and whole lines of tables and of folded details
const KEPT =
  /(```[^]*?```|`[^`\n]*`|\$\$[^]*?\$\$|\$[^$\n]+\$|^#.*$|^\|.*$|!?\[[^\]]*\]\([^)]*\)|<a\b[^]*?<\/a>|<[^>]+>)/gm;

/** Returns a notebook in which the first use of each term links to the glossary, and shows its definition as a tooltip. */
export function withTermLinks(notebook: Notebook, terms: Term[], top = ""): Notebook {
  const open = new Set(terms);
  const linkIn = (text: string): string => {
    for (const term of open) {
      const found = text.match(patternOf(term));
      if (!found) continue;
      open.delete(term);
      const end = found.index! + found[0].length;
      const link = linkTo(term, found[0], top);
      return linkIn(text.slice(0, found.index)) + link + linkIn(text.slice(end));
    }
    return text;
  };
  const cells = notebook.cells.map((cell, n): Cell => {
    if (cell.cell_type !== "markdown" || n === notebook.cells.length - 1) return cell; // the last one has links only
    const parts = cellSource(cell).split(KEPT);
    return { ...cell, source: parts.map((part, n) => n % 2 === 0 ? linkIn(part) : part).join("") };
  });
  return { ...notebook, cells };
}

/** Matches a name of a term, in the singular or plural, as words of their own. */
function patternOf({ names }: Term): RegExp {
  const forms = names.map((name) => name.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`(?<![\\p{L}\\p{N}-])(?:${forms.join("|")})s?(?![\\p{L}\\p{N}-])`, "iu");
}

function linkTo({ title, definition }: Term, text: string, top: string): string {
  const plain = escapeHtml(definition.replaceAll(/[*`]/g, ""));
  return `<a class="term" href="${top}glossary.html#${
    targetOf(title)
  }" title="${plain}">${text}</a>`;
}
