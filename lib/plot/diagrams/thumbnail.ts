import { checkPicture, type Picture } from "../../files/picture.ts";
import type { Matrix } from "../../matrix.ts";
import { greyLevel } from "../image_grid.ts";
import { pictureUrl } from "../picture_grid.ts";
import { pixelImage } from "../pixel_image.ts";
import { element } from "../svg.ts";

/** A small picture in a diagram: an RGB picture; ink from 0 (white) to 1 (black) as a matrix of pixels, or as a column of a square's. */
export type Thumbnail = Picture | Matrix;

/** Returns whether something is a thumbnail, and not a word. */
export function isThumbnail(thing: string | Thumbnail): thing is Thumbnail {
  return typeof thing !== "string";
}

/** Returns the size of a thumbnail in a rectangle, and a function that draws it with its upper left corner at a place. */
export function thumbnailAt(
  image: Thumbnail,
  [most, highest]: readonly [number, number],
  colorOf = greyLevel,
) {
  const [rows, cols] = "rgb" in image ? [image.height, image.width] : sizeOf(image);
  const scale = Math.min(most / cols, highest / rows);
  const size = { width: cols * scale, height: rows * scale };
  const draw = (at: { x: number; y: number; width: number; height: number }) =>
    "rgb" in image
      ? element("image", { ...at, href: urlOf(image, size.width) })
      : pixelImage(rows, cols, at, (row, col) => colorOf(image.data[row * cols + col]));
  const frame = { fill: "none", stroke: "currentColor", "stroke-opacity": 0.5 };
  const svg = (x: number, y: number) =>
    draw({ x, y, ...size }) + element("rect", { x, y, ...size, ...frame });
  return { ...size, svg };
}

function urlOf(picture: Picture, side: number): string {
  checkPicture("Cannot draw a picture", picture);
  return pictureUrl(picture, side);
}

function sizeOf({ rows, cols, shape, data }: Matrix): [number, number] {
  const bad = data.find((value) => !Number.isFinite(value));
  if (bad !== undefined) throw new RangeError(`Cannot draw an image: it contains ${bad}`);
  if (cols > 1) return [rows, cols];
  const side = Math.sqrt(rows);
  if (Number.isInteger(side) && side > 0) return [side, side];
  throw new RangeError(`Cannot draw an image: a column must be n²×1, got ${shape}`);
}
