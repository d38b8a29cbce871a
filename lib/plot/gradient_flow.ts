import type { Matrix } from "../matrix.ts";
import { checkDomain } from "./checks.ts";
import { cellColors, OVERFLOW_COLOR, sequential, sequentialRamp, textColor } from "./colors.ts";
import { Figure, type FigureOptions } from "./figure.ts";
import { minusSign } from "./format.ts";
import { colorBar, element, END, label, rect, START } from "./svg.ts";

/** |∂E_T/∂h_k| of each unit (row) at each time step k = 1 … T (column), by the name of the network. */
export type GradientMagnitudes = Record<string, Matrix>;

/** Options of a figure of the gradient flow. */
export interface GradientFlowOptions extends FigureOptions {
  /** The time step that the gradient has reached, from T down to 1. */
  step: number;
  /** The ends of the colour scale, log₁₀. */
  domain: [number, number];
}

const [LEFT, TOP, GRID, PANEL, STRIP] = [16, 8, 168, 250, 18];
const DARK = "rgba(128,128,128,0.18)"; // a time step that the gradient hasn't reached

/**
 * Draws the gradient at one time step on its way back: for each network its units as a grid, and below it the norms at the
 * steps from T down to this one. Throws RangeError if there are no networks or no units, their shapes differ, a magnitude
 * is negative or NaN, `domain` is not finite, or step is not in 1 … T.
 */
export function gradientFlow(
  networks: GradientMagnitudes,
  { title, step, domain, alt }: GradientFlowOptions,
): Figure {
  const names = Object.keys(networks), [first] = Object.values(networks);
  if (!first) throw new RangeError("Cannot draw the gradient flow: there are no networks");
  const odd = names.find((name) => networks[name].shape !== first.shape);
  if (odd) {
    throw new RangeError(
      `Cannot draw ${odd} beside ${names[0]}: shapes ${
        networks[odd].shape
      } and ${first.shape} differ`,
    );
  }
  for (const name of names) checkMagnitudes(name, networks[name]);
  checkDomain(domain);
  if (!(Number.isInteger(step) && step >= 1 && step <= first.cols)) {
    throw new RangeError(`Cannot draw step ${step}: it must be an integer from 1 to ${first.cols}`);
  }
  const parts = names.map((name, n) =>
    element(
      "g",
      { transform: `translate(${LEFT + n * PANEL},${TOP})` },
      panel(name, networks[name], step, domain),
    )
  );
  const right = LEFT + names.length * PANEL;
  const body = parts.join("") + legend(right, TOP + 24, domain);
  const norms = Object.fromEntries(
    names.map((name) => [name, networks[name].column(step - 1).norm()]),
  );
  const description = names.map((name) => `${name} ${norms[name].toExponential(1)}`).join(", ");
  return new Figure({
    title,
    body,
    width: right + 120,
    height: TOP + GRID + 96,
    alt: alt ?? `Gradient at step ${step}: ${description}`,
    data: { step, norms },
  });
}

function checkMagnitudes(name: string, { data }: Matrix): void {
  if (data.length === 0) throw new RangeError(`Cannot draw ${name}: it has no magnitudes`);
  const bad = data.find((value) => !(value >= 0));
  if (bad !== undefined) {
    throw new RangeError(`Cannot draw ${name}: a magnitude must be 0 or above, got ${bad}`);
  }
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
  return label(name, 0, 14, {
    ...START,
    "font-weight": "bold",
    fill: cellColors[name] ? textColor(cellColors[name]) : "currentColor",
  }) +
    units.join("") + strip.join("") +
    label("1", 0, GRID + 78, START) +
    label(String(T), PANEL - 30, GRID + 78, END) +
    label(`step ${step}, norm ${exponential(norm)}`, (PANEL - 30) / 2, GRID + 78);
}

/** Returns the number of columns of a nearly square grid without empty places, if there is one. */
function columnsFor(units: number): number {
  const least = Math.ceil(Math.sqrt(units));
  const full = [0, 1, 2, 3].map((more) => least + more).find((across) => units % across === 0);
  return full ?? least;
}

function colorOf(value: number, [low, high]: [number, number]): string {
  if (!Number.isFinite(value)) return OVERFLOW_COLOR;
  return sequential(value === 0 ? 0 : (Math.log10(value) - low) / (high - low));
}

function legend(x: number, y: number, [low, high]: [number, number]): string {
  const at = (text: string, dy: number) => label(text, x + 20, y + dy, START);
  return label("|∂E/∂h| (log₁₀)", x, y - 10, START) +
    colorBar(x, y, [14, 4], sequentialRamp(42)) +
    at(minusSign(String(high)), 9) + at(`${minusSign(String(low))} or less`, 168);
}

/** Formats a number like 2.3e−5. */
function exponential(value: number): string {
  return minusSign(value.toExponential(1)).replace("+", "");
}
