import { checkIntegers } from "../../lib/checks.ts";
import type { Picture } from "../../lib/files/picture.ts";
import type { PictureSet, Sprite } from "../../lib/files/pictures.ts";
import { drawBackground } from "./background.ts";
import { type Patch, scaleSprite } from "./resample.ts";
import type { PictureScene, PlacedPicture } from "./scene.ts";

/**
 * Draws a scene as a picture of size×size pixels: the background, and then the objects in their order. Throws RangeError unless
 * the size is a positive integer, and if there is no sprite for an object.
 */
export function drawPicture(
  { background, objects }: PictureScene,
  sprites: PictureSet["sprites"],
  size = 224,
): Picture {
  checkIntegers("Cannot draw a picture", { size });
  const pixels = drawBackground(background, size);
  for (const object of objects) blend(pixels, size, patchOf(object, sprites, size));
  return { width: size, height: size, rgb: new Uint8Array(new Uint8ClampedArray(pixels).buffer) };
}

/** Scales, mirrors and tints an object's sprite. */
function patchOf(object: PlacedPicture, sprites: PictureSet["sprites"], size: number): Patch {
  const { noun, set, x, y, width, height, mirrored, tint } = object;
  const sprite = sprites[set]?.[noun];
  if (!sprite) throw new RangeError(`Cannot draw noun ${noun}: set ${set} has no picture of it`);
  const tinted = tint === 0 ? sprite : rotateHue(sprite, tint);
  return scaleSprite(tinted, size * x, size * y, size * width, size * height, mirrored);
}

/** Draws a patch over pixels: its premultiplied color, plus what its transparency lets through. */
function blend(
  pixels: Float32Array,
  size: number,
  { left, top, width, height, rgba }: Patch,
): void {
  for (let i = Math.max(0, -top); i < height && top + i < size; i++) {
    for (let j = Math.max(0, -left); j < width && left + j < size; j++) {
      const from = 4 * (i * width + j), to = 3 * ((top + i) * size + left + j);
      const through = 1 - rgba[from + 3] / 255;
      for (let c = 0; c < 3; c++) pixels[to + c] = rgba[from + c] + through * pixels[to + c];
    }
  }
}

/** Rotates a sprite's hues by an angle in degrees: its colors turn around the gray axis. */
export function rotateHue({ width, height, rgba }: Sprite, degrees: number): Sprite {
  const cos = Math.cos(degrees * Math.PI / 180), sin = Math.sin(degrees * Math.PI / 180);
  const same = cos + (1 - cos) / 3;
  const next = (1 - cos) / 3 - sin / Math.sqrt(3), other = (1 - cos) / 3 + sin / Math.sqrt(3);
  const result = new Uint8ClampedArray(rgba.length);
  for (let n = 0; n < rgba.length; n += 4) {
    const r = rgba[n], g = rgba[n + 1], b = rgba[n + 2];
    result[n] = same * r + next * g + other * b;
    result[n + 1] = other * r + same * g + next * b;
    result[n + 2] = next * r + other * g + same * b;
    result[n + 3] = rgba[n + 3];
  }
  return { width, height, rgba: new Uint8Array(result.buffer) };
}
