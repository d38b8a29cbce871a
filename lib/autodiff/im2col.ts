import { Matrix } from "../matrix.ts";

/** The shape of images stored as columns: row (c·height + y)·width + x is pixel (y, x) of channel c. */
export interface ImageShape {
  /** The number of channels (feature maps). */
  readonly channels: number;
  /** The height in pixels. */
  readonly height: number;
  /** The width in pixels. */
  readonly width: number;
}

/** Returns the number of entries of one image: channels × height × width. */
export function sizeOf({ channels, height, width }: ImageShape): number {
  return channels * height * width;
}

/**
 * Returns the size×size neighbourhood of every pixel as a column, with zeros beyond the border, so that a convolution is one
 * product: row (c·size + dy)·size + dx, column (y·width + x)·B + b. Throws RangeError for images of another shape and for
 * an even size.
 */
export function im2col(X: Matrix, maps: ImageShape, size: number): Matrix {
  checkImage(X, maps);
  checkPatch(size);
  const { channels, height, width } = maps, B = X.cols;
  const out = new Matrix(channels * size * size, height * width * B);
  eachRun(maps, size, B, (row, to, from, length) => {
    out.data.set(X.data.subarray(from, from + length), row * out.cols + to);
  });
  return out;
}

/** Applies the transpose of `im2col`: adds each entry of a patch to the pixel it was copied from. */
export function col2im(P: Matrix, maps: ImageShape, size: number): Matrix {
  const B = P.cols / (maps.height * maps.width);
  const out = new Matrix(sizeOf(maps), B);
  eachRun(maps, size, B, (row, to, from, length) => {
    const at = row * P.cols + to;
    for (let n = 0; n < length; n++) out.data[from + n] += P.data[at + n];
  });
  return out;
}

/** Returns the maximum of each 2×2 pixels and, in `from`, its index in X's data; the first one if several are equal. */
export function maxPool(X: Matrix, maps: ImageShape): { pooled: Matrix; from: Int32Array } {
  checkImage(X, maps);
  const { channels, height, width } = pooledShape(maps), B = X.cols;
  const pooled = new Matrix(channels * height * width, B);
  const from = new Int32Array(pooled.data.length);
  for (let n = 0; n < from.length; n++) {
    const b = n % B, pixel = (n - b) / B, x = pixel % width, line = (pixel - x) / width;
    let best = (2 * line * maps.width + 2 * x) * B + b; // line = c·height + y, so 2·line counts rows of X's maps
    for (const step of [1, maps.width, maps.width + 1]) {
      const at = (2 * line * maps.width + 2 * x + step) * B + b;
      if (X.data[at] > X.data[best]) best = at;
    }
    from[n] = best;
    pooled.data[n] = X.data[best];
  }
  return { pooled, from };
}

/** Returns the shape after 2×2 pooling; throws RangeError if the height or the width is odd. */
export function pooledShape({ channels, height, width }: ImageShape): ImageShape {
  if (height % 2 || width % 2) {
    throw new RangeError(
      `Cannot pool images: height and width must be even, got ${height}×${width}`,
    );
  }
  return { channels, height: height / 2, width: width / 2 };
}

/** Throws RangeError unless a matrix has one row for each entry of an image. */
export function checkImage(X: { rows: number; cols: number }, maps: ImageShape): void {
  const { channels, height, width } = maps;
  if (X.rows !== sizeOf(maps)) {
    const expected = `${sizeOf(maps)} rows for ${channels}×${height}×${width} pixels`;
    throw new RangeError(`Cannot read images: expected ${expected}, got ${X.rows}×${X.cols}`);
  }
}

/** Throws RangeError unless the size of a patch is odd, because an even one has no centre pixel. */
export function checkPatch(size: number): void {
  if (!Number.isInteger(size) || size < 1 || size % 2 === 0) {
    throw new RangeError(`Cannot cut patches: the size must be odd and positive, got ${size}`);
  }
}

/** Calls `copy` for each run of adjacent pixels: a line of a channel, shifted by (dy, dx). */
function eachRun(
  { channels, height, width }: ImageShape,
  size: number,
  B: number,
  copy: (row: number, to: number, from: number, length: number) => void,
): void {
  const half = (size - 1) / 2;
  for (let row = 0; row < channels * size * size; row++) {
    const dx = row % size - half, dy = Math.floor(row / size) % size - half;
    const c = Math.floor(row / size / size), first = Math.max(0, -dx);
    const length = (width - Math.abs(dx)) * B;
    for (let y = Math.max(0, -dy); y < height - Math.max(0, dy); y++) {
      const from = ((c * height + y + dy) * width + first + dx) * B;
      if (length > 0) copy(row, (y * width + first) * B, from, length);
    }
  }
}
