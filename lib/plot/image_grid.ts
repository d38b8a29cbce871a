import type { Matrix } from "../matrix.ts";
import { diverging } from "./colors.ts";
import { Figure } from "./figure.ts";
import { pixelImage } from "./pixel_image.ts";
import { element, label, rect } from "./svg.ts";

/** An image to show, and what is said of it. */
export interface GridImage {
  /** Grey levels from 0, paper, to 1, ink, row by row: n²×1. */
  image: Matrix;
  /** Lines under the image; one that begins with ✓ or ✗ is coloured. */
  lines?: string[];
  /** ∂ of something with respect to each pixel, n²×1: laid over the image in orange, more ink more of it, and blue. */
  gradient?: Matrix;
  /** Squares over the image: centre and side in pixels, the first pixel's centre at 1, the colour by name; cut at the edge. */
  boxes?: BoundingBox[];
}

/** A square over an image. */
export interface BoundingBox {
  x: number;
  y: number;
  side: number;
  color: string;
}

/** How pictures are shown. */
export interface ImageGridOptions {
  title: string;
  /** How many stand side by side; 4 unless given. */
  columns?: number;
  /** The side of an image, in pixels; 120 unless given. */
  side?: number;
  /** The gradient that takes the full colour; the largest of all pictures where it isn't given. */
  domain?: number;
  /** What the gradients are of, beside their colours. */
  unit?: string;
  alt?: string;
}

/** The colour of the way that an image takes through a network: of no cell. */
export const IMAGE_COLOR = "#cc79a7";

const [GAP, LINE, LETTER] = [18, 15, 6.8]; // pixels: between pictures, from line to line, of a letter's width

/**
 * Square images side by side, each with its lines of text and, where given, a gradient over it. Throws RangeError for none,
 * an image that isn't square or holds NaN, and a gradient of another size.
 */
export function imageGrid(list: GridImage[], options: ImageGridOptions): Figure {
  if (list.length === 0) throw new RangeError("Cannot show no pictures");
  const { title, columns = 4, side = 120, domain = largest(list), unit = "" } = options;
  const lines = list.flatMap(({ lines = [] }) => lines);
  const most = Math.max(...list.map(({ lines = [] }) => lines.length));
  const width = Math.max(side, ...lines.map(widthOf)) + GAP, height = side + LINE * most + GAP;
  const parts = list.map((picture, n) =>
    draw(picture, n % columns * width + 10, Math.floor(n / columns) * height, side, domain)
  );
  const used = Math.min(columns, list.length) * width + 2;
  const colored = list.some(({ gradient }) => gradient);
  return new Figure({
    title,
    body: parts.join("") + (colored ? scale(used, domain, unit) : ""),
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

/** Numbers of four digits as one text: a colour shows no more, and a notebook gives every number of a list its own line. */
export function compactNumbers({ data }: Matrix): string {
  return Array.from(data, (value) => Number(value.toPrecision(4))).join(" ");
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

/** A box as far as it lies on the image; of one that doesn't, a point at the edge. */
function boxAt(
  { x, y, side, color }: BoundingBox,
  origin: { x: number; y: number; pixel: number },
  edge: number,
): string {
  const cut = (place: number) => Math.max(0, Math.min(edge, place * origin.pixel));
  const [left, right] = [cut(x - 0.5 - side / 2), cut(x - 0.5 + side / 2)];
  const [top, bottom] = [cut(y - 0.5 - side / 2), cut(y - 0.5 + side / 2)];
  const place = { x: origin.x + left, y: origin.y + top };
  const size = { width: right - left, height: bottom - top };
  return element("rect", { ...place, ...size, fill: "none", stroke: color, "stroke-width": 3 });
}

/** A square image (n²×1) in a frame, with a gradient from −1 to 1 over it where one is given. */
export function imageAt(
  image: Matrix,
  { x, y, side }: { x: number; y: number; side: number },
  gradient?: Matrix,
): string {
  const n = sideOf(image, gradient), place = { x, y, width: side, height: side };
  const color = (row: number, col: number) => {
    const ink = image.data[row * n + col];
    return gradient ? over(ink, gradient.data[row * n + col]) : greyLevel(ink);
  };
  const frame = { ...place, fill: "none", stroke: "currentColor", "stroke-opacity": 0.4 };
  return pixelImage(n, n, place, color) + element("rect", frame);
}

/** How a line of text under an image is set: from the left, in the colour of its ✓ or ✗. */
export function captionStyle(line: string) {
  const fill = line.startsWith("✓") ? "#009e73" : line.startsWith("✗") ? "#d55e00" : "currentColor";
  return { "text-anchor": "start", fill };
}

/** A pixel under its gradient: ink is pale, so that the colours of the signs stand out. */
function over(ink: number, part: number): string {
  const paper = 255 - 130 * Math.max(0, Math.min(1, ink)), strength = Math.min(1, Math.abs(part));
  const hue = diverging(Math.sign(part)).match(/\d+/g)!.map(Number);
  return `rgb(${hue.map((c) => Math.round(paper + strength * (c - paper))).join(",")})`;
}

/** The grey of ink from 0, paper, to 1. */
export function greyLevel(ink: number): string {
  const whole = Math.round(255 * (1 - Math.max(0, Math.min(1, ink))));
  return `rgb(${whole},${whole},${whole})`;
}

function sideOf(image: Matrix, gradient?: Matrix): number {
  const n = Math.sqrt(image.rows);
  if (image.cols !== 1 || !Number.isInteger(n) || n === 0) {
    throw new RangeError(`Cannot show an image of ${image.shape}: it is n²×1`);
  }
  if (gradient && gradient.shape !== image.shape) {
    throw new RangeError(
      `Cannot lay a gradient of ${gradient.shape} over an image of ${image.shape}`,
    );
  }
  const bad = [...image.data, ...gradient?.data ?? []].find((value) => !Number.isFinite(value));
  if (bad !== undefined) throw new RangeError(`Cannot show an image that holds ${bad}`);
  return n;
}

function largest(list: GridImage[]): number {
  const sizes = list.flatMap(({ gradient }) => Array.from(gradient?.data ?? [], Math.abs));
  return sizes.reduce((a, b) => Math.max(a, b), 0) || 1;
}

function scale(x: number, domain: number, unit: string): string {
  const steps = 21, start = { "text-anchor": "start" };
  const bars = Array.from(
    { length: steps },
    (_, n) => rect(x, 22 + n * 4, 12, 4, over(0, 1 - 2 * n / (steps - 1))),
  );
  const at = (value: number, y: number) =>
    label(String(Number(value.toPrecision(2))).replace("-", "−"), x + 18, y, start);
  return label(unit, x, 12, start) + bars.join("") + at(domain, 31) + at(0, 68) + at(-domain, 108);
}
