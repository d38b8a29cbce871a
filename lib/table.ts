/** What a table needs of a matrix. */
interface Entries {
  readonly rows: number;
  readonly cols: number;
  readonly data: ArrayLike<number>;
}

const MOST_ROWS = 15;
const MOST_COLS = 10;

/** A matrix as aligned numbers under its shape, four significant digits, cut to 15×10 with "…". */
export function matrixText(m: Entries): string {
  const lines = cells(m);
  const width = Math.max(0, ...lines.flat().map((text) => text.length));
  const body = lines.map((line) => line.map((text) => text.padStart(width)).join("  "));
  return [`${m.rows}×${m.cols}`, ...body].join("\n");
}

/** The mime bundle of a matrix for a notebook: an HTML table and the aligned text. */
export function matrixBundle(m: Entries): Record<string, string> {
  const row = (line: string[]) =>
    line.map((text) => `<td style="text-align:right">${text}</td>`).join("");
  const body = cells(m).map((line) => `<tr>${row(line)}</tr>`).join("");
  const caption = `<caption style="text-align:left">${m.rows}×${m.cols}</caption>`;
  return { "text/html": `<table>${caption}${body}</table>`, "text/plain": matrixText(m) };
}

function cells(m: Entries): string[][] {
  return shown(m.rows, MOST_ROWS).map((i) =>
    shown(m.cols, MOST_COLS).map((j) => i < 0 || j < 0 ? "…" : format(m.data[i * m.cols + j]))
  );
}

/** The indices shown; −1 stands for those left out. */
function shown(count: number, most: number): number[] {
  const all = Array.from({ length: Math.min(count, most) }, (_, n) => n);
  if (count > most) all.splice(most - 2, 2, -1, count - 1);
  return all;
}

function format(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e6
    ? String(value)
    : String(Number(value.toPrecision(4)));
}
