import type { Picture } from "../../../lib/files/picture.ts";

type Color = [number, number, number];

const SIZE = 224;

/** Pictures of integer arithmetic, which data/make_imagenet_pictures.py draws as well. */
export const drawnPictures: Picture[] = [
  (x: number, y: number): Color => [x * 7 + y * 3, Math.floor(x * y / 16), 255 - x - (y >> 3)],
  (x: number, y: number): Color =>
    fromMiddle(x, y) < 70 ** 2 ? [250, 140, 20] : [x >> 2, 90 + (y >> 1), Math.floor(x / 3)],
  (x: number, y: number): Color =>
    Math.floor(fromMiddle(x, y) / 1000) % 2 === 0 ? [20, 20, 30] : [240, 240, 235],
].map((color) => ({ width: SIZE, height: SIZE, rgb: draw(color) }));

function fromMiddle(x: number, y: number): number {
  return (x - 112) ** 2 + (y - 112) ** 2;
}

function draw(color: (x: number, y: number) => Color): Uint8Array {
  const rgb = new Uint8Array(SIZE * SIZE * 3);
  for (let y = 0; y < SIZE; y++) {
    for (let x = 0; x < SIZE; x++) rgb.set(color(x, y), (y * SIZE + x) * 3); // bytes: modulo 256
  }
  return rgb;
}
