import { checkPlaces } from "../checks.ts";
import { cellColors, textColor } from "../colors.ts";
import type { Figure, FigureOptions } from "../figure.ts";
import { IMAGE_COLOR } from "../image_grid.ts";
import { Matrix } from "../../matrix.ts";
import { diagram, Drawing } from "./drawing.ts";
import { type Point, port, type Shape } from "./geometry.ts";
import { SMALL } from "./rich_text.ts";
import { selfLoop } from "./self_loop.ts";

/** Options of the diagram of a glimpse reader. */
export interface GlimpseDiagramOptions extends FigureOptions {
  /** The image as ink from 0 (white) to 1 (black), one entry for each pixel. */
  image: Matrix;
  /** The location of the glimpse: y and x from −1 to 1 across the image. */
  location: readonly [y: number, x: number];
  /** The output of the sensor, 2·n²×1: n×n pixels around the location, and an area twice as wide and high as n×n means. */
  glimpse: Matrix;
}

const TINT = cellColors.LSTM, CENTER = 156, RIGHT = 330;
const [IMAGE, SENSOR, FEATURES, WHAT, WHERE, ACTION] = [0, -84, -156, -222, -296, -364]; // heights in pixels

/**
 * Draws a time step of the glimpse reader (Ba et al. 2015, §3): the sensor's two scales at the location l_t, the glimpse
 * network, the recognition LSTM with the classifier, the location LSTM, which also reads the coarse image, and the location
 * network, whose l_{t+1} is the location of the next glimpse. Throws RangeError for an image that is not a matrix of pixels,
 * a location that is not finite, and a glimpse that is not 2·n²×1.
 */
export function glimpseDiagram(
  { image, location, glimpse, ...options }: GlimpseDiagramOptions,
): Figure {
  const [y, x] = location, side = Math.sqrt(glimpse.rows / 2);
  checkPlaces({ "location[0]": y, "location[1]": x });
  if (!Number.isInteger(side) || side === 0 || glimpse.cols !== 1) {
    throw new RangeError(`Cannot draw a glimpse: expected 2·n²×1 entries, got ${glimpse.shape}`);
  }
  const drawing = new Drawing(), picture = drawing.thumbnail(image, [CENTER, IMAGE], [170, 60]);
  const pixel = picture.height / (image.cols > 1 ? image.rows : Math.sqrt(image.rows));
  drawWindows(drawing, picture, location, side * pixel);
  const scales = drawSensor(drawing, picture, glimpse, side);
  drawNetwork(drawing, picture, scales);
  const alt =
    "A glimpse reader: the sensor takes two scales of the image at l_t; the glimpse network computes g_t, which a " +
    "recognition LSTM reads, whose state is classified; above it a location LSTM, which also reads the coarse image, gives " +
    "l_(t+1), the location of the next glimpse";
  return diagram(options, { drawing, alt, data: { location, side } });
}

/** Draws the two windows of the sensor on the image, clipped at its edge. */
function drawWindows(
  drawing: Drawing,
  image: Shape,
  [y, x]: readonly [number, number],
  side: number,
): void {
  const middle: Point = [image.x + x * image.width / 2, image.y + y * image.height / 2];
  const clip = (value: number, at: number, size: number) =>
    Math.max(at - size / 2, Math.min(at + size / 2, value));
  for (const half of [side / 2, side]) {
    const [left, right] = [-half, half].map((d) => clip(middle[0] + d, image.x, image.width));
    const [top, bottom] = [-half, half].map((d) => clip(middle[1] + d, image.y, image.height));
    const corners: Point[] = [[left, top], [right, top], [right, bottom], [left, bottom], [
      left,
      top,
    ]];
    for (let n = 0; n < 4; n++) {
      drawing.line([corners[n], corners[n + 1]], { color: IMAGE_COLOR, width: 2.5 });
    }
  }
}

