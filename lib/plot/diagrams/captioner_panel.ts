import type { CaptionerLayout } from "./captioner_layout.ts";
import { cellColors, textColor } from "../colors.ts";
import { IMAGE_COLOR } from "../image_grid.ts";
import { Matrix } from "../../matrix.ts";
import { Drawing } from "./drawing.ts";
import { type Point, port, type Shape } from "./geometry.ts";
import { SMALL } from "./rich_text.ts";
import type { Thumbnail } from "./thumbnail.ts";

const STEPS = [1, 2, 3];
const [FIRST, LEVEL, RAIL, PICTURE] = [0, 50, 52, 44]; // pixels
const [WIDE, HIGH] = [36, 26]; // pixels: size of a box
const THICK = { color: IMAGE_COLOR, width: 2.5 };
const BLANK = new Matrix(2, 2);

type ShapeAt = (layer: string, step: number) => Shape;

/** Draws a captioner unrolled over three steps, with the image and the CNN at the left, and its name above `highest` layers. */
export function captionerPanel(
  layout: CaptionerLayout,
  highest: number,
  picture: Thumbnail = BLANK,
): Drawing {
  const drawing = new Drawing(), levels = ["x", ...layout.layers, "y"];
  const column = layout.attends ? 92 : 76;
  const placeOf = (layer: string, step: number): Point => {
    if (!levels.includes(layer)) {
      throw new RangeError(`Cannot draw layer ${layer}: the layers are ${levels.join(", ")}`);
    }
    return [FIRST + step * column, -LEVEL * levels.indexOf(layer)];
  };
  placeOf(layout.image.layer, 1);
  const shapes = new Map<string, Shape>();
  for (const step of STEPS) {
    for (const layer of levels) {
      shapes.set(`${layer}${step}`, node(drawing, layout, layer, step, placeOf(layer, step)));
    }
  }
  const shapeAt: ShapeAt = (layer, step) => {
    placeOf(layer, step);
    return shapes.get(`${layer}${step}`)!;
  };
  drawLinks(drawing, layout, levels, shapeAt);
  drawImage(drawing, layout, shapeAt, picture);
  const name = { bold: true, size: 13, anchor: "start" } as const;
  drawing.text({ plain: layout.name }, [FIRST - PICTURE / 2, -LEVEL * (highest + 1) - 30], name);
  return drawing;
}

/** Draws a layer at a step: a word, or a box in the colour of its cell. */
function node(
  drawing: Drawing,
  { recurrent, withMemory = [] }: CaptionerLayout,
  layer: string,
  step: number,
  at: Point,
): Shape {
  const text = `${layer}_${step}`;
  if (layer === "x" || layer === "y") return drawing.node(text, at, { kind: "variable" });
  const cell = withMemory.includes(layer) ? "LSTM" : "RNN";
  const tint = recurrent.includes(layer) ? cellColors[cell] : undefined;
  return drawing.node(text, at, { width: WIDE, height: HIGH, tint });
}

/** Draws the connections within the time steps and from each one to the next. */
function drawLinks(drawing: Drawing, layout: CaptionerLayout, levels: string[], at: ShapeAt): void {
  for (const step of STEPS) {
    for (const [from, to] of layout.edges) {
      const far = levels.indexOf(to) - levels.indexOf(from) > 1;
      if (far) around(drawing, at(from, step), at(to, step));
      else drawing.arrow(at(from, step), at(to, step));
    }
    if (layout.redraws) drawReconstruction(drawing, at(layout.redraws, step));
    if (step === STEPS.length) continue;
    for (const layer of layout.recurrent) {
      recurrence(drawing, layout, layer, at(layer, step), at(layer, step + 1));
    }
    if (layout.attends) drawAttention(drawing, layout.attends, step, at);
  }
}

/** Draws the reconstruction ṽ of the image's features by a layer. */
function drawReconstruction(drawing: Drawing, layer: Shape): void {
  const ink = { color: textColor(IMAGE_COLOR), bold: true, size: 13 };
  const end = drawing.node("ṽ", [layer.x - 28, layer.y - 30], { kind: "variable", ...ink });
  drawing.arrow(port(layer, "top", -10), [end.x + 7, end.y + 4], { color: IMAGE_COLOR });
}

