import { checkPicture, type Picture } from "../files/picture.ts";

/** The weights of the pixels that make one pixel of a scaled row, from the pixel `first` on. */
interface Taps {
  first: number;
  weights: number[];
}

/**
 * Returns the middle square of a picture, scaled to size×size: by the mean of the area that a pixel covers where the
 * square is larger, and by bilinear interpolation where it is smaller. Throws RangeError for an invalid picture.
 */
export function fitPicture(picture: Picture, size: number): Picture {
  checkPicture("Cannot scale the picture", picture);
  const { width, height } = picture, side = Math.min(width, height);
  if (width === size && height === size) return picture;
  const left = (width - side) >> 1, top = (height - side) >> 1;
  const taps = side < size ? bilinearTaps(side, size) : areaTaps(side, size);
  const rows = scaleRows(picture, left, top, side, taps);
  return { width: size, height: size, rgb: scaleColumns(rows, size, taps) };
}

/** The taps of area averaging from `side` pixels to fewer, or equally many. */
function areaTaps(side: number, size: number): Taps[] {
  const step = side / size;
  return Array.from({ length: size }, (_, i) => {
    const from = i * step, to = Math.min(side, (i + 1) * step), first = Math.floor(from);
    const last = Math.max(first + 1, Math.ceil(to - 1e-9));
    const weights = Array.from(
      { length: last - first },
      (_, k) => (Math.min(to, first + k + 1) - Math.max(from, first + k)) / (to - from),
    );
    return { first, weights };
  });
}

/** The taps of linear interpolation between the centers of `side` pixels; beyond the outermost, they are repeated. */
function bilinearTaps(side: number, size: number): Taps[] {
  return Array.from({ length: size }, (_, i) => {
    const at = Math.min(Math.max((i + 0.5) * side / size - 0.5, 0), side - 1);
    const first = Math.min(Math.floor(at), Math.max(side - 2, 0)), part = at - first;
    return { first, weights: side === 1 ? [1] : [1 - part, part] };
  });
}

/** Scales each row of the square: side rows of 3 × size numbers. */
function scaleRows(
  { width, rgb }: Picture,
  left: number,
  top: number,
  side: number,
  taps: Taps[],
): Float32Array {
  const rows = new Float32Array(side * taps.length * 3);
  for (let y = 0, to = 0; y < side; y++) {
    const row = ((top + y) * width + left) * 3;
    for (const { first, weights } of taps) {
      for (let channel = 0; channel < 3; channel++) {
        let sum = 0, from = row + first * 3 + channel;
        for (const weight of weights) sum += weight * rgb[from], from += 3;
        rows[to++] = sum;
      }
    }
  }
  return rows;
}

/** Scales each column of rows of 3 × size numbers, and rounds. */
function scaleColumns(rows: Float32Array, size: number, taps: Taps[]): Uint8Array {
  const rgb = new Uint8Array(size * size * 3), width = size * 3;
  taps.forEach(({ first, weights }, y) => {
    for (let x = 0; x < width; x++) {
      let sum = 0.5, from = first * width + x;
      for (const weight of weights) sum += weight * rows[from], from += width;
      rgb[y * width + x] = sum;
    }
  });
  return rgb;
}
