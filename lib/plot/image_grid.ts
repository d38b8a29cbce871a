import { largest } from "../extent.ts";
import type { Matrix } from "../matrix.ts";
import { checkCounts, checkLengths, checkPlaces } from "./checks.ts";
import { diverging } from "./colors.ts";
import { Figure, type FigureOptions } from "./figure.ts";
import { minusSign, significant } from "./format.ts";
import { pixelImage } from "./pixel_image.ts";
import { colorBar, element, label, START } from "./svg.ts";

/** A square image with text and overlays. */
export interface GridImage {
  /** Ink from 0 (white) to 1 (black), row by row: n²×1. */
  image: Matrix;
  /** Lines of text below the image; one that begins with ✓ or ✗ is coloured. */
  lines?: string[];
  /** A gradient with respect to the pixels, n²×1, over the image: positive orange, negative blue. */
  gradient?: Matrix;
  /** Bounding boxes over the image, clipped at its edge. */
  boxes?: BoundingBox[];
}

/** A square bounding box. */
export interface BoundingBox {
  /** The centre and the side in pixels; the centre of the first pixel is (1, 1). */
  x: number;
  y: number;
  side: number;
  /** A CSS colour. */
  color: string;
}

/** Options of an image grid. */
export interface ImageGridOptions extends FigureOptions {
  /** The number of images in a row; 4 by default. */
  columns?: number;
  /** The side of an image in pixels of the screen; 120 by default. */
  side?: number;
  /** The absolute gradient with the full colour; the largest of all images by default. */
  domain?: number;
  /** The name of the gradients above their colour bar. */
  unit?: string;
}

/** The colour of images in diagrams of networks, which no cell has. */
export const IMAGE_COLOR = "#cc79a7";

const [GAP, LINE, LETTER] = [18, 15, 6.8]; // pixels: gap between images, line height, width of a letter

/**
 * Draws square images in a grid, each with its lines of text, gradient and boxes. Throws RangeError if there are none, an
 * image isn't n²×1 or contains NaN, a gradient has another shape than its image, a box or a size isn't finite, or `columns`
 * isn't a positive integer.
 */
export function imageGrid(list: GridImage[], options: ImageGridOptions): Figure {
  if (list.length === 0) throw new RangeError("Cannot draw an image grid: there are no images");
  const { title, columns = 4, side = 120, domain = largestGradient(list), unit = "" } = options;
  checkCounts({ columns });
  checkLengths({ side, domain });
  for (const { x, y, side } of list.flatMap(({ boxes = [] }) => boxes)) checkBox(x, y, side);
  const lines = list.flatMap(({ lines = [] }) => lines);
  const most = largest(list.map(({ lines = [] }) => lines.length));
  const width = Math.max(side, largest(lines.map(widthOf))) + GAP,
    height = side + LINE * most + GAP;
  const parts = list.map((picture, n) =>
    draw(picture, n % columns * width + 10, Math.floor(n / columns) * height, side, domain)
  );
  const used = Math.min(columns, list.length) * width + 2;
  const colored = list.some(({ gradient }) => gradient);
  return new Figure({
    title,
    body: parts.join("") + (colored ? legend(used, domain, unit) : ""),
    width: used + (colored ? Math.max(80, 10 + widthOf(unit)) : 8),
    height: Math.max(Math.ceil(list.length / columns) * height, colored ? 116 : 0),
    alt: options.alt ?? `${list.length} images: ${title}. ${lines.join("; ")}`,
    data: list.map(({ image, lines, gradient, boxes }) => ({
      image: compactNumbers(image),
      lines,
      gradient: gradient && compactNumbers(gradient),
      boxes,
    })),
  });
}

/** Joins numbers of four digits, because colours show no more and a notebook stores each number of a list on its own line. */
export function compactNumbers({ data }: Matrix): string {
  return Array.from(data, (value) => Number(value.toPrecision(4))).join(" ");
}

function checkBox(x: number, y: number, side: number): void {
  checkPlaces({ "x of a box": x, "y of a box": y });
  checkLengths({ "side of a box": side });
}

function widthOf(text: string): number {
  return LETTER * text.length;
}

