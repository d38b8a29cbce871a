import type { PlotOptions } from "@observablehq/plot";
import { encode } from "fast-png";
import { parseHTML } from "linkedom";
import { Buffer } from "node:buffer";

// Observable Plot draws rasters and colour ramps on a canvas, which linkedom has not: this one holds pixels and
// encodes them as a PNG, and knows the four calls that Plot makes.
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

/** RGBA of the two notations that d3's colours print: "rgb(1, 2, 3)" and "#rrggbb". */
function channels(color: string): number[] {
  const hex = color.match(/^#(..)(..)(..)$/);
  if (hex) return [...hex.slice(1).map((part) => parseInt(part, 16)), 255];
  const [r, g, b, a = 1] = (color.match(/[\d.]+/g) ?? []).map(Number);
  return [r, g, b, 255 * a];
}

/** Pixels as the address of a PNG that an `<image>` can hold. */
export function pngUrl(
  image: { width: number; height: number; data: Uint8ClampedArray | Uint8Array },
): string {
  return `data:image/png;base64,${Buffer.from(encode(image)).toString("base64")}`;
}

/** What is used of an element; Deno's own types have no page. */
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

/** The document that Plot draws in, outside a browser. */
export const document = page as unknown as PlotOptions["document"];
