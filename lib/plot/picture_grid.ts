import { encode } from "jpeg-js";
import { largest } from "../extent.ts";
import { checkPicture, type Picture } from "../files/picture.ts";
import type { Matrix } from "../matrix.ts";
import { toBase64 } from "./base64.ts";
import { checkCounts, checkLengths } from "./checks.ts";
import { pngUrl } from "./dom.ts";
import { Figure, type FigureOptions } from "./figure.ts";
import { captionStyle, compactNumbers } from "./image_grid.ts";
import { element, label } from "./svg.ts";

/** A square RGB picture with text and a map of weights. */
export interface GridPicture {
  picture: Picture;
  /** Lines of text below the picture, wrapped at its width; one that begins with ✓ or ✗ is coloured. */
  lines?: string[];
  /** Weights of the cells of an n×n map, n²×1, row by row; the cell with the largest weight is bright, one of 0 is dark. */
  weights?: Matrix;
}

/** Options of a picture grid. */
export interface PictureGridOptions extends FigureOptions {
  /** The number of pictures in a row; 4 by default. */
  columns?: number;
  /** The side of a picture in pixels of the screen; 150 by default. */
  side?: number;
}

const [GAP, LINE, LETTER] = [16, 15, 6.8]; // pixels: gap between pictures, line height, width of a letter
/** The opacity of the shade over a cell that has no weight. */
const SHADE = 0.8;
/** The width in pixels from which a picture is stored as a JPEG, and the quality in percent. */
const SHARP = 64, QUALITY = 92;

/**
 * Draws RGB pictures in a grid, each with its lines of text and, where given, its map of weights as a shade. Throws
 * RangeError if the list is empty, a picture is not square, weights are not n²×1, not finite, negative, or all 0, or a size
 * is not positive.
 */
export function pictureGrid(list: GridPicture[], options: PictureGridOptions): Figure {
  if (list.length === 0) throw new RangeError("Cannot draw a picture grid: there are no pictures");
  const { title, columns = 4, side = 150 } = options;
  checkCounts({ columns });
  checkLengths({ side });
  const texts = list.map(({ lines = [] }) =>
    lines.flatMap((line) =>
      wrap(line, side / LETTER).map((part) => ({ part, style: captionStyle(line) }))
    )
  );
  const width = side + GAP, height = side + GAP + LINE * largest(texts.map((text) => text.length));
  const parts = list.map((each, n) => {
    const [x, y] = [n % columns * width + 10, Math.floor(n / columns) * height];
    const below = texts[n].map(({ part, style }, k) =>
      label(part, x, y + side + LINE * (k + 1), style)
    );
    return pictureAt(each, { x, y, side }) + below.join("");
  });
  return new Figure({
    title,
    body: parts.join(""),
    width: Math.min(columns, list.length) * width + 10,
    height: Math.ceil(list.length / columns) * height,
    alt: options.alt ??
      `${list.length} pictures: ${title}. ${list.flatMap(({ lines = [] }) => lines).join("; ")}`,
    data: list.map(({ lines, weights }) => ({
      lines,
      weights: weights && compactNumbers(weights),
    })),
  });
}

/** Draws a square picture, with the cells of its map shaded where they have little weight. */
function pictureAt(
  { picture, weights }: GridPicture,
  { x, y, side }: { x: number; y: number; side: number },
): string {
  checkPicture("Cannot draw a picture", picture);
  if (picture.width !== picture.height) {
    throw new RangeError(
      `Cannot draw a picture of ${picture.width}×${picture.height} pixels: expected a square`,
    );
  }
  const href = pictureUrl(picture, side);
  return element("image", { x, y, width: side, height: side, href }) +
    (weights ? shades(weights, { x, y, side }) : "");
}

/**
 * Returns the data URL of a picture that is shown `side` pixels wide, with no more than twice as many of its own. A small picture
 * is a PNG, because each of its pixels can be seen; a large one is a JPEG, which has a tenth of the bytes, but a PNG in a
 * browser, where jpeg-js lacks Node's Buffer.
 */
export function pictureUrl(picture: Picture, side: number): string {
  const shrunk = shrink(picture, Math.max(1, Math.floor(picture.width / (1.5 * side))));
  return picture.width >= SHARP && "Buffer" in globalThis ? jpegUrl(shrunk) : pngUrl(shrunk);
}

function jpegUrl(image: ReturnType<typeof shrink>): string {
  return `data:image/jpeg;base64,${toBase64(encode(image, QUALITY).data)}`;
}

function shades(weights: Matrix, { x, y, side }: { x: number; y: number; side: number }): string {
  const n = Math.sqrt(weights.rows), most = largest(weights.data);
  const isFine = Number.isInteger(n) && weights.cols === 1 && most > 0 && Number.isFinite(most);
  if (!isFine || weights.data.some((weight) => !(weight >= 0))) {
    throw new RangeError(
      `Cannot draw weights over a picture: expected n²×1 numbers ≥ 0, finite and not all 0, got ${weights.shape}`,
    );
  }
  const cell = side / n;
  return Array.from(weights.data, (weight, k) =>
    element("rect", {
      ...{ x: x + k % n * cell, y: y + Math.floor(k / n) * cell, width: cell, height: cell },
      ...{ fill: "#000", "fill-opacity": Number((SHADE * (1 - weight / most)).toFixed(3)) },
    })).join("");
}

/** Returns a picture's RGBA pixels, each the average of factor × factor pixels. */
function shrink({ width, height, rgb }: Picture, factor: number) {
  const [w, h] = [Math.floor(width / factor), Math.floor(height / factor)];
  const data = new Uint8Array(4 * w * h).fill(255);
  const sumOf = (row: number, col: number, channel: number) => {
    let sum = 0;
    for (let y = row * factor; y < (row + 1) * factor; y++) {
      for (let x = col * factor; x < (col + 1) * factor; x++) {
        sum += rgb[3 * (y * width + x) + channel];
      }
    }
    return sum;
  };
  for (let n = 0; n < w * h; n++) {
    for (const channel of [0, 1, 2]) {
      data[4 * n + channel] = Math.round(sumOf(Math.floor(n / w), n % w, channel) / factor ** 2);
    }
  }
  return { width: w, height: h, data };
}

/** Wraps a text at spaces into lines of at most `letters` characters; a longer word has a line of its own. */
function wrap(text: string, letters: number): string[] {
  const lines = [""];
  for (const word of text.split(" ")) {
    const longer = lines.at(-1) === "" ? word : `${lines.at(-1)} ${word}`;
    if (longer.length <= letters || lines.at(-1) === "") lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