function draw(picture: GridImage, x: number, y: number, side: number, domain: number): string {
  const { image, lines = [], gradient, boxes = [] } = picture;
  const text = lines.map((line, k) =>
    label(line, x, y + side + LINE * (k + 1), captionStyle(line))
  );
  const framed = boxes.map((box) =>
    boxAt(box, { x, y, pixel: side / Math.sqrt(image.rows) }, side)
  );
  return imageAt(image, { x, y, side }, gradient?.scale(1 / domain)) + framed.join("") +
    text.join("");
}

/** Draws the part of a box that is on the image, or a point at the edge if there is none. */
function boxAt(
  { x, y, side, color }: BoundingBox,
  origin: { x: number; y: number; pixel: number },
  edge: number,
): string {
  const clip = (place: number) => Math.max(0, Math.min(edge, place * origin.pixel));
  const [left, right] = [clip(x - 0.5 - side / 2), clip(x - 0.5 + side / 2)];
  const [top, bottom] = [clip(y - 0.5 - side / 2), clip(y - 0.5 + side / 2)];
  const place = { x: origin.x + left, y: origin.y + top };
  const size = { width: right - left, height: bottom - top };
  return element("rect", { ...place, ...size, fill: "none", stroke: color, "stroke-width": 3 });
}

/** Draws a square image (n²×1) in a frame, below a gradient from −1 to 1 if there is one. */
export function imageAt(
  image: Matrix,
  { x, y, side }: { x: number; y: number; side: number },
  gradient?: Matrix,
): string {
  const n = sideOf(image, gradient), place = { x, y, width: side, height: side };
  const color = (row: number, col: number) => {
    const ink = image.data[row * n + col];
    return gradient ? overlay(ink, gradient.data[row * n + col]) : greyLevel(ink);
  };
  const frame = { ...place, fill: "none", stroke: "currentColor", "stroke-opacity": 0.4 };
  return pixelImage(n, n, place, color) + element("rect", frame);
}

/** Returns the attributes of a line of text below an image: left-aligned, in the colour of its ✓ or ✗. */
export function captionStyle(line: string) {
  const fill = line.startsWith("✓") ? "#009e73" : line.startsWith("✗") ? "#d55e00" : "currentColor";
  return { ...START, fill };
}

/** Returns the colour of a pixel below its gradient: ink is pale, so that the colours of the gradient stand out. */
function overlay(ink: number, part: number): string {
  const paper = 255 - 130 * Math.max(0, Math.min(1, ink)), strength = Math.min(1, Math.abs(part));
  const hue = diverging(Math.sign(part)).match(/\d+/g)!.map(Number);
  return `rgb(${hue.map((c) => Math.round(paper + strength * (c - paper))).join(",")})`;
}

/** Returns the grey of ink from 0 (white) to 1 (black). */
export function greyLevel(ink: number): string {
  const whole = Math.round(255 * (1 - Math.max(0, Math.min(1, ink))));
  return `rgb(${whole},${whole},${whole})`;
}

function sideOf(image: Matrix, gradient?: Matrix): number {
  const n = Math.sqrt(image.rows);
  if (image.cols !== 1 || !Number.isInteger(n) || n === 0) {
    throw new RangeError(`Cannot draw an image: its shape must be n²×1, got ${image.shape}`);
  }
  if (gradient && gradient.shape !== image.shape) {
    throw new RangeError(
      `Cannot draw a gradient of ${gradient.shape} over an image of ${image.shape}`,
    );
  }
  const bad = [...image.data, ...gradient?.data ?? []].find((value) => !Number.isFinite(value));
  if (bad !== undefined) throw new RangeError(`Cannot draw an image: it contains ${bad}`);
  return n;
}

function largestGradient(list: GridImage[]): number {
  const sizes = list.flatMap(({ gradient }) => Array.from(gradient?.data ?? [], Math.abs));
  return Math.max(0, largest(sizes)) || 1;
}

function legend(x: number, domain: number, unit: string): string {
  const colors = Array.from({ length: 21 }, (_, n) => overlay(0, 1 - n / 10));
  const at = (value: number, y: number) =>
    label(minusSign(significant(value, 2)), x + 18, y, START);
  return label(unit, x, 12, START) + colorBar(x, 22, [12, 4], colors) + at(domain, 31) + at(0, 68) +
    at(-domain, 108);
}
