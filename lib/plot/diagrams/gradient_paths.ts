import type { Figure, FigureOptions } from "../figure.ts";
import { textColor } from "../colors.ts";
import { checkIndex } from "../../checks.ts";
import { diagram, Drawing } from "./drawing.ts";
import { port, type Shape } from "./geometry.ts";
import { PATH_COLORS } from "./path_factors.ts";
import { SMALL } from "./rich_text.ts";

/** Options of the diagrams of all paths of a gradient. */
export interface GradientPathsOptions extends FigureOptions {
  /** T, the number of time steps, from 2 to 4. */
  steps: number;
}

const [PITCH, LOSS, LANE, FIRST] = [64, -64, 17, 66]; // of `pathsDiagram`, in pixels
const [WIDE, PRODUCT, SUM] = [72, 68, 128]; // of `bpttDiagram`, in pixels
const MOST = 4; // time steps, so that the text is legible on a phone
const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, n) => from + n);

/**
 * Draws the network unrolled in time, and below it one line for each term (t, k) of the gradient by the recurrent weights:
 * from the loss at step t back through one Jacobian per step to the use of the weights at step k. Throws RangeError unless
 * `steps` is an integer from 2 to 4.
 */
export function pathsDiagram({ steps, ...options }: GradientPathsOptions): Figure {
  checkIndex("Cannot draw the paths of T =", steps, 2, MOST);
  const drawing = new Drawing();
  drawChain(drawing, steps);
  const terms = numbers(1, steps).reverse()
    .flatMap((t) => numbers(1, t).reverse().map((k): [number, number] => [t, k]));
  let y = FIRST;
  for (const [n, [t, k]] of terms.entries()) {
    if (n > 0 && t !== terms[n - 1][0]) y += 8; // between the terms of two losses
    drawLane(drawing, t, k, y);
    y += LANE;
  }
  drawLegend(drawing, y + 14);
  const alt =
    `A network unrolled over ${steps} time steps, and below it ${terms.length} lines, one for each ` +
    "term (t, k): each leads from the loss at step t back through the Jacobians to the weights at step k";
  return diagram(options, { drawing, alt, data: { steps, terms } });
}

/** Draws h_0 … h_T in a row, the losses above them, and the names of weights and Jacobians between them. */
function drawChain(drawing: Drawing, T: number): void {
  const node = (t: number): Shape =>
    drawing.node(`h_{${t}}`, [t * PITCH, 0], { kind: "operation", width: 34 });
  let before = node(0);
  for (const t of numbers(1, T)) {
    const h = node(t), E = drawing.node(`E_{${t}}`, [h.x, LOSS], { kind: "variable" });
    drawing.arrow(before, h);
    drawing.arrow(h, E);
    drawing.text("W_{hh}", [h.x - PITCH / 2, -8], { size: SMALL });
    const color = textColor(PATH_COLORS.jacobians);
    drawing.text(`J_{${t}}`, [h.x - PITCH / 2, FIRST - 28], { size: SMALL, bold: true, color });
    before = h;
  }
}

function drawLane(drawing: Drawing, t: number, k: number, y: number): void {
  const [start, end] = [t * PITCH + 6, k * PITCH - 6];
  if (t > k) drawing.line([[start, y], [end, y]], { color: PATH_COLORS.jacobians, width: 3 });
  drawing.dot([start, y], PATH_COLORS.loss);
  drawing.dot([end, y], PATH_COLORS.weights);
  drawing.text(`(${t}, ${k})`, [end - 8, y + 4], { size: SMALL, anchor: "end" });
}

function drawLegend(drawing: Drawing, y: number): void {
  const entries: [keyof typeof PATH_COLORS, string][] = [
    ["loss", "the loss at step t: ∂E_t/∂h_t"],
    ["jacobians", "one Jacobian for each step back"],
    ["weights", "the use of W_{hh} at step k: ∂^+h_k/∂W_{hh}"],
  ];
  for (const [n, [part, text]] of entries.entries()) {
    const [x, height] = [16, y + 20 * n], color = PATH_COLORS[part];
    if (part === "jacobians") {
      drawing.line([[x - 8, height - 4], [x + 8, height - 4]], { color, width: 3 });
    } else drawing.dot([x, height - 4], color);
    drawing.text(text, [x + 18, height], { size: SMALL, anchor: "start" });
  }
}

/**
 * Draws backpropagation through time: δ_t = ∂E/∂h_t for each step is the sum of the loss's own gradient and of J_{t+1}ᵀ
 * δ_{t+1}, and each δ_t gives one outer product dz_t h_{t−1}ᵀ to the gradient of the recurrent weights. Throws RangeError
 * unless `steps` is an integer from 2 to 4.
 */
export function bpttDiagram({ steps, ...options }: GradientPathsOptions): Figure {
  checkIndex("Cannot draw the recursion over T =", steps, 2, MOST);
  const drawing = new Drawing(), { loss, weights } = PATH_COLORS;
  const [first, last] = [WIDE - 33, steps * WIDE + 33];
  const place = { x: (first + last) / 2, y: SUM }, size = { width: last - first, height: 30 };
  drawing.node("∂E/∂W_{hh} = the sum of these", [place.x, place.y], { ...size, tint: weights });
  let after: Shape | undefined;
  for (const t of numbers(1, steps).reverse()) {
    const δ = drawing.node(`δ_{${t}}`, [t * WIDE, 0]);
    const E = drawing.node(`E_{${t}}`, [δ.x, LOSS], { kind: "variable" });
    drawing.arrow(E, δ, { color: loss, width: 3 });
    if (after) drawBack(drawing, after, δ, t + 1);
    const style = { size: SMALL, width: 66, tint: weights };
    const product = drawing.node(`dz_{${t}} h_{${t - 1}}^T`, [δ.x, PRODUCT], style);
    drawing.arrow(δ, product, { color: weights, width: 3 });
    drawing.arrow(product, port({ ...place, ...size }, "top", δ.x - place.x), {
      ...{ color: weights, width: 3 },
    });
    after = δ;
  }
  drawBack(drawing, after!, drawing.node("∂E/∂h_0", [0, 0], { kind: "variable" }), 1);
  const alt =
    `${steps} boxes δ_1 to δ_${steps} in a row. Into each leads an arrow from its own loss and one from the box after it, ` +
    "through one Jacobian; out of each leads an arrow to dz_t h_(t−1)ᵀ, and the sum of these is the gradient of Whh";
  return diagram(options, { drawing, alt, data: { steps } });
}

/** Draws the arrow by which the gradient goes back through J_t. */
function drawBack(drawing: Drawing, from: Shape, to: Shape, t: number): void {
  const color = PATH_COLORS.jacobians, tip = port(to, "right");
  drawing.arrow(from, tip, { color, width: 3 });
  const style = { size: SMALL, bold: true, color: textColor(color) };
  drawing.text(`J_${t}^T`, [(port(from, "left")[0] + tip[0]) / 2 + 2, -12], style);
}
