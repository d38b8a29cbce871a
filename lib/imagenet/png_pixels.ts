import type { DecodedPng } from "fast-png";

/** Returns the pixels of a decoded PNG of any color type and depth as RGBA bytes. */
export function pngPixels(png: DecodedPng): Uint8Array {
  const { width, height, channels, palette, transparency, depth } = png;
  const samples = samplesOf(png), most = 2 ** depth - 1;
  const rgba = new Uint8Array(width * height * 4);
  const byte = (value: number) => Math.round(value / most * 255);
  for (let n = 0; n < width * height; n++) {
    const pixel = samples.subarray(n * channels, (n + 1) * channels);
    if (palette) {
      const [r, g, b, alpha = 255] = palette[pixel[0]] ?? [];
      rgba.set([r, g, b, alpha], n * 4);
      continue;
    }
    const isGray = channels < 3, isClear = transparency?.every((value, c) => value === pixel[c]);
    const alpha = channels % 2 === 0 ? byte(pixel[channels - 1]) : isClear ? 0 : 255;
    for (let c = 0; c < 3; c++) rgba[n * 4 + c] = byte(pixel[isGray ? 0 : c]);
    rgba[n * 4 + 3] = alpha;
  }
  return rgba;
}

/** The samples of a PNG, one in each entry; where they have less than 8 bits, fast-png leaves several in a byte. */
function samplesOf({ width, height, channels, data, depth }: DecodedPng): Uint8Array | Uint16Array {
  if (depth >= 8) return data instanceof Uint8ClampedArray ? new Uint8Array(data.buffer) : data;
  const row = width * channels, bytes = Math.ceil(row * depth / 8);
  return Uint8Array.from({ length: row * height }, (_, n) => {
    const bit = n % row * depth, byte = data[Math.floor(n / row) * bytes + (bit >> 3)];
    return byte >> (8 - depth - (bit & 7)) & (2 ** depth - 1);
  });
}
