import { decode as decodePng } from "fast-png";
import type { Picture } from "../files/picture.ts";
import { readWasm } from "./assets.ts";
import { upright } from "./exif.ts";
import { type PictureHeader, readHeader } from "./picture_header.ts";
import { pngPixels } from "./png_pixels.ts";

/** The least width and height of a picture, and the most pixels that it may have. */
const LEAST = 2, MOST_PIXELS = 100e6;

/**
 * Decodes a reader's own picture: a PNG, JPEG or WebP file. Transparent pixels are put on white, and the EXIF orientation
 * is applied. `name` stands for the file in messages. Throws RangeError if the bytes are no such file, are damaged or
 * truncated, or if the picture is less than 2 pixels wide or high, has more than 100 megapixels, is animated, or is a JPEG
 * in CMYK; size and kind are checked before anything is decoded.
 */
export async function decodePicture(bytes: Uint8Array, name = "the picture"): Promise<Picture> {
  const header = readHeader(bytes, name);
  checkHeader(header, name);
  const decode = { PNG: fromPng, JPEG: fromJpeg, WebP: fromWebp }[header.format];
  const rgba = await decode(bytes).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    throw new RangeError(
      `Cannot decode ${name}: expected a whole ${header.format}, found one that its decoder refuses (${why})`,
    );
  });
  const { width, height } = header;
  return upright({ width, height, rgb: onWhite(rgba) }, header.orientation);
}

function checkHeader({ width, height, refusal }: PictureHeader, name: string): void {
  const found = `found ${width}×${height}`;
  if (width < LEAST || height < LEAST) {
    throw new RangeError(
      `Cannot decode ${name}: expected a picture of at least ${LEAST}×${LEAST} pixels, ${found}`,
    );
  }
  if (width * height > MOST_PIXELS) {
    throw new RangeError(`Cannot decode ${name}: expected at most 100 megapixels, ${found}`);
  }
  if (refusal) throw new RangeError(`Cannot decode ${name}: ${refusal}`);
}

function fromPng(bytes: Uint8Array): Promise<Uint8Array> {
  return Promise.resolve().then(() => pngPixels(decodePng(bytes, { checkCrc: true })));
}

async function fromJpeg(bytes: Uint8Array): Promise<Uint8Array> {
  const { default: { decode } } = await import("jpeg-js");
  const limits = { maxResolutionInMP: 100, maxMemoryUsageInMB: 3000 };
  return decode(bytes, { useTArray: true, tolerantDecoding: false, ...limits }).data;
}

async function fromWebp(bytes: Uint8Array): Promise<Uint8Array> {
  const { default: decode, init } = await import("@jsquash/webp/decode.js");
  webp ??= readWasm("webp").then((bytes) => WebAssembly.compile(bytes));
  await init(await webp);
  const { data } = await decode(bytes.slice().buffer);
  return new Uint8Array(data.buffer);
}

let webp: Promise<WebAssembly.Module> | undefined;

/** Blends RGBA pixels with white: RGB bytes. */
function onWhite(rgba: Uint8Array): Uint8Array {
  const rgb = new Uint8Array(rgba.length / 4 * 3);
  for (let from = 0, to = 0; from < rgba.length; from += 4) {
    const alpha = rgba[from + 3];
    for (let c = 0; c < 3; c++) {
      rgb[to++] = Math.round((rgba[from + c] * alpha + 255 * (255 - alpha)) / 255);
    }
  }
  return rgb;
}
