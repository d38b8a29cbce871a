import { largest } from "../extent.ts";
import type { Matrix } from "../matrix.ts";
import { checkFinite } from "../checks.ts";
import { checkCounts, checkLengths } from "./checks.ts";
import { sequential, textColorOn } from "./colors.ts";
import { Figure, type FigureOptions } from "./figure.ts";
import { captionStyle, compactNumbers, greyLevel } from "./image_grid.ts";
import { pixelImage } from "./pixel_image.ts";
import { element, label } from "./svg.ts";

/** An image with the fixations on it in their order. */
export interface Scanpath {
  /** Ink from 0 (white) to 1 (black), row by row: height·width × 1. */
  image: Matrix;
  /** The centre of each fixation in pixels from the upper left corner, in order. */
  places: { y: number; x: number }[];
  /** Lines of text below the image; one that begins with ✓ or ✗ is coloured. */
  lines?: string[];
}

/** Options of a figure of fixations. */
export interface FixationOptions extends FigureOptions {
  /** The size of an image in pixels. */
  height: number;
  width: number;
  /** The side in pixels of the square that one fixation covers at full resolution. */
  window: number;
  /** The number of images in a row; 2 by default. */
  columns?: number;
  /** The side of an image pixel in pixels of the screen; 8 by default. */
  scale?: number;
}

const [MARGIN, FOOT, LINE, LETTER] = [22, 20, 15, 6.8]; // pixels: left of and above an image, below for its axis, line of text, letter
const EDGE = 0.4; // image pixels by which a square may exceed the image

/**
 * Draws a scanpath over each image: the fixations numbered from 1 and joined in order, from dark to light, each with the
 * square that it covers. Axes are in pixels. Throws RangeError if there are no images, one has another size or a pixel that
 * isn't finite, a place or `window` isn't finite, or a size or `columns` isn't a positive integer.
 */
export function fixations(list: Scanpath[], options: FixationOptions): Figure {
  if (list.length === 0) throw new RangeError("Cannot draw fixations: there are no images");
  const { title, columns = 2, scale = 8 } = options;
  checkCounts({ height: options.height, width: options.width, columns });
  checkLengths({ window: options.window, scale });
  for (const path of list) checkScanpath(path, options);
  const most = largest(list.map(({ lines = [] }) => lines.length));
  const letters = list.flatMap(({ lines = [] }) => lines.map((line) => line.length));
  const text = LETTER * Math.max(0, largest(letters));
  const width = Math.max(options.width * scale, text) + 2 * MARGIN;
  const height = options.height * scale + MARGIN + FOOT + LINE * most + 8;
  const parts = list.map((path, n) => {
    const [x, y] = [n % columns * width + MARGIN, Math.floor(n / columns) * height + MARGIN];
    return element("g", { transform: `translate(${x},${y})` }, scanpath(path, options, scale));
  });
  return new Figure({
    title,
    body: parts.join(""),
    width: Math.min(columns, list.length) * width,
    height: Math.ceil(list.length / columns) * height,
    alt: options.alt ??
      `${list.length} images with the path of an eye: ${title}. ${describe(list)}`,
    data: list.map(({ image, places, lines }) => ({ image: compactNumbers(image), places, lines })),
  });
}

function scanpath(
  { image, places, lines = [] }: Scanpath,
  options: FixationOptions,
  scale: number,
): string {
  const { height, width } = options;
  const field = { x: 0, y: 0, width: width * scale, height: height * scale };
  const frame = { ...field, fill: "none", stroke: "currentColor", "stroke-opacity": 0.4 };
  const points = places.map(({ y, x }) => `${(x * scale).toFixed(1)},${(y * scale).toFixed(1)}`);
  const path = { fill: "none", stroke: "#777", "stroke-width": 1.5, "stroke-opacity": 0.8 };
  return pixelImage(height, width, field, (y, x) => greyLevel(image.data[y * width + x])) +
    element("rect", frame) + axes(options, scale) +
    element("polyline", { points: points.join(" "), ...path }) +
    places.map((place, n) => {
      const part = places.length > 1 ? n / (places.length - 1) : 0;
      return fixation(place, part, `${n + 1}`, options, scale);
    }).join("") +
    lines.map((line, k) => label(line, 0, field.height + FOOT + LINE * (k + 1), captionStyle(line)))
      .join("");
}

/** Draws the square of a fixation and its number at the centre. */
function fixation(
  { y, x }: { y: number; x: number },
  part: number,
  name: string,
  { height, width, window }: FixationOptions,
  scale: number,
): string {
  const color = sequential(part), [cx, cy] = [x * scale, y * scale];
  const [left, right] = span(x, window, width), [top, bottom] = span(y, window, height);
  const corner = { x: left * scale, y: top * scale };
  const size = { width: (right - left) * scale, height: (bottom - top) * scale };
  const square = { ...corner, ...size, fill: "none", stroke: color };
  return element("rect", { ...square, "stroke-width": 2 }) +
    element("circle", { cx, cy, r: 7, fill: color }) +
    label(name, cx, cy + 4, { fill: textColorOn(color), "font-size": 11 });
}

/** Returns the ends of a window along one side of the image, which it may exceed slightly so that its frame is visible. */
function span(middle: number, window: number, side: number): [from: number, to: number] {
  const within = (at: number) => Math.max(-EDGE, Math.min(side + EDGE, at));
  return [within(middle - window / 2), within(middle + window / 2)];
}

/** Draws ticks at every tenth pixel. */
function axes({ height, width }: FixationOptions, scale: number): string {
  const small = { "font-size": 10, "fill-opacity": 0.7 },
    tens = (size: number) => Array.from({ length: Math.floor(size / 10) + 1 }, (_, n) => 10 * n);
  const below = tens(width).map((x) =>
    label(
      x === 0 ? "0" : x === 10 * Math.floor(width / 10) ? `${x} px` : `${x}`,
      x * scale,
      height * scale + 13,
      small,
    )
  );
  const beside = tens(height).map((y) => label(`${y}`, -10, y * scale + 4, small));
  return [...below, ...beside].join("");
}

function describe(list: Scanpath[]): string {
  const way = ({ places, lines = [] }: Scanpath) =>
    [
      ...lines,
      places.map(({ y, x }) => `${Math.round(x)} right ${Math.round(y)} down`).join(", "),
    ].join(": ");
  return list.map(way).join("; ");
}

function checkScanpath({ image, places }: Scanpath, { height, width }: FixationOptions): void {
  if (image.rows !== height * width || image.cols !== 1) {
    throw new RangeError(
      `Cannot draw an image of ${image.shape}: ${height}×${width} pixels need ${height * width}×1`,
    );
  }
  checkFinite(image, "an image of fixations");
  const bad = places.find(({ y, x }) => !(Number.isFinite(y) && Number.isFinite(x)));
  if (bad) {
    throw new RangeError(
      `Cannot draw a fixation: its place must be finite, got ${bad.y}, ${bad.x}`,
    );
  }
}
