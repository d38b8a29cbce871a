import type { Matrix } from "../matrix.ts";
import { cellColors, OVERFLOW_COLOR, sequential, textColor } from "./colors.ts";
import { Figure } from "./figure.ts";
import { element, label, rect } from "./svg.ts";

/** |∂E_T/∂h_k| of each unit (row) at each step k = 1 … T (column), by the name of the network. */
export type GradientMagnitudes = Record<string, Matrix>;

/** How one moment of the flow is drawn. */
export interface GradientFlowOptions {
  /** What there is to see, in one sentence. */
  title: string;
  /** The step that the gradient has reached, from T down to 1. */
  step: number;
  /** The two ends of the colour scale, log₁₀. */
  domain: [number, number];
  /** The description for those who don't see it; made from the numbers unless given. */
  alt?: string;
}

const [LEFT, TOP, GRID, PANEL, STRIP] = [16, 8, 168, 250, 18];
const DARK = "rgba(128,128,128,0.18)"; // a step that the gradient hasn't reached

/**
 * One moment of an error on its way back: for each network its units as a grid, and under it the steps, lit from T down to
 * the one reached, by the gradient's norm. Throws RangeError for networks of other sizes, or a step outside 1 … T.
 */
export function gradientFlow(
  networks: GradientMagnitudes,
  { title, step, domain, alt }: GradientFlowOptions,
): Figure {
  const names = Object.keys(networks), [first] = Object.values(networks);
  if (!first) throw new RangeError("Cannot draw the flow of no network");
  const odd = names.find((name) => networks[name].shape !== first.shape);
  if (odd) {
    throw new RangeError(`Cannot draw ${odd} of ${networks[odd].shape} beside ${first.shape}`);
  }
  if (!(Number.isInteger(step) && step >= 1 && step <= first.cols)) {
    throw new RangeError(`Cannot draw step ${step}: the steps are 1 to ${first.cols}`);
  }
  const parts = names.map((name, n) =>
    element(
      "g",
      { transform: `translate(${LEFT + n * PANEL},${TOP})` },
      panel(name, networks[name], step, domain),
    )
  );
  const right = LEFT + names.length * PANEL;
  const body = parts.join("") + scale(right, TOP + 24, domain);
  const norms = Object.fromEntries(
    names.map((name) => [name, networks[name].column(step - 1).norm()]),
  );
  const description = names.map((name) => `${name} ${norms[name].toExponential(1)}`).join(", ");
  return new Figure({
    title,
    body,
    width: Math.max(right + 120, 620),
    height: TOP + GRID + 96,
    alt: alt ?? `Gradient at step ${step}: ${description}`,
    data: { step, norms },
  });
}

function panel(name: string, sizes: Matrix, step: number, domain: [number, number]): string {
  const color = (value: number) => colorOf(value, domain);
  const across = columnsFor(sizes.rows), side = GRID / across;
  const units = Array.from(sizes.column(step - 1).data, (value, i) => {
    const [x0, x1] = [i % across, i % across + 1].map((n) => Math.round(n * side));
    const [y0, y1] = [Math.floor(i / across), Math.floor(i / across) + 1].map((n) =>
      Math.round(n * side)
    );
    return rect(x0, 24 + y0, x1 - x0, y1 - y0, color(value));
  });
  const T = sizes.cols, width = (PANEL - 30) / T;
  const strip = Array.from({ length: T }, (_, n) => {
    const fill = n + 1 < step ? DARK : color(sizes.column(n).norm());
    const [x0, x1] = [n, n + 1].map((place) => Math.round(place * width));
    return rect(x0, GRID + 44, x1 - x0, STRIP, fill);
  });
  const norm = sizes.column(step - 1).norm();
  const start = { "text-anchor": "start" };
  return label(name, 0, 14, {
    ...start,
    "font-weight": "bold",
    fill: cellColors[name] ? textColor(cellColors[name]) : "currentColor",
  }) +
    units.join("") + strip.join("") +
    label("1", 0, GRID + 78, start) +
    label(String(T), PANEL - 30, GRID + 78, { "text-anchor": "end" }) +
    label(`step ${step}, norm ${power(norm)}`, (PANEL - 30) / 2, GRID + 78);
}

/** The columns of a grid that is as full and as square as can be. */
function columnsFor(units: number): number {
  const least = Math.ceil(Math.sqrt(units));
  const full = [0, 1, 2, 3].map((more) => least + more).find((across) => units % across === 0);
  return full ?? least;
}

function colorOf(value: number, [low, high]: [number, number]): string {
  if (!Number.isFinite(value)) return OVERFLOW_COLOR;
  return sequential(value === 0 ? 0 : (Math.log10(value) - low) / (high - low));
}

function scale(x: number, y: number, [low, high]: [number, number]): string {
  const steps = 42;
  const bars = Array.from(
    { length: steps },
    (_, n) => rect(x, y + n * 4, 14, 4, sequential(1 - n / (steps - 1))),
  );
  const at = (text: string, dy: number) => label(text, x + 20, y + dy, { "text-anchor": "start" });
  return label("|∂E/∂h| (log₁₀)", x, y - 10, { "text-anchor": "start" }) + bars.join("") +
    at(String(high).replace("-", "−"), 9) + at(`${String(low).replace("-", "−")} or less`, 168);
}

/** 2.3e−5 as people write it. */
function power(value: number): string {
  return value.toExponential(1).replace("-", "−").replace("+", "");
}
