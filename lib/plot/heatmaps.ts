import { extent, largest } from "../extent.ts";
import type { Matrix } from "../matrix.ts";
import { checkLengths, checkOneEach } from "./checks.ts";
import { diverging, textColorOn } from "./colors.ts";
import { Figure, type FigureOptions } from "./figure.ts";
import { minusSign, significant } from "./format.ts";
import { colorBar, END, label, rect, START } from "./svg.ts";

/** Options of a heat map. */
export interface HeatmapOptions extends FigureOptions {
  /** The names of the rows and columns, to the left of and below the matrix. */
  rows?: string[];
  columns?: string[];
  /** The names of the axes. */
  x?: string;
  y?: string;
  /** The absolute value with the full colour; the largest of the entries by default. */
  domain?: number;
  /** The side of a cell in pixels; by default large enough for the numbers of a small matrix and for the columns' names. */
  side?: number;
  /** The unit above the colour bar, which then omits the negative half if no entry is negative. */
  unit?: string;
}

const MOST_NUMBERS = 8; // rows or columns of a matrix whose entries are printed

/**
 * Draws a matrix as cells: zero is white, the sign is the hue; a small matrix with its entries. Throws as `heatmaps`, and
 * RangeError unless each row and column has a name if one has.
 */
export function heatmap(matrix: Matrix, options: HeatmapOptions): Figure {
  const domain = checkedDomain([matrix], options.domain);
  const { rows = [], columns = [] } = options;
  checkOneEach("rows", options.rows, matrix.rows, "rows");
  checkOneEach("columns", options.columns, matrix.cols, "columns");
  checkLengths({ side: options.side });
  const side = options.side ?? Math.max(cellSide(matrix), 7 * longest(columns) + 8);
  const [left, top] = [Math.max(70, 30 + 7 * longest(rows)), 10];
  const width = Math.max(
    360,
    left + matrix.cols * side + Math.max(90, 34 + 7 * (options.unit ?? "").length),
  );
  const height = top + matrix.rows * side + 48;
  const names = [
    ...rows.map((name, i) => label(name, left - 6, top + (i + 0.5) * side + 4, END)),
    ...columns.map((name, j) =>
      label(name, left + (j + 0.5) * side, top + matrix.rows * side + 16)
    ),
    label(options.x ?? "", left + matrix.cols * side / 2, height - 12),
    label(options.y ?? "", 0, 0, {
      transform: `translate(14,${top + matrix.rows * side / 2}) rotate(-90)`,
    }),
  ];
  const body = drawCells(matrix, left, top, side, domain) + names.join("") +
    legend(matrix, left + matrix.cols * side + 20, top, domain, options.unit);
  const alt = options.alt ??
    `Picture of a ${matrix.shape} matrix: ${options.title}. Largest size ${threeDigits(domain)}`;
  return new Figure({ title: options.title, body, width, height, alt, data: matrixData(matrix) });
}

/**
 * Draws matrices side by side on one colour scale, with signs such as "+" and "=" between them. Throws RangeError if there
 * are no entries, one is not finite, or `domain` is not finite and positive.
 */
export function heatmaps(
  matrices: Record<string, Matrix>,
  options: FigureOptions & { signs?: string[]; domain?: number },
): Figure {
  const entries = Object.entries(matrices);
  const domain = checkedDomain(entries.map(([, matrix]) => matrix), options.domain);
  const [gap, top] = [26, 26];
  let x = 14;
  const parts: string[] = [];
  entries.forEach(([name, matrix], n) => {
    const side = cellSide(matrix);
    if (n > 0) {
      const sign = options.signs?.[n - 1] ?? "";
      parts.push(label(sign, x + gap / 2, top + matrix.rows * side / 2 + 6, { "font-size": 18 }));
      x += gap;
    }
    const width = Math.max(matrix.cols * side, 7 * name.length);
    parts.push(label(name, x + width / 2, top - 9));
    parts.push(drawCells(matrix, x + (width - matrix.cols * side) / 2, top, side, domain));
    x += width;
  });
  const height = top + largest(entries.map(([, m]) => m.rows * cellSide(m))) + 16;
  const alt = options.alt ??
    `${entries.map(([name]) => name).join(", ")} as pictures: ${options.title}`;
  const data = Object.fromEntries(entries.map(([name, matrix]) => [name, matrixData(matrix)]));
  return new Figure({
    title: options.title,
    body: parts.join(""),
    width: Math.max(x + 14, 420),
    height,
    alt,
    data,
  });
}

function drawCells(matrix: Matrix, x: number, y: number, side: number, domain: number): string {
  const numbers = matrix.rows <= MOST_NUMBERS && matrix.cols <= MOST_NUMBERS && side >= 40;
  const parts: string[] = [];
  for (let i = 0; i < matrix.rows; i++) {
    for (let j = 0; j < matrix.cols; j++) {
      const fill = diverging(matrix.at(i, j) / domain);
      const [left, top] = [x + j * side, y + i * side];
      parts.push(rect(left, top, side, side, fill));
      if (!numbers) continue;
      const ink = { fill: textColorOn(fill) };
      parts.push(label(threeDigits(matrix.at(i, j)), left + side / 2, top + side / 2 + 4, ink));
    }
  }
  const frame =
    `<rect x="${x}" y="${y}" width="${matrix.cols * side}" height="${matrix.rows * side}"` +
    ` fill="none" stroke="currentColor" stroke-opacity="0.5"/>`;
  return parts.join("") + frame;
}

function legend(matrix: Matrix, x: number, top: number, domain: number, unit?: string): string {
  const signed = unit === undefined || matrix.data.some((value) => value < 0);
  const y = unit === undefined ? top : top + 20;
  const colors = Array.from({ length: signed ? 21 : 11 }, (_, n) => diverging(1 - n / 10));
  const at = (text: string, dy: number) => label(text, x + 18, y + dy, START);
  return (unit === undefined ? "" : label(unit, x, top + 10, START)) +
    colorBar(x, y, [12, 4], colors) +
    at(threeDigits(domain), 9) + at("0", 46) + (signed ? at(threeDigits(-domain), 86) : "");
}

function cellSide(matrix: Matrix): number {
  const most = Math.max(matrix.rows, matrix.cols);
  return most <= MOST_NUMBERS ? 60 : Math.max(8, Math.min(24, 480 / most));
}

function longest(names: string[]): number {
  return Math.max(0, largest(names.map((name) => name.length)));
}

function checkedDomain(matrices: Matrix[], domain?: number): number {
  const values = matrices.flatMap((matrix) => Array.from(matrix.data));
  if (values.length === 0) {
    throw new RangeError("Cannot draw a heat map: the matrix has no entries");
  }
  const bad = values.find((value) => !Number.isFinite(value));
  if (bad !== undefined) {
    throw new RangeError(`Cannot draw a heat map: the entries must be finite, got ${bad}`);
  }
  checkLengths({ domain });
  return domain ?? (extent(values.map(Math.abs))[1] || 1);
}

function matrixData(matrix: Matrix) {
  return { rows: matrix.rows, cols: matrix.cols, values: matrix.data };
}

function threeDigits(value: number): string {
  return minusSign(significant(value));
}
