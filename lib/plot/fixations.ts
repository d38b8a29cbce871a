import type { Matrix } from "../matrix.ts";
import { sequential, textColorOn } from "./colors.ts";
import { Figure } from "./figure.ts";
import { captionStyle, compactNumbers, greyLevel } from "./image_grid.ts";
import { pixelImage } from "./pixel_image.ts";
import { element, label } from "./svg.ts";

/** An image, and where an eye looked at it. */
export interface Scanpath {
  /** Grey levels from 0, paper, to 1, ink, row by row: height·width × 1. */
  image: Matrix;
  /** The middle of each look in pixels from the upper left corner, in the order of looking. */
  places: { y: number; x: number }[];
  /** Lines under the image; one that begins with ✓ or ✗ is coloured. */
  lines?: string[];
}

/** How gazes are drawn. */
export interface FixationOptions {
  title: string;
  /** The pixels of an image. */
  height: number;
  width: number;
  /** The side of what one look sees in full, in pixels. */
  window: number;
  /** How many stand side by side; 2 unless given. */
  columns?: number;
  /** The side of a pixel on the screen; 8 unless given. */
  scale?: number;
  alt?: string;
}

const [MARGIN, FOOT, LINE, LETTER] = [22, 20, 15, 6.8]; // pixels: left of an image and above it, for its axis, a line of text, a letter

const EDGE = 0.4; // pixels of the image by which a square may stick out of it

/**
 * Images with the path of an eye over each: looks numbered from 1 and joined in their order, from dark to light, each with
 * the square that it sees; pixels along the axes. Throws RangeError for none, an image of another size, and a place that isn't finite.
 */
export function fixations(list: Scanpath[], options: FixationOptions): Figure {
  if (list.length === 0) throw new RangeError("Cannot draw no gazes");
  for (const gaze of list) checkGaze(gaze, options);
  const { title, columns = 2, scale = 8 } = options;
  const most = Math.max(...list.map(({ lines = [] }) => lines.length));
  const text = LETTER *
    Math.max(0, ...list.flatMap(({ lines = [] }) => lines.map((l) => l.length)));
  const width = Math.max(options.width * scale, text) + 2 * MARGIN;
  const height = options.height * scale + MARGIN + FOOT + LINE * most + 8;
  const parts = list.map((gaze, n) => {
    const [x, y] = [n % columns * width + MARGIN, Math.floor(n / columns) * height + MARGIN];
    return element("g", { transform: `translate(${x},${y})` }, drawn(gaze, options, scale));
  });
  return new Figure({
    title,
    body: parts.join(""),
    width: Math.min(columns, list.length) * width,
    height: Math.ceil(list.length / columns) * height,
    alt: options.alt ?? `${list.length} images with the path of an eye: ${title}. ${said(list)}`,
    data: list.map(({ image, places, lines }) => ({ image: compactNumbers(image), places, lines })),
  });
}

function drawn(
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
      return look(place, part, `${n + 1}`, options, scale);
    }).join("") +
    lines.map((line, k) => label(line, 0, field.height + FOOT + LINE * (k + 1), captionStyle(line)))
      .join("");
}

/** One look: its square, and its number in the middle. */
function look(
  { y, x }: { y: number; x: number },
  part: number,
  name: string,
  { height, width, window }: FixationOptions,
  scale: number,
): string {
  const color = sequential(part), [cx, cy] = [x * scale, y * scale];
  const [left, right] = inside(x, window, width), [top, bottom] = inside(y, window, height);
  const corner = { x: left * scale, y: top * scale };
  const size = { width: (right - left) * scale, height: (bottom - top) * scale };
  const square = { ...corner, ...size, fill: "none", stroke: color };
  return element("rect", { ...square, "stroke-width": 2 }) +
    element("circle", { cx, cy, r: 7, fill: color }) +
    label(name, cx, cy + 4, { fill: textColorOn(color), "font-size": 11 });
}

/** The ends of a window along one side: what it sees of the image and a little more, so that the frame stays clear. */
function inside(middle: number, window: number, side: number): [from: number, to: number] {
  const within = (at: number) => Math.max(-EDGE, Math.min(side + EDGE, at));
  return [within(middle - window / 2), within(middle + window / 2)];
}

/** Ticks at every tenth pixel. */
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

function said(list: Scanpath[]): string {
  const way = ({ places, lines = [] }: Scanpath) =>
    [
      ...lines,
      places.map(({ y, x }) => `${Math.round(x)} right ${Math.round(y)} down`).join(", "),
    ].join(": ");
  return list.map(way).join("; ");
}

function checkGaze({ image, places }: Scanpath, { height, width }: FixationOptions): void {
  if (image.rows !== height * width || image.cols !== 1) {
    throw new RangeError(`Cannot draw an image of ${image.shape} as ${height}×${width} pixels`);
  }
  const bad = places.find(({ y, x }) => !Number.isFinite(y + x));
  if (bad) throw new RangeError(`Cannot draw a look at ${bad.y}, ${bad.x}`);
}
