import { textColor } from "../colors.ts";
import { element, START } from "../svg.ts";
import { textWidth } from "../text_width.ts";
import type { Drawing } from "./drawing.ts";
import { SMALL } from "./rich_text.ts";

/** The colours of the parts of a path: from the loss to its state, from state to state, and to the weights. */
export const PATH_COLORS = { loss: "#d55e00", jacobians: "#0072b2", weights: "#009e73" };

/** A term (t, k) of the gradient by the weights; `state` is the letter of the state. */
export interface Factors {
  t: number;
  k: number;
  weights: string;
  state: string;
}

type Part = keyof typeof PATH_COLORS;
const [BRACKET, FACTOR, PRODUCT, SIZE] = [76, 100, 132, 12.5]; // heights below the middle of the states; font size

/** Draws the three factors below the states from x_k to x_t, each in the colour of its part of the path, and their product. */
export function drawFactors(
  drawing: Drawing,
  factors: Factors,
  [xk, xt]: [number, number],
  width: number,
): void {
  const { t, k, weights, state } = factors, at = (j: number) => `${state}${subscript(j)}`;
  const middle = t === k + 1
    ? `∂${at(t)}/∂${at(k)}`
    : `∂${at(t)}/∂${at(k)} = ∏ ∂${state}ⱼ/∂${state}ⱼ₋₁`;
  const list: [Part, string, number][] = [
    ["weights", `∂⁺${at(k)}/∂${weights}`, xk],
    ...(t > k ? [["jacobians", middle, (xk + xt) / 2] as [Part, string, number]] : []),
    ["loss", `∂E${subscript(t)}/∂${at(t)}`, xt],
  ];
  if (t > k) {
    drawing.line([[xk, BRACKET], [xt, BRACKET]], { color: PATH_COLORS.jacobians, width: 3 });
  }
  const widths = list.map(([, text]) => textWidth(text, SMALL, true));
  const places = spread(list.map(([, , x]) => x), widths, width);
  list.forEach(([part, text, x], n) => {
    const shift = t === k ? (part === "loss" ? 5 : -5) : 0, color = PATH_COLORS[part];
    if (part !== "jacobians") {
      drawing.line([[x + shift, BRACKET - 6], [x + shift, BRACKET + 3]], { color, width: 4 });
    }
    drawing.text({ plain: text }, [places[n], FACTOR], {
      bold: true,
      size: SMALL,
      color: textColor(color),
    });
  });
  drawProduct(drawing, factors);
}

/** Moves texts so that they neither overlap nor leave the width, each as near to its wish as the ones before it allow. */
function spread(wishes: number[], widths: number[], width: number): number[] {
  const places: number[] = [];
  const after = (n: number) => widths.slice(n + 1).reduce((sum, w) => sum + w + 10, 0);
  let left = 0;
  for (const [n, wish] of wishes.entries()) {
    const most = width - after(n) - widths[n];
    const start = Math.max(left, Math.min(wish - widths[n] / 2, most));
    places.push(start + widths[n] / 2);
    left = start + widths[n] + 10;
  }
  return places;
}

/** Writes the term as a product, each factor in the colour of its part of the path. */
function drawProduct(drawing: Drawing, { t, k, weights, state }: Factors): void {
  const at = (j: number) => `${state}${subscript(j)}`;
  const factor = (j: number) => `∂${at(j)}/∂${at(j - 1)}`;
  const between = t - k <= 2
    ? Array.from({ length: t - k }, (_, n) => factor(t - n)).join(" · ")
    : `${factor(t)} ⋯ ${factor(k + 1)}`;
  const loss = `∂E${subscript(t)}/∂ŷ${subscript(t)} · ∂ŷ${subscript(t)}/∂${at(t)}`;
  const parts: [Part, string][] = [["loss", loss]];
  if (between) parts.push(["jacobians", between]);
  const last: [Part, string] = ["weights", `∂⁺${at(k)}/∂${weights}`];
  drawLine(drawing, parts, " ·", PRODUCT);
  drawLine(drawing, [last], "", PRODUCT + 20);
}

/** Draws factors in a line, joined by dots, with what follows the last one. */
function drawLine(drawing: Drawing, parts: [Part, string][], end: string, y: number): void {
  const spans = parts.map(([part, text]) =>
    element("tspan", { fill: textColor(PATH_COLORS[part]) }, text)
  );
  const width = textWidth(parts.map(([, text]) => text).join(" · ") + end, SIZE, true);
  const text = { ...START, "font-weight": "bold", "font-size": SIZE };
  drawing.mark(
    { left: 0, right: width, top: y - SIZE, bottom: y + 5 },
    (dx, dy) => element("text", { x: dx, y: y + dy, ...text }, spans.join(" · ") + end),
  );
}

function subscript(n: number): string {
  return String(n).replaceAll(/\d/g, (digit) => "₀₁₂₃₄₅₆₇₈₉"[Number(digit)]);
}
