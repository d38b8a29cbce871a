import { escapeText } from "./html.ts";
import { inKernel } from "./kernel.ts";

const DISPLAY = Symbol.for("Jupyter.display");

/** A value that shows itself in a notebook. */
export interface Shown {
  /** The bundle that the notebook shows, by mime type. */
  [DISPLAY](): Record<string, unknown>;
}

/** Shows a value in the middle of a cell, as the end of a cell would; a terminal gets its text. */
export async function show(value: unknown): Promise<void> {
  if (inKernel()) await Deno.jupyter.display(value);
  else console.log(value);
}

/** A table of rows with the same columns, as HTML and as aligned text; throws RangeError for no rows. */
export function table(rows: Record<string, unknown>[], caption = ""): Shown {
  if (rows.length === 0) throw new RangeError("Cannot show a table without rows");
  const names = Object.keys(rows[0]);
  const lines = [names, ...rows.map((row) => names.map((name) => cell(row[name])))];
  const widths = names.map((_, n) => Math.max(...lines.map((line) => line[n].length)));
  const text = lines.map((line) => line.map((c, n) => c.padEnd(widths[n])).join("  ").trimEnd());
  const html = lines.map((line, i) => {
    const tag = i === 0 ? "th" : "td";
    return `<tr>${
      line.map((c) => `<${tag} style="text-align:left">${escapeText(c)}</${tag}>`).join("")
    }</tr>`;
  });
  const head = caption && `<caption style="text-align:left">${escapeText(caption)}</caption>`;
  const plain = [...(caption ? [caption] : []), ...text].join("\n");
  return shown(`<table>${head}${html.join("")}</table>`, plain);
}

/** A sentence that the cell proves: shows it with a tick, or throws an Error where it is false. */
export function claim(sentence: string, holds: boolean): Shown {
  if (holds !== true) throw new Error(`Claim is false: ${sentence}`);
  return shown(`<div>✓ ${escapeText(sentence)}</div>`, `✓ ${sentence}`);
}

/** What a piece of work gives, or where it is refused, the words of the error. */
export function errorMessage(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return (error as Error).message;
  }
}

function shown(html: string, text: string): Shown {
  return { [DISPLAY]: () => ({ "text/html": html, "text/plain": text }) };
}

function cell(value: unknown): string {
  if (typeof value !== "number" || Number.isInteger(value)) return String(value);
  return String(Number(value.toPrecision(4)));
}
