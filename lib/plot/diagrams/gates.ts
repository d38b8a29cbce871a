import type { Drawing } from "./drawing.ts";
import type { Point, Shape } from "./geometry.ts";
import { SMALL } from "./rich_text.ts";

/** A gate of a cell: its letter, its value at one time step if there is one, its activation, and the colour of the cell. */
export interface Gate {
  name: string;
  open?: number;
  activation: string;
  tint: string;
}

/** Throws RangeError unless every gate, where given, is from 0 to 1. */
export function checkGates(what: string, gates: Record<string, number> = {}): void {
  for (const [name, open] of Object.entries(gates)) {
    if (!(open >= 0 && open <= 1)) {
      throw new RangeError(
        `Cannot draw ${what}: the gate ${name} must be from 0 to 1, got ${open}`,
      );
    }
  }
}

/** Draws a gate as a box with its activation, 46×30, and its letter and value left of the arrow that leaves it upwards. */
export function gateNode(drawing: Drawing, gate: Gate, [x, y]: Point): Shape {
  const { name, open, activation, tint } = gate, left = x - 6;
  const size = activation === "σ" ? undefined : SMALL;
  const node = drawing.node(activation, [x, y], { width: 46, size, tint });
  drawing.text(name, [left, open === undefined ? y - 21 : y - 34], { bold: true, anchor: "end" });
  if (open !== undefined) {
    drawing.text(open.toFixed(2), [left, y - 20], { size: SMALL, anchor: "end" });
  }
  return node;
}
