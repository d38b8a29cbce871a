import { cellColors } from "../colors.ts";
import type { Figure, FigureOptions } from "../figure.ts";
import { checkGates, gateNode } from "./gates.ts";
import { type ArrowStyle, diagram, Drawing } from "./drawing.ts";
import { type Point, port } from "./geometry.ts";
import { SMALL } from "./rich_text.ts";
import { gated } from "./strokes.ts";

/** Options of the diagram of an LSTM cell. */
export interface LSTMDiagramOptions extends FigureOptions {
  /** Values of the gates at one time step, from 0 to 1: they set the width and opacity of the paths that the gates control. */
  gates?: { i: number; f: number; o: number };
}

const TINT = cellColors.LSTM;
const [CELL, JOIN, OUT, GATES, BUS] = [40, 108, 148, 190, 246]; // the heights of the rows, in pixels from the top
const [F, I, G, O, END] = [92, 150, 208, 262, 308]; // the columns
const [LEFT, RIGHT] = [18, 351];

/**
 * Draws a time step of an LSTM cell: the cell state c on top, below it the gates f, i, o and the candidate g, which read
 * h_{t−1} and x_t, with the operations ∘ and + of c_t = f ∘ c_{t−1} + i ∘ g and h_t = o ∘ tanh(c_t). Throws RangeError unless
 * the gates, where given, are from 0 to 1.
 */
export function lstmCell({ gates, ...options }: LSTMDiagramOptions): Figure {
  checkGates("an LSTM cell", gates);
  const drawing = new Drawing();
  drawing.frame([52, 14], [334, 268], TINT);
  drawMemory(drawing, gates);
  drawInputs(drawing);
  drawEquations(drawing);
  const values = gates ? ` with f = ${gates.f}, i = ${gates.i}, o = ${gates.o}` : "";
  const alt =
    `An LSTM cell${values}. The cell state runs from c_(t−1) to c_t: it is multiplied by f, and i ∘ g is added. ` +
    "h_t is o ∘ tanh(c_t). The gates f, i, o and the candidate g read h_(t−1) and x_t";
  return diagram(options, { drawing, alt, data: { gates } });
}

/** Draws the gates, what they multiply, and the states that result. */
function drawMemory(drawing: Drawing, gates: LSTMDiagramOptions["gates"]): void {
  const operation = (sign: string, at: Point) => drawing.node(sign, at, { kind: "operation" });
  const variable = (name: string, at: Point) => drawing.node(name, at, { kind: "variable" });
  const [cBefore, c, h] = [
    variable("c_{t−1}", [LEFT, CELL]),
    variable("c_t", [RIGHT, CELL]),
    variable("h_t", [RIGHT, OUT]),
  ];
  const [keep, add] = [operation("∘", [F, CELL]), operation("+", [G, CELL])];
  const [write, read] = [operation("∘", [G, JOIN]), operation("∘", [END, OUT])];
  const tanh = drawing.node("tanh", [END, 92], { size: SMALL, height: 24, tint: TINT });
  const gate = (name: "f" | "i" | "o" | "g", x: number, style: ArrowStyle, to: typeof keep) => {
    const open = name === "g" ? undefined : gates?.[name];
    gateNode(drawing, { name, open, activation: name === "g" ? "tanh" : "σ", tint: TINT }, [
      x,
      GATES,
    ]);
    drawing.arrow([x, GATES - 15], to, style);
  };
  gate("f", F, {}, keep);
  gate("i", I, { via: [[I, JOIN]] }, write);
  gate("g", G, {}, write);
  gate("o", O, { via: [[O, OUT]] }, read);
  drawing.arrow(cBefore, keep, { width: 2.5 });
  drawing.arrow(keep, add, gated(gates?.f, { width: 2.5 }));
  drawing.arrow(write, add, gated(gates?.i));
  drawing.arrow(add, c, { width: 2.5 });
  drawing.dot([END, CELL]);
  drawing.arrow([END, CELL], tanh);
  drawing.arrow(tanh, read);
  drawing.arrow(read, h, gated(gates?.o));
}

/** Draws the line that brings h_{t−1} and x_t to all gates. */
function drawInputs(drawing: Drawing): void {
  const h = drawing.node("h_{t−1}", [LEFT, BUS], { kind: "variable" });
  const x = drawing.node("x_t", [70, BUS + 48], { kind: "variable" });
  drawing.arrow(port(h, "right"), [O, GATES + 15], { via: [[O, BUS]] });
  drawing.line([port(x, "top"), [70, BUS]]);
  for (const column of [70, F, I, G]) drawing.dot([column, BUS]);
  for (const column of [F, I, G]) drawing.arrow([column, BUS], [column, GATES + 15]);
}

function drawEquations(drawing: Drawing): void {
  const style = { anchor: "start", size: 14 } as const, left = 96, top = BUS + 50;
  drawing.text("c_t = f ∘ c_{t−1} + i ∘ g", [left, top], style);
  drawing.text("h_t = o ∘ tanh(c_t)", [left, top + 24], style);
}
