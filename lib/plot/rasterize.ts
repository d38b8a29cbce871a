import { encode } from "fast-png";
import type { Resvg } from "@resvg/resvg-wasm";
import { toBase64 } from "./base64.ts";

// Only pictures for files need these. They are named here, and not in imports, so that bundlers leave them out. Publishing
// rewrites the names of deno.json in imports, but not in these strings: so they have versions of their own.
const RENDERER = "npm:@resvg/resvg-wasm@2.6.2", FONTS = "npm:dejavu-fonts-ttf@2.37.3";
const QUANTIZER = "npm:gifenc@1.0.3", FILES = "node:fs/promises";

/** The number of colors above which a figure is stored with a palette: one of color pictures is then a quarter as large. */
const MANY = 10_000, PALETTE = 256;

/** The class of the renderer, and the fonts. */
interface Renderer {
  Resvg: typeof Resvg;
  fontBuffers: Uint8Array[];
}

let renderer: Promise<Renderer> | undefined;

/** Renders an SVG as a PNG in base64 at double density, on white, in the DejaVu fonts; many colors become 256. */
export async function rasterize(svg: string): Promise<string> {
  const { pixels, width, height } = await render(svg, 2);
  const content = countColors(pixels) > MANY
    ? await withPalette(pixels)
    : { channels: 3, data: opaque(pixels) };
  return toBase64(encode({ width, height, ...content }, { zlib: { level: 9 } }));
}

function countColors(pixels: Uint8Array): number {
  const { buffer, byteOffset, byteLength } = pixels;
  return new Set(new Uint32Array(buffer, byteOffset, byteLength / 4)).size;
}

/** Returns the index of each pixel in a palette of the most suitable colors. */
async function withPalette(pixels: Uint8Array) {
  const { default: gifenc } = await import(QUANTIZER) as typeof import("gifenc"); // a CommonJS module
  const { applyPalette, quantize } = gifenc;
  const palette: number[][] = quantize(pixels, PALETTE, { format: "rgb444", useSqrt: false });
  return { channels: 1, data: applyPalette(pixels, palette) as Uint8Array, palette };
}

/** Renders an SVG as RGBA pixels at single density, such as a frame of an animation. */
export async function renderPixels(svg: string) {
  const { pixels: data, width, height } = await render(svg, 1);
  return { data, width, height };
}

/** Drops the alpha channel, which is constant on white; the file is half as long without it. */
function opaque(pixels: Uint8Array): Uint8Array {
  const data = new Uint8Array(pixels.length / 4 * 3);
  for (let from = 0, to = 0; from < pixels.length; from += 4, to += 3) {
    [data[to], data[to + 1], data[to + 2]] = [pixels[from], pixels[from + 1], pixels[from + 2]];
  }
  return data;
}

async function render(svg: string, zoom: number) {
  renderer ??= load();
  const { Resvg, fontBuffers } = await renderer;
  const image = new Resvg(svg, {
    background: "white",
    fitTo: { mode: "zoom", value: zoom },
    font: { fontBuffers, defaultFontFamily: "DejaVu Sans" },
  });
  return image.render();
}

async function load(): Promise<Renderer> {
  const { readFile } = await import(FILES) as typeof import("node:fs/promises");
  const { initWasm, Resvg } = await import(RENDERER) as typeof import("@resvg/resvg-wasm");
  await import(`${FONTS}/package.json`, { with: { type: "json" } }); // so that Deno fetches the package
  await initWasm(await readFile(new URL(import.meta.resolve(`${RENDERER}/index_bg.wasm`))));
  const font = (name: string) => readFile(new URL(import.meta.resolve(`${FONTS}/ttf/${name}.ttf`)));
  return { Resvg, fontBuffers: await Promise.all(["DejaVuSans", "DejaVuSans-Bold"].map(font)) };
}
