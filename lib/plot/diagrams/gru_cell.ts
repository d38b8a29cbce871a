import { cellColors } from "../colors.ts";
import type { Figure, FigureOptions } from "../figure.ts";
import { diagram, Drawing } from "./drawing.ts";
import { checkGates, gateNode } from "./gates.ts";
import { type Point, port } from "./geometry.ts";
import { SMALL } from "./rich_text.ts";
import { gated } from "./strokes.ts";

/** Options of the diagram of a GRU cell. */
export interface GRUDiagramOptions extends FigureOptions {
  /** Values of the gates at one time step, from 0 to 1: they set the width and opacity of the paths that the gates control. */
  gates?: { r: number; z: number };
}

const TINT = cellColors.GRU;
const [STATE, MIX, GATES, RESET, M, H, X] = [40, 104, 180, 240, 284, 316, 344]; // the heights of the rows, in pixels from the top
const [IN, Z, ONE, R, N] = [72, 112, 176, 196, 284]; // the columns
const [LEFT, RIGHT] = [18, 352];

/**
 * Draws a time step of a GRU cell as `GRUCell` computes it: r, z = σ(Wx x_t + Wh h_{t−1} + b), m = Whn h_{t−1} + bhn,
 * n = tanh(Wxn x_t + bxn + r ∘ m), h_t = (1 − z) ∘ n + z ∘ h_{t−1}. Throws RangeError unless the gates, where given, are from
 * 0 to 1.
 */
export function gruCell({ gates, ...options }: GRUDiagramOptions): Figure {
  checkGates("a GRU cell", gates);
  const drawing = new Drawing();
  drawing.frame([46, 14], [334, 362], TINT);
  drawState(drawing, gates);
  drawCandidate(drawing, gates);
  const style = { anchor: "start", size: 14 } as const;
  drawing.text("h_t = (1 − z) ∘ n + z ∘ h_{t−1}", [LEFT + 30, 390], style);
  drawing.text("m = W_{hn} h_{t−1} + b_{hn}", [LEFT + 30, 414], style);
  const values = gates ? ` with r = ${gates.r}, z = ${gates.z}` : "";
  const alt =
    `A GRU cell${values}. The state h_(t−1) is multiplied by z, and (1 − z) ∘ n is added, which gives h_t. The gates r ` +
    "and z read h_(t−1) and x_t; the candidate n reads x_t and r ∘ m, where m is an affine function of h_(t−1)";
  return diagram(options, { drawing, alt, data: { gates } });
}

/** Draws the state from h_{t−1} to h_t, the update gate z, and 1 − z. */
function drawState(drawing: Drawing, gates: GRUDiagramOptions["gates"]): void {
  const operation = (sign: string, at: Point) => drawing.node(sign, at, { kind: "operation" });
  const before = drawing.node("h_{t−1}", [LEFT, STATE], { kind: "variable" });
  const after = drawing.node("h_t", [RIGHT, STATE], { kind: "variable" });
  const [keep, add, mix] = [
    operation("∘", [Z, STATE]),
    operation("+", [N, STATE]),
    operation("∘", [N, MIX]),
  ];
  const rest = drawing.node("1−", [ONE, MIX], { kind: "operation", width: 28, size: SMALL });
  const z = gateNode(drawing, { name: "z", open: gates?.z, activation: "σ", tint: TINT }, [
    Z,
    GATES,
  ]);
  drawing.arrow(before, keep, { width: 2.5 });
  drawing.arrow(keep, add, gated(gates?.z, { width: 2.5 }));
  drawing.arrow(add, after, { width: 2.5 });
  drawing.arrow(z, keep);
  drawing.dot([Z, MIX]);
  drawing.arrow([Z, MIX], rest);
  drawing.arrow(rest, mix);
  drawing.arrow(mix, add, gated(gates && 1 - gates.z));
  drawing.dot([IN, STATE]);
  drawing.arrow([IN, STATE], [N, M + 13], { via: [[IN, H], [N, H]] });
  drawing.arrow([Z - 8, H], port(z, "bottom", -8));
}

/** Draws the reset gate r, the product m that it scales, the candidate n, and the lines of h_{t−1} and x_t below them. */
function drawCandidate(drawing: Drawing, gates: GRUDiagramOptions["gates"]): void {
  const r = gateNode(drawing, { name: "r", open: gates?.r, activation: "σ", tint: TINT }, [
    R,
    RESET,
  ]);
  const n = drawing.node("tanh", [N, GATES], { size: SMALL, width: 46, tint: TINT });
  const reset = drawing.node("∘", [N, RESET], { kind: "operation" });
  const m = drawing.node("m", [N, M], { height: 26, tint: TINT });
  const x = drawing.node("x_t", [LEFT + 8, X], { kind: "variable" });
  drawing.text("n", [N - 6, GATES - 21], { bold: true, anchor: "end" });
  drawing.arrow(n, [N, MIX + 11]);
  drawing.arrow(r, reset);
  drawing.arrow(reset, n, gated(gates?.r));
  drawing.arrow(m, reset);
  const right = N + 40;
  drawing.arrow(port(x, "right"), n, { via: [[right, X], [right, GATES]] });
  drawing.arrow([Z + 8, X], [Z + 8, GATES + 15]);
  drawing.arrow([R - 8, H], port(r, "bottom", -8));
  drawing.arrow([R + 8, X], port(r, "bottom", 8));
  for (const [column, row] of [[Z - 8, H], [R - 8, H], [Z + 8, X], [R + 8, X]]) {
    drawing.dot([column, row]);
  }
}
