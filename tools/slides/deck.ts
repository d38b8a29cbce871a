import { type Cell, cellSource, type Notebook, type Output } from "../../lib/notebook/cells.ts";
import { escapeHtml } from "../../lib/notebook/html.ts";
import { LINKS } from "../notebook_links.ts";
import { type Block, blocksOf, firstSentence } from "./blocks.ts";

/** A slide: what the audience sees, and the notes of whoever speaks. */
export interface Slide {
  /** "slide" begins a section, to which one goes to the right; the others of the section are below it. */
  type: "slide" | "subslide";
  shown: string;
  notes: string;
}

/** The longest code that a slide shows, in lines; longer code is in the notes. */
const LINES = 14;
const SHOWN: Block["kind"][] = ["heading", "equation", "prediction", "question", "quote", "table"];

/**
 * Returns the slides of a notebook. A heading begins a section. Equations, predictions, tables, short code, and outputs
 * are shown, each code cell on a slide of its own; the other text becomes the speaker's notes.
 */
export function slidesOf({ cells }: Notebook): Slide[] {
  const slides: Slide[] = [];
  let waiting = ""; // text before a figure, which belongs to the notes of the figure's slide
  for (const cell of cells.filter(({ id }) => id !== LINKS)) {
    const isText = cell.cell_type === "markdown",
      added = isText ? textSlides(cell) : codeSlides(cell);
    for (const slide of added) {
      slides.push({ ...slide, notes: joined([waiting, slide.notes]) });
      waiting = "";
    }
    if (isText && added.length === 0) waiting = joined([waiting, cellSource(cell)]);
  }
  return slides;
}

/** Returns the slides of a text: one for each heading and each box, unless all of the text belongs to notes. */
function textSlides(cell: Cell): Slide[] {
  const groups: Block[][] = [];
  for (const block of blocksOf(cellSource(cell))) {
    const begins = /^##? /.test(block.text) || block.kind === "quote";
    if (begins || groups.length === 0) groups.push([block]);
    else groups.at(-1)!.push(block);
  }
  return groups.flatMap(textSlide);
}

function textSlide(blocks: Block[]): Slide[] {
  const [{ text: first }] = blocks, summary = /^## (What we saw|Change this)/.test(first);
  const shown = blocks.filter(({ kind }) => SHOWN.includes(kind) || (summary && kind === "list"));
  if (shown.length === 0) return [];
  const prose = blocks.filter(({ kind }) => kind === "prose").map(({ text }) =>
    firstSentence(text)
  );
  const points = summary
    ? prose.map((sentence) => `- ${sentence}`)
    : shown.every(({ kind }) => kind === "heading")
    ? prose.slice(0, 1)
    : [];
  return [{
    type: /^##? /.test(first) ? "slide" : "subslide",
    shown: joined([...shown.map(({ text }) => text), ...points]),
    notes: joined(blocks.filter((block) => !shown.includes(block)).map(({ text }) => text)),
  }];
}

/** Returns the slide of a code cell: its figure or its claim, or else its code, if that is short, with what it shows. */
function codeSlides(cell: Cell): Slide[] {
  const code = cellSource(cell).trim(), lines = code.split("\n");
  const outputs = (cell.outputs ?? []).map(outputOf).filter((text) => text !== "");
  const fence = "```ts\n" + code + "\n```";
  const isImport = lines.every((line) => /^(import\b|[}\w\s,]*\} from |\s)/.test(line));
  const isFigure = (cell.outputs ?? []).some(({ data }) => data?.["image/png"]);
  const isShown = lines.length <= LINES && !isImport && !isFigure && !code.includes("claim(");
  const isLong = lines.length > LINES / 2 && outputs.length > 0;
  if (isShown && isLong) return [slide(fence, ""), slide(joined(outputs), "")];
  if (isShown) return [slide(joined([fence, ...outputs]), "")];
  return outputs.length > 0 ? [slide(joined(outputs), isImport ? "" : fence)] : [];
}

const slide = (shown: string, notes: string): Slide => ({ type: "subslide", shown, notes });

/** Returns an output as Markdown: a picture, HTML, or plain text. */
function outputOf({ data = {}, text }: Output): string {
  const value = (mime: string) => [data[mime] ?? ""].flat().join("");
  const plain = value("text/plain").trim(), png = value("image/png").trim();
  if (png) {
    const words = escapeHtml(plain.replaceAll(/\s+/g, " "));
    return `<img alt="${words}" src="data:image/png;base64,${png.replaceAll("\n", "")}">`;
  }
  const html = value("text/html").trim();
  if (html) return html.replaceAll("\n", " ");
  const printed = [text ?? plain].flat().join("").trim();
  return printed && "```text\n" + printed + "\n```";
}

/** Returns a notebook with the slides, each marked as nbconvert's exporter of slides expects it. */
export function deckOf(notebook: Notebook): Notebook {
  const cellOf = (slide_type: string, source: string): Cell => ({
    cell_type: "markdown",
    metadata: { slideshow: { slide_type } },
    source,
  });
  const cells = slidesOf(notebook).flatMap(({ type, shown, notes }) => [
    cellOf(type, shown),
    ...(notes ? [cellOf("notes", notes)] : []),
  ]);
  const named = cells.map((cell, n) => ({ ...cell, id: `slide-${n}` }));
  return { ...notebook, cells: named };
}

const joined = (texts: string[]) => texts.filter((text) => text !== "").join("\n\n");
