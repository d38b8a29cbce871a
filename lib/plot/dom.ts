import type { PlotOptions } from "@observablehq/plot";
import { encode } from "fast-png";
import { parseHTML } from "linkedom";
import { toBase64 } from "./base64.ts";

// Observable Plot draws rasters and colour ramps on a canvas, which linkedom lacks. This one supports the calls that Plot
// makes: it stores pixels and encodes them as a PNG.
class Canvas {
  width = 0;
  height = 0;
  fillStyle = "#000";
  #pixels?: { width: number; height: number; data: Uint8ClampedArray };

  getContext(): this {
    return this;
  }

  createImageData(width: number, height: number) {
    return { width, height, data: new Uint8ClampedArray(4 * width * height) };
  }

  putImageData(image: { width: number; height: number; data: Uint8ClampedArray }): void {
    this.#pixels = image;
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    this.#pixels ??= this.createImageData(this.width, this.height);
    const color = channels(this.fillStyle);
    for (let row = y; row < y + height; row++) {
      for (let col = x; col < x + width; col++) {
        this.#pixels.data.set(color, 4 * (row * this.width + col));
      }
    }
  }

  toDataURL(): string {
    return pngUrl(this.#pixels ?? this.createImageData(this.width || 1, this.height || 1));
  }
}

/** Parses the two notations of d3's colours, "rgb(1, 2, 3)" and "#rrggbb", as RGBA. */
function channels(color: string): number[] {
  const hex = color.match(/^#(..)(..)(..)$/);
  if (hex) return [...hex.slice(1).map((part) => parseInt(part, 16)), 255];
  const [r, g, b, a = 1] = (color.match(/[\d.]+/g) ?? []).map(Number);
  return [r, g, b, 255 * a];
}

/** Encodes RGBA pixels as the data URL of a PNG. */
export function pngUrl(
  image: { width: number; height: number; data: Uint8ClampedArray | Uint8Array },
): string {
  return `data:image/png;base64,${toBase64(encode(image))}`;
}

/** The DOM element's members in use; Deno's own types have no DOM. */
export interface Element {
  readonly localName: string;
  readonly outerHTML: string;
  getAttribute(name: string): string | null;
  querySelector(selector: string): Element | null;
  querySelectorAll(selector: string): ArrayLike<Element>;
}

type Page = { createElement(name: string): unknown };

const html = "<!doctype html><html><body></body></html>";
const { document: page } = parseHTML(html) as unknown as { document: Page };
const createElement = page.createElement.bind(page);
Object.defineProperty(page, "createElement", {
  value: (name: string) => name === "canvas" ? new Canvas() : createElement(name),
});

/** The document in which Plot draws outside a browser. */
export const document = page as unknown as PlotOptions["document"];