/** Draws the way from the last state to the weights α of the next step. */
function drawAttention(
  drawing: Drawing,
  [from, to]: [string, string],
  step: number,
  at: ShapeAt,
): void {
  const start = port(at(from, step), "bottom", 13), end = port(at(to, step + 1), "top", -12);
  drawing.arrow(start, end, { dashed: true });
  drawing.text("α", [(start[0] + end[0]) / 2 + 8, (start[1] + end[1]) / 2 - 5], { size: SMALL });
}

/** Draws an arrow to a layer that is not the next one, around the box between them. */
function around(drawing: Drawing, from: Shape, to: Shape): void {
  const isBox = to.height === HIGH, out = from.x + 46;
  const start = port(from, "right", -4),
    end = isBox ? port(to, "bottom", 11) : port(to, "right", 2);
  drawing.curve([start, [out, start[1] - 8], [out, end[1] + (isBox ? 34 : 6)], end]);
}

/** Draws the arrow from a layer to itself in the next step; for an LSTM those of c and h. */
function recurrence(
  drawing: Drawing,
  layout: CaptionerLayout,
  layer: string,
  from: Shape,
  to: Shape,
): void {
  if (!layout.withMemory?.includes(layer)) return drawing.arrow(from, to);
  for (const shift of [-5, 5]) {
    drawing.arrow(port(from, "right", shift), port(to, "left", shift), { color: cellColors.LSTM });
  }
  const x = layout.attends ? port(to, "left")[0] - 17 : port(from, "right")[0] + 13; // beside other lines
  drawing.text("c, h", [x, from.y - 12], { size: SMALL });
}

/** Draws the image, the CNN above it, and the lines of its features to each layer and step that they enter. */
function drawImage(
  drawing: Drawing,
  layout: CaptionerLayout,
  at: ShapeAt,
  picture: Thumbnail,
): void {
  const { image: { layer, at: when } } = layout;
  const network = drawing.node("CNN", [FIRST, RAIL], { tint: IMAGE_COLOR, height: HIGH, size: 13 });
  drawing.arrow(drawing.thumbnail(picture, [FIRST, RAIL + 54], PICTURE), network, THICK);
  if (when === "before" || when === "initial state") {
    return enterBefore(drawing, layout, network, at(layer, 1));
  }
  const ink = { color: textColor(IMAGE_COLOR), bold: true, size: SMALL, anchor: "start" } as const;
  drawing.text(layout.attends ? "a_1 … a_L" : "v", [FIRST + 34, RAIL + 20], ink);
  for (const step of when === "every step" ? STEPS : [1]) {
    const end = port(at(layer, step), "left", 8), riser = end[0] - 11;
    drawing.arrow(port(network, "right"), end, { via: [[riser, RAIL], [riser, end[1]]], ...THICK });
  }
}

/** Draws an image that enters before the first word: as the input of a step of its own, or as the first state itself. */
function enterBefore(
  drawing: Drawing,
  layout: CaptionerLayout,
  network: Shape,
  first: Shape,
): void {
  const { image: { layer, at } } = layout, ink = { color: textColor(IMAGE_COLOR), bold: true };
  const isStep = at === "before";
  const state = drawing.node(`${layer}_0`, [FIRST, first.y], {
    ...{ width: WIDE, height: HIGH, tint: isStep ? cellColors.LSTM : IMAGE_COLOR, dashed: !isStep },
  });
  if (isStep) {
    const input = drawing.node("W_I v", [FIRST, 0], { kind: "variable", ...ink });
    drawing.arrow(network, input, THICK);
    drawing.arrow(input, state, THICK);
  } else {
    drawing.arrow(network, state, THICK);
    drawing.text("W v", [FIRST + 7, 0], { ...ink, anchor: "start" });
  }
  recurrence(drawing, layout, layer, state, first);
}
