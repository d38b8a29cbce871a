import { largest } from "./extent.ts";

/** The part of a matrix that its display needs. */
interface Entries {
  readonly rows: number;
  readonly cols: number;
  readonly data: ArrayLike<number>;
}

const MAX_ROWS = 15;
const MAX_COLS = 10;

/**
 * Formats a matrix as aligned numbers under its shape: four significant digits, at most 15×10 entries, "…" for the
 * rest.
 */
export function formatMatrix(m: Entries): string {
  const lines = cells(m);
  const width = Math.max(0, largest(lines.flat().map((text) => text.length)));
  const body = lines.map((line) => line.map((text) => text.padStart(width)).join("  "));
  return [`${m.rows}×${m.cols}`, ...body].join("\n");
}

/** Returns the MIME bundle by which Jupyter displays a matrix: an HTML table, and the text of `formatMatrix`. */
export function mimeBundle(m: Entries): Record<string, string> {
  const row = (line: string[]) =>
    line.map((text) => `<td style="text-align:right">${text}</td>`).join("");
  const body = cells(m).map((line) => `<tr>${row(line)}</tr>`).join("");
  const caption = `<caption style="text-align:left">${m.rows}×${m.cols}</caption>`;
  return { "text/html": `<table>${caption}${body}</table>`, "text/plain": formatMatrix(m) };
}

/** Formats two numbers with four significant digits, or with as many as are needed to distinguish them. */
export function distinctDigits(first: number, second: number): [string, string] {
  for (let digits = 4; digits < 17; digits++) {
    const [a, b] = [first, second].map((x) => String(Number(x.toPrecision(digits))));
    if (a !== b) return [a, b];
  }
  return [String(first), String(second)];
}

function cells(m: Entries): string[][] {
  return shownIndices(m.rows, MAX_ROWS).map((i) =>
    shownIndices(m.cols, MAX_COLS).map((j) =>
      i < 0 || j < 0 ? "…" : formatNumber(m.data[i * m.cols + j])
    )
  );
}

/** The indices to show, at most `max`; −1 marks the gap before the last one. */
function shownIndices(count: number, max: number): number[] {
  const all = Array.from({ length: Math.min(count, max) }, (_, n) => n);
  if (count > max) all.splice(max - 2, 2, -1, count - 1);
  return all;
}

function formatNumber(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e6
    ? String(value)
    : String(Number(value.toPrecision(4)));
}
