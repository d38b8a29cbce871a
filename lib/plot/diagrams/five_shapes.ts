import { largest } from "../../extent.ts";
import { cellColors } from "../colors.ts";
import type { Figure, FigureOptions } from "../figure.ts";
import { diagram, Drawing, PHONE } from "./drawing.ts";
import type { Shape } from "./geometry.ts";
import { SMALL } from "./rich_text.ts";
import type { Thumbnail } from "./thumbnail.ts";
import { drawToken, tokenWidth } from "./token.ts";

/** The shapes of sequence tasks. */
export type ShapeName =
  | "one to one"
  | "one to many"
  | "many to one"
  | "many to many"
  | "many to many in step";

/** A shape with an example. */
export interface ShapeExample {
  shape: ShapeName;
  /** The example in words, such as "image → label". */
  example: string;
  /** The inputs: words or pictures. */
  inputs: (string | Thumbnail)[];
  outputs: string[];
}

/** Options of the diagram of shapes. */
export interface FiveShapesOptions extends FigureOptions {
  /** The name of the cell, whose colour the states have; "RNN" by default. */
  cell?: "RNN" | "LSTM" | "GRU";
}

const [NEAR, LEVEL, GAP, HEAD] = [42, 66, 26, 44]; // pixels: least distance of states, to inputs and outputs; between panels; above a panel

/**
 * Draws shapes of sequence tasks in a row, each unrolled in time with its example: inputs below, states, outputs above. In
 * "many to many", all inputs are read before the first output; "in step", each time step has both. On a phone, the shapes are
 * below each other. Throws RangeError if there are none, and for a number of inputs or outputs that the shape does not have.
 */
export function fiveShapes(examples: ShapeExample[], options: FiveShapesOptions): Figure {
  if (examples.length === 0) throw new RangeError("Cannot draw shapes: there are none");
  examples.forEach(checkCounts);
  const color = cellColors[options.cell ?? "RNN"];
  const panels = examples.map((example) => panel(example, color));
  const alt = examples.map(({ shape, example, inputs, outputs }) =>
    `${shape} (${example}): ${inputs.length} in, ${outputs.length} out`
  ).join("; ");
  const data = examples.map(({ shape, example, outputs }) => ({ shape, example, outputs }));
  const drawing = flow(panels, Infinity);
  const isWide = drawing.drawn.width > PHONE;
  return diagram(options, {
    drawing,
    narrow: isWide ? flow(panels, PHONE - 16) : undefined,
    alt,
    data,
  });
}

function checkCounts({ shape, inputs, outputs }: ShapeExample): void {
  const [from, to] = shape.split(" to "), inStep = shape.endsWith("in step");
  const check = (name: string, { length }: ArrayLike<unknown>, isOne: boolean) => {
    if (isOne ? length === 1 : length > 0) return;
    throw new RangeError(
      `Cannot draw ${shape}: expected ${isOne ? "one" : "at least one"} ${name}, got ${length}`,
    );
  };
  check("input", inputs, from === "one");
  check("output", outputs, to === "one");
  if (inStep && inputs.length !== outputs.length) {
    throw new RangeError(
      `Cannot draw ${shape}: expected one output for each of ${inputs.length} inputs, got ${outputs.length}`,
    );
  }
}

/** Draws a shape with its name and example above it. */
function panel({ shape, example, inputs, outputs }: ShapeExample, color: string): Drawing {
  const drawing = new Drawing(), reads = shape === "many to many" ? inputs.length : 0;
  const steps = largest([inputs.length, reads + outputs.length]);
  const first = shape === "many to one" ? steps - 1 : reads; // the step of the first output
  const pitch = largest([NEAR, ...[...inputs, ...outputs].map((thing) => tokenWidth(thing) + 8)]);
  let before: Shape | undefined;
  for (let n = 0; n < steps; n++) {
    const x = n * pitch;
    const state = drawing.node("", [x, 0], { width: 30, height: 30, tint: color });
    if (before) drawing.arrow(before, state, { color, width: 2.5 });
    if (n in inputs) drawing.arrow(drawToken(drawing, inputs[n], [x, LEVEL]), state);
    const output = outputs[n - first];
    if (output !== undefined) drawing.arrow(state, drawToken(drawing, output, [x, -LEVEL]));
    before = state;
  }
  const { left, right } = drawing.extent, middle = (left + right) / 2, top = -LEVEL - 24 - HEAD;
  drawing.text(shape, [middle, top + 10], { bold: true, size: 13 });
  drawing.text({ plain: example }, [middle, top + 27], { size: SMALL });
  return drawing;
}

/** Places drawings in rows that are at most `most` pixels wide. */
function flow(panels: Drawing[], most: number): Drawing {
  const drawing = new Drawing();
  let [x, y, height] = [0, 0, 0];
  for (const panel of panels) {
    const { left, right } = panel.extent, width = right - left;
    if (x > 0 && x + width > most) [x, y, height] = [0, y + height + 26, 0];
    drawing.add(panel, [x, y]);
    [x, height] = [x + width + GAP, Math.max(height, panel.height)];
  }
  return drawing;
}
