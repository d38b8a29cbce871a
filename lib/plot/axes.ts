import type * as Plot from "@observablehq/plot";

/** What every chart asks for: a title that says what to see, and axes with units. */
export interface ChartOptions {
  /** What there is to see, in one sentence. */
  title: string;
  /** What the axis from left to right shows, with its unit. */
  x: string;
  /** What the axis from bottom to top shows, with its unit. */
  y: string;
  /** The description; made from the data where it is not given. */
  alt?: string;
  /** Pixels. */
  width?: number;
  /** Pixels. */
  height?: number;
}

/** The size and margins of a chart. */
export function frame({ width, height }: ChartOptions) {
  return { width, height, marginLeft: 60, marginTop: 30, marginBottom: 40 };
}

/** The x axis: its label in the middle, without an arrow. */
export function xAxis({ x }: ChartOptions) {
  return { label: x, labelAnchor: "center", labelArrow: "none" } as const;
}

/** The y axis: its label, without an arrow, and a grid. */
export function yAxis({ y }: ChartOptions): Plot.ScaleOptions {
  return { label: y, grid: true, labelArrow: "none" };
}

/** A logarithmic y axis: powers of ten get a number where the values hold one. */
export function logAxis(options: ChartOptions, values: number[]): Plot.ScaleOptions {
  const tickFormat = holdsPower(values) ? powerOfTen : short;
  return { ...yAxis(options), type: "log", tickFormat };
}

/** Whether a whole power of ten lies among values above zero. */
function holdsPower(values: number[]): boolean {
  const logs = values.map(Math.log10);
  return Math.floor(Math.max(...logs)) >= Math.ceil(Math.min(...logs));
}

/** 10⁻³ at a whole power of ten, nothing between two of them. */
export function powerOfTen(value: number): string {
  const exponent = Math.round(Math.log10(value));
  if (Math.abs(Math.log10(value) - exponent) > 1e-9) return "";
  return `10${Array.from(String(exponent), (c) => SUPERSCRIPTS[c]).join("")}`;
}

// deno-fmt-ignore
const SUPERSCRIPTS: Record<string, string> = {
  "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹",
};

/** Steps are whole: about ten of them get a number. */
export function wholeSteps(steps: number[]): number[] {
  const [first, last] = [Math.min(...steps), Math.max(...steps)];
  const every = Math.ceil((last - first + 1) / 12);
  return Array.from(
    { length: Math.floor((last - first) / every) + 1 },
    (_, n) => first + n * every,
  );
}

const LETTER_HEIGHT = 14; // pixels from one name to the next

/** How far each of some heights has to move so that no two are nearer than a line of text. */
export function spread(heights: number[]): number[] {
  const order = heights.map((_, n) => n).toSorted((a, b) => heights[a] - heights[b]);
  const placed = [...heights];
  order.forEach((n, i) => {
    if (i > 0) placed[n] = Math.max(placed[n], placed[order[i - 1]] + LETTER_HEIGHT);
  });
  return placed.map((height, n) => height - heights[n]);
}

/** A number as people write it, three digits. */
export function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
