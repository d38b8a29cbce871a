import { cellColors } from "../colors.ts";
import type { Figure, FigureOptions } from "../figure.ts";
import { diagram, Drawing } from "./drawing.ts";
import type { Point } from "./geometry.ts";
import { SMALL } from "./rich_text.ts";

const TINT = cellColors.LSTM; // the cell that the memory leads to
const [CELL, OUT, CANDIDATE, INPUT] = [40, 112, 166, 228]; // the heights of the rows, in pixels from the top
const [KEEP, ADD, READ] = [98, 184, 276]; // the columns
const [LEFT, RIGHT] = [18, 351];

/**
 * Draws a time step of a memory cell as `MemoryCell` computes it: the memory c on top, multiplied by θ, with θg g added to
 * it, where g = tanh(Wxg x_t + bg), and h_t = tanh(c_t), which nothing reads at the next step.
 */
export function memoryCell(options: FigureOptions): Figure {
  const drawing = new Drawing();
  drawing.frame([52, 14], [318, 196], TINT);
  drawMemory(drawing);
  const style = { anchor: "start", size: 14 } as const;
  drawing.text("c_t = θ c_{t−1} + θ_g g", [LEFT + 34, INPUT + 42], style);
  drawing.text("h_t = tanh(c_t)", [LEFT + 34, INPUT + 66], style);
  const alt = "A memory cell. The memory c_(t−1) is multiplied by θ, θ_g g is added, and the sum " +
    "is c_t. The candidate g reads only x_t; h_t is tanh(c_t), and nothing reads it at the next step";
  return diagram(options, { drawing, alt, data: {} });
}

/** Draws the memory from c_{t−1} to c_t, what is added to it, and how it is read. */
function drawMemory(drawing: Drawing): void {
  const variable = (name: string, at: Point) => drawing.node(name, at, { kind: "variable" });
  const tanh = (at: Point) => drawing.node("tanh", at, { size: SMALL, width: 46, tint: TINT });
  const keep = drawing.node("θ", [KEEP, CELL], { tint: TINT });
  const add = drawing.node("+", [ADD, CELL], { kind: "operation" });
  const write = drawing.node("θ_g", [ADD, OUT], { tint: TINT });
  const g = tanh([ADD, CANDIDATE]), read = tanh([READ, OUT - 20]);
  drawing.arrow(variable("c_{t−1}", [LEFT, CELL]), keep, { width: 2.5 });
  drawing.arrow(keep, add, { width: 2.5 });
  drawing.arrow(add, variable("c_t", [RIGHT, CELL]), { width: 2.5 });
  drawing.arrow(variable("x_t", [ADD, INPUT]), g);
  drawing.arrow(g, write);
  drawing.arrow(write, add);
  drawing.text("g", [ADD - 8, CANDIDATE - 20], { bold: true, anchor: "end" });
  drawing.text("W_{xg}", [ADD + 8, INPUT - 22], { size: SMALL, anchor: "start" });
  drawing.dot([READ, CELL]);
  drawing.arrow([READ, CELL], read);
  drawing.arrow(read, variable("h_t", [RIGHT, OUT + 30]), { via: [[READ, OUT + 30]] });
}
