import { pngUrl } from "./dom.ts";
import { element } from "./svg.ts";

/** Returns an SVG image with one cell for each pixel, not smoothed; pixels without a colour are transparent. */
export function pixelImage(
  rows: number,
  cols: number,
  at: { x: number; y: number; width: number; height: number },
  color: (row: number, col: number) => string | undefined,
): string {
  const side = Math.max(1, Math.round(2 * at.width / cols)); // the renderer of committed figures would smooth smaller cells
  const [width, height] = [cols * side, rows * side], data = new Uint32Array(width * height);
  for (let row = 0; row < rows; row++) {
    const line = data.subarray(row * side * width, (row * side + 1) * width);
    for (let col = 0; col < cols; col++) {
      line.fill(pixel(color(row, col)), col * side, (col + 1) * side);
    }
    for (let n = 1; n < side; n++) {
      data.copyWithin((row * side + n) * width, row * side * width, (row * side + 1) * width);
    }
  }
  const href = pngUrl({ width, height, data: new Uint8Array(data.buffer) });
  return element("image", { ...at, href, style: "image-rendering: pixelated" });
}

/** Packs "rgb(1,2,3)" into the four bytes RGBA of a little-endian number; transparent without a colour. */
function pixel(color: string | undefined): number {
  if (!color) return 0;
  const [r, g, b] = color.match(/\d+/g)!.map(Number);
  return (r | g << 8 | b << 16 | 0xff000000) >>> 0;
}
