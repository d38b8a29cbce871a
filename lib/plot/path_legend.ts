import { OVERFLOW_COLOR, sequentialRamp } from "./colors.ts";
import { minusSign } from "./format.ts";
import { colorBar, END, label, rect, START } from "./svg.ts";

/** The colour of terms that are exactly zero. */
export const ZERO_COLOR = "rgb(190,190,190)";

/** Returns the legend of a t×k map beside it, 312 pixels high, with its upper left corner at (x, y). */
export function legendBeside(x: number, y: number, domain: [number, number], unit: string): string {
  const [low, high] = domain;
  const at = (value: number, dy: number) => label(oneDecimal(value), x + 24, y + dy, START);
  return label(`log₁₀ ${unit}`, x, y + 12, START) +
    colorBar(x, y + 24, [16, 4], sequentialRamp(60)) +
    at(high, 34) + at((low + high) / 2, 148) + at(low, 262) +
    rect(x, y + 284, 16, 12, ZERO_COLOR) +
    label("exactly zero", x + 24, y + 294, START) +
    rect(x, y + 302, 16, 12, OVERFLOW_COLOR) +
    label("overflow", x + 24, y + 312, START);
}

/** Returns the legend of a t×k map below it, 330 pixels wide and 42 high, with its upper left corner at (x, y). */
export function legendBelow(x: number, y: number, domain: [number, number], unit: string): string {
  const [low, high] = domain.map(oneDecimal), bar = x + 28, end = bar + 90;
  const colors = sequentialRamp(30).reverse();
  return label(`log₁₀ ${unit}`, x, y + 10, START) +
    label(low, bar - 4, y + 34, END) +
    colors.map((color, n) => rect(bar + 3 * n, y + 24, 3, 12, color)).join("") +
    label(high, end + 4, y + 34, START) +
    rect(end + 38, y + 24, 12, 12, ZERO_COLOR) +
    label("exactly zero", end + 54, y + 34, START) +
    rect(end + 138, y + 24, 12, 12, OVERFLOW_COLOR) +
    label("overflow", end + 154, y + 34, START);
}

function oneDecimal(value: number): string {
  return minusSign(value.toFixed(1));
}
