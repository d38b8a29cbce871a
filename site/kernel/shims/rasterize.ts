// lib/plot/rasterize.ts in a page, which shows figures as SVG: so it needs neither a renderer nor fonts.
const TRANSPARENT =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/** Returns one transparent pixel instead of the picture for readers without scripts. */
export function rasterize(_svg: string): Promise<string> {
  return Promise.resolve(TRANSPARENT);
}

/** Throws an error, because only files of animations need pixels. */
export function renderPixels(_svg: string): Promise<never> {
  return Promise.reject(
    new Error("Cannot render pixels in a browser: open this notebook in Jupyter"),
  );
}
