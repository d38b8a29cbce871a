import type { Matrix } from "../matrix.ts";
import { diverging, textColorOn } from "./colors.ts";
import { Figure } from "./figure.ts";
import { label, rect } from "./svg.ts";

/** How a matrix is drawn. */
export interface HeatmapOptions {
  /** What there is to see, in one sentence. */
  title: string;
  /** Names of the rows and columns, printed left of and below the picture. */
  rows?: string[];
  columns?: string[];
  /** What the rows and columns are. */
  x?: string;
  y?: string;
  /** The size that takes the full colour; the largest entry where it is not given. */
  domain?: number;
  /** What the colour says, written above its scale; the blue half is then left out where no entry is negative. */
  unit?: string;
  /** The description for those who don't see it; made from the numbers unless given. */
  alt?: string;
}

const MOST_NUMBERS = 8;

/** A matrix as a picture: zero is white, the sign is the hue; small matrices with their numbers. */
export function heatmap(matrix: Matrix, options: HeatmapOptions): Figure {
  const domain = checkedDomain([matrix], options.domain);
  const { rows = [], columns = [] } = options;
  const side = Math.max(cellSide(matrix), 7 * longest(columns) + 8);
  const [left, top] = [Math.max(70, 30 + 7 * longest(rows)), 10];
  const width = Math.max(
    360,
    left + matrix.cols * side + Math.max(90, 34 + 7 * (options.unit ?? "").length),
  );
  const height = top + matrix.rows * side + 48;
  const names = [
    ...rows.map((name, i) =>
      label(name, left - 6, top + (i + 0.5) * side + 4, { "text-anchor": "end" })
    ),
    ...columns.map((name, j) =>
      label(name, left + (j + 0.5) * side, top + matrix.rows * side + 16)
    ),
    label(options.x ?? "", left + matrix.cols * side / 2, height - 12),
    label(options.y ?? "", 0, 0, {
      transform: `translate(14,${top + matrix.rows * side / 2}) rotate(-90)`,
    }),
  ];
  const body = drawCells(matrix, left, top, side, domain) + names.join("") +
    scaleOf(matrix, left + matrix.cols * side + 20, top, domain, options.unit);
  const alt = options.alt ??
    `Picture of a ${matrix.shape} matrix: ${options.title}. Largest size ${short(domain)}`;
  return new Figure({ title: options.title, body, width, height, alt, data: plain(matrix) });
}

/** Matrices side by side on one colour scale, with signs such as "+" and "=" between them. */
export function heatmaps(
  matrices: Record<string, Matrix>,
  options: { title: string; signs?: string[]; domain?: number; alt?: string },
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
  const height = top + Math.max(...entries.map(([, m]) => m.rows * cellSide(m))) + 16;
  const alt = options.alt ??
    `${entries.map(([name]) => name).join(", ")} as pictures: ${options.title}`;
  const data = Object.fromEntries(entries.map(([name, matrix]) => [name, plain(matrix)]));
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
      parts.push(label(short(matrix.at(i, j)), left + side / 2, top + side / 2 + 4, ink));
    }
  }
  const frame =
    `<rect x="${x}" y="${y}" width="${matrix.cols * side}" height="${matrix.rows * side}"` +
    ` fill="none" stroke="currentColor" stroke-opacity="0.5"/>`;
  return parts.join("") + frame;
}

function scaleOf(matrix: Matrix, x: number, top: number, domain: number, unit?: string): string {
  const signed = unit === undefined || matrix.data.some((value) => value < 0);
  const y = unit === undefined ? top : top + 20;
  const bars = Array.from(
    { length: signed ? 21 : 11 },
    (_, n) => rect(x, y + n * 4, 12, 4, diverging(1 - n / 10)),
  );
  const start = { "text-anchor": "start" };
  const at = (text: string, dy: number) => label(text, x + 18, y + dy, start);
  return (unit === undefined ? "" : label(unit, x, top + 10, start)) + bars.join("") +
    at(short(domain), 9) + at("0", 46) + (signed ? at(short(-domain), 86) : "");
}

function cellSide(matrix: Matrix): number {
  const most = Math.max(matrix.rows, matrix.cols);
  return most <= MOST_NUMBERS ? 60 : Math.max(8, Math.min(24, 480 / most));
}

function longest(names: string[]): number {
  return Math.max(0, ...names.map((name) => name.length));
}

function checkedDomain(matrices: Matrix[], domain?: number): number {
  const values = matrices.flatMap((matrix) => Array.from(matrix.data));
  if (values.length === 0) throw new RangeError("Cannot draw a matrix of no entries");
  const bad = values.find((value) => !Number.isFinite(value));
  if (bad !== undefined) throw new RangeError(`Cannot draw a matrix that holds ${bad}`);
  return domain ?? (Math.max(...values.map(Math.abs)) || 1);
}

function plain(matrix: Matrix) {
  return { rows: matrix.rows, cols: matrix.cols, values: matrix.data };
}

function short(value: number): string {
  return String(Number(value.toPrecision(3))).replace("-", "−");
}
