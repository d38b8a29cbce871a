import { escapeText } from "./html.ts";
import { inKernel } from "./kernel.ts";

const DISPLAY = Symbol.for("Jupyter.display");

/** A value that a notebook can show. */
export interface Shown {
  /** Returns the representations of the value by mime type. */
  [DISPLAY](): Record<string, unknown>;
}

/** Shows a value in the middle of a cell, as the end of a cell does; prints it in a terminal. */
export async function show(value: unknown): Promise<void> {
  if (inKernel()) await Deno.jupyter.display(value);
  else console.log(value);
}

/** Creates a table of rows with the columns of the first one, as HTML and as aligned text. Throws RangeError for no rows. */
export function table(rows: Record<string, unknown>[], caption = ""): Shown {
  if (rows.length === 0) throw new RangeError("Cannot show a table without rows");
  const names = Object.keys(rows[0]);
  const lines = [names, ...rows.map((row) => names.map((name) => cell(row[name])))];
  const widths = names.map((_, n) =>
    lines.reduce((width, line) => Math.max(width, line[n].length), 0)
  );
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

/** Returns the result of a function, or the message of the error that it throws. */
export function errorMessage(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return (error as Error).message;
  }
}

/** Creates a value with two representations, as HTML and as plain text. */
export function shown(html: string, text: string): Shown {
  return { [DISPLAY]: () => ({ "text/html": html, "text/plain": text }) };
}

function cell(value: unknown): string {
  if (typeof value !== "number" || Number.isInteger(value)) return String(value);
  return String(Number(value.toPrecision(4)));
}
