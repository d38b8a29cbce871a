import type { Picture } from "../files/picture.ts";

const ORIENTATION = 0x0112, SHORT = 3;

/**
 * Returns the orientation in EXIF data (TIFF's tag 274), from 1 to 8: the row and the column of the scene that the first
 * row and column of the pixels show. Returns 1, upright, where there is none or the data is damaged.
 */
export function exifOrientation(tiff: Uint8Array): number {
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.length);
  try {
    const little = view.getUint16(0) === 0x4949, directory = view.getUint32(4, little);
    const count = view.getUint16(directory, little);
    for (let n = 0, at = directory + 2; n < count; n++, at += 12) {
      if (view.getUint16(at, little) !== ORIENTATION || view.getUint16(at + 2, little) !== SHORT) {
        continue;
      }
      const value = view.getUint16(at + 8, little);
      return value >= 1 && value <= 8 ? value : 1;
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return 1;
}

/** Returns a picture turned upright, given its EXIF orientation: mirrored, turned, or both. */
export function upright(picture: Picture, orientation: number): Picture {
  if (orientation === 1) return picture;
  const { width, height, rgb } = picture, turned = orientation >= 5;
  const [w, h] = turned ? [height, width] : [width, height];
  const mirrorX = [2, 3, 7, 8].includes(orientation), mirrorY = [3, 4, 6, 7].includes(orientation);
  const result = new Uint8Array(rgb.length);
  for (let y = 0, to = 0; y < h; y++) {
    for (let x = 0; x < w; x++, to += 3) {
      const [column, row] = turned ? [y, x] : [x, y];
      const fromX = mirrorX ? width - 1 - column : column, fromY = mirrorY ? height - 1 - row : row;
      const from = (fromY * width + fromX) * 3;
      for (let c = 0; c < 3; c++) result[to + c] = rgb[from + c];
    }
  }
  return { width: w, height: h, rgb: result };
}