/** Draws what the sensor returns at either scale. */
function drawSensor(drawing: Drawing, image: Shape, glimpse: Matrix, side: number): Shape[] {
  const scales = [-28, 28].map((shift, n) => {
    const pixels = Matrix.column(glimpse.data.slice(n * side * side, (n + 1) * side * side));
    const scale = drawing.thumbnail(pixels, [CENTER + shift, SENSOR], 44);
    drawing.arrow(port(image, "top", shift), port(scale, "bottom"), {
      color: IMAGE_COLOR,
      width: 2.5,
    });
    return scale;
  });
  drawing.text("glimpse", [CENTER - 60, SENSOR - 3], { size: SMALL, anchor: "end" });
  drawing.text("sensor", [CENTER - 60, SENSOR + 13], { size: SMALL, anchor: "end" });
  return scales;
}

/** Draws the networks above the sensor, and the way of the location back to it. */
function drawNetwork(drawing: Drawing, image: Shape, scales: Shape[]): void {
  const box = (text: string, at: Point, tint?: string) =>
    drawing.node(text, at, { size: 13, tint, width: 128 });
  const features = box("glimpse network", [CENTER, FEATURES]);
  const what = box("LSTM 1: what", [CENTER, WHAT], TINT),
    where = box("LSTM 2: where", [CENTER, WHERE], TINT);
  scales.forEach((scale) =>
    drawing.arrow(port(scale, "top"), port(features, "bottom", scale.x - CENTER))
  );
  const state = { size: SMALL, anchor: "start" } as const;
  const upward: [Shape, Shape, string][] = [[features, what, "g_t"], [what, where, "h_t^1"]];
  for (const [from, to, name] of upward) {
    drawing.arrow(from, to);
    drawing.text(name, [CENTER + 7, (from.y + to.y) / 2 + 5], state);
  }
  selfLoop(drawing, what, "left", { color: TINT, width: 2.5 });
  selfLoop(drawing, where, "right", { color: TINT, width: 2.5 });
  drawClassifier(drawing, what);
  drawLocation(drawing, where, features, scales[1]);
  drawCoarse(drawing, image, where);
}

function drawClassifier(drawing: Drawing, what: Shape): void {
  const classifier = drawing.node("classifier", [RIGHT - 66, WHAT], { size: 13 });
  const answer = drawing.node("ŷ_t", [classifier.x, WHAT + 48], { kind: "variable" });
  drawing.arrow(what, classifier);
  drawing.arrow(classifier, answer);
}

/** Draws the location network, the baseline, and the location, which leads to the next glimpse. */
function drawLocation(drawing: Drawing, where: Shape, features: Shape, scale: Shape): void {
  const network = drawing.node("location network", [CENTER + 34, ACTION], { size: 13 });
  const baseline = drawing.node("b_t", [CENTER - 54, ACTION], { kind: "variable" });
  const location = drawing.node("l_{t+1}", [RIGHT, ACTION], { kind: "variable" });
  drawing.arrow(port(where, "top", 34), port(network, "bottom"));
  drawing.arrow(port(where, "top", -54), port(baseline, "bottom"));
  drawing.text("h_t^2", [CENTER + 41, (WHERE + ACTION) / 2 + 5], { size: SMALL, anchor: "start" });
  drawing.arrow(network, location);
  const color = cellColors.RNN, stroke = { color, width: 2.5, dashed: true };
  drawing.arrow(port(location, "bottom"), port(scale, "right"), {
    ...stroke,
    via: [[RIGHT, SENSOR]],
  });
  drawing.arrow([RIGHT, FEATURES], port(features, "right"), stroke);
  drawing.dot([RIGHT, FEATURES], color);
  const note = { size: SMALL, color: textColor(color), anchor: "end" } as const;
  drawing.text("l, at the next step", [RIGHT - 8, SENSOR + 20], note);
}

/** Draws the coarse image's way to the location LSTM. */
function drawCoarse(drawing: Drawing, image: Shape, where: Shape): void {
  const left = 16, color = IMAGE_COLOR;
  const coarse = drawing.node("coarse", [left, IMAGE], { size: SMALL, tint: color });
  drawing.arrow(port(image, "left"), port(coarse, "right"), { color, width: 2.5 });
  drawing.arrow(port(coarse, "top"), port(where, "left"), {
    via: [[left, WHERE]],
    color,
    width: 2.5,
  });
}
