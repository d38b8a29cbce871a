/** An RGB picture: 3 bytes per pixel, row by row from the top left. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** 3 × width × height bytes. */
  readonly rgb: Uint8Array;
}

/** Throws RangeError unless a picture has a positive integer size and 3 bytes per pixel. */
export function checkPicture(what: string, { width, height, rgb }: Picture): void {
  const isSize = (n: number) => Number.isInteger(n) && n > 0;
  if (!isSize(width) || !isSize(height) || rgb.length !== 3 * width * height) {
    throw new RangeError(
      `${what}: expected 3 bytes for each pixel of a ${width}×${height} picture, got ${rgb.length}`,
    );
  }
}
