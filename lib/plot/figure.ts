import { escapeHtml } from "../notebook/html.ts";
import { largest } from "../extent.ts";
import { rasterize } from "./rasterize.ts";
import { textWidth, wrapText } from "./text_width.ts";

/** The mime type under which a committed figure stores its data. */
export const FIGURE_DATA = "application/vnd.unrolled.figure+json";

/** Options that every figure has. */
export interface FigureOptions {
  /** One sentence above the picture that says what there is to see. */
  title: string;
  /** The description for readers who don't see the figure; made from the data by default. */
  alt?: string;
}

/** A picture as SVG. */
export interface Drawn {
  /** The picture without the outer element, with its upper left corner at (0, 0). */
  body: string;
  /** The size of the picture in pixels, without the title. */
  width: number;
  height: number;
}

/** Contents of a figure. */
export interface FigureParts extends Required<FigureOptions>, Drawn {
  /** The numbers that are drawn. */
  data: unknown;
  /** The same picture in another arrangement, for phones. */
  narrow?: Drawn;
}

const [TITLE_LINE, TITLE_SIZE, TITLE_WIDTH] = [19, 15, 344]; // pixels: a title is wrapped, but not below this width

/**
 * A figure that a notebook shows as the last expression of a cell, with a description: inline SVG in the theme's colours,
 * or with the environment variable UNROLLED_FIGURES=committed a PNG on white and its data.
 */
export class Figure {
  /** Creates a figure of its title, SVG, size, description and data. */
  constructor(readonly parts: FigureParts) {}

  /** The description. */
  get alt(): string {
    return this.parts.alt;
  }

  /** The numbers that are drawn. */
  get data(): unknown {
    return this.parts.data;
  }

  /** The width in pixels, including the title. */
  get width(): number {
    const widths = this.#titleLines.map((line) => 16 + textWidth(line, TITLE_SIZE, true));
    return Math.ceil(largest([this.parts.width, ...widths]));
  }

  /** The height in pixels, including the title. */
  get height(): number {
    return this.parts.height + this.#head;
  }

  /** The same figure in its arrangement for phones, if it has another one there. */
  get narrow(): Figure | undefined {
    const { narrow, ...parts } = this.parts;
    return narrow && new Figure({ ...parts, ...narrow });
  }

  get #titleLines(): string[] {
    const width = Math.max(this.parts.width, TITLE_WIDTH) - 16;
    return wrapText(this.parts.title, width, TITLE_SIZE, true);
  }

  /** The height of the title in pixels. */
  get #head(): number {
    return 15 + TITLE_LINE * this.#titleLines.length;
  }

  /** Returns the figure as an SVG document: `ink` is the colour of text and axes, `paper` the background, `font` a family. */
  svg(
    ink = "currentColor",
    paper = "var(--jp-layout-color0, white)",
    font = "system-ui, sans-serif",
  ): string {
    const { alt } = this.parts, { width, height } = this;
    const word = ink === "currentColor" ? "color-mix(in srgb, $1 60%, currentColor)" : "$1";
    const body = this.parts.body.replaceAll("var(--plot-background)", paper)
      .replaceAll(/var\(--plot-words, (#\w+)\)/g, word);
    const title = this.#titleLines.map((line, n) =>
      `<text x="8" y="${20 + TITLE_LINE * n}" font-size="${TITLE_SIZE}" font-weight="bold">${
        escapeHtml(line)
      }</text>`
    );
    return [
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`,
      ` role="img" aria-label="${
        escapeHtml(alt)
      }" color="${ink}" fill="currentColor" font-family="${font}" font-size="12"`,
      ` style="max-width: 100%; height: auto">`,
      ...title,
      `<g transform="translate(0,${this.#head})">${body}</g></svg>`,
    ].join("");
  }

  /** Returns the mime bundle that a notebook shows. */
  [Symbol.for("Jupyter.display")](): Promise<Record<string, unknown>> {
    return this.mimeBundle(figureMode());
  }

  /** Returns the mime bundle of a live figure (HTML), of a committed one (a PNG and its data), or of both. */
  async mimeBundle(mode: FigureMode): Promise<Record<string, unknown>> {
    const bundle: Record<string, unknown> = { "text/plain": this.alt };
    if (mode !== "live") {
      bundle["image/png"] = await rasterize(this.svg("#111", "white", "DejaVu Sans"));
      bundle[FIGURE_DATA] = rounded(this.data);
    }
    if (mode !== "committed") {
      const key = `figure${++shown}-${Date.now().toString(36)}-`;
      bundle["text/html"] = `<div style="color: var(--jp-ui-font-color1, currentColor)">${
        this.#inline(key)
      }</div>`;
    }
    return bundle;
  }

  /** Returns the SVG; if there is an arrangement for phones, both of them, of which the page shows one. */
  #inline(key: string): string {
    const svg = prefixIds(this.svg(), key), narrow = this.narrow;
    if (!narrow) return svg;
    const style = `@media (max-width: ${PHONE}px) { .${key}wide { display: none } ` +
      `.${key}narrow { display: block !important } }`;
    return `<style>${style}</style><div class="${key}wide">${svg}</div>` +
      `<div class="${key}narrow" style="display: none">${
        prefixIds(narrow.svg(), `${key}n-`)
      }</div>`;
  }
}

const PHONE = 575; // pixels: the widest page that counts as a phone
let shown = 0;

/** The form in which figures are shown: for a running notebook, for a committed one, or for both in one run. */
export type FigureMode = "live" | "committed" | "both";

/** Reads the mode from the environment variable UNROLLED_FIGURES, which is "live" by default. */
export function figureMode(): FigureMode {
  const { process } = globalThis as { process?: { env: Record<string, string | undefined> } };
  const mode = process?.env.UNROLLED_FIGURES; // a browser has no environment
  return mode === "committed" || mode === "both" ? mode : "live";
}

/** Prefixes the ids of an SVG, because the ids of two figures in one page must differ. */
export function prefixIds(svg: string, prefix: string): string {
  return svg.replaceAll(/\bid="/g, `id="${prefix}`).replaceAll(/url\(#/g, `url(#${prefix}`);
}

/** Rounds the numbers in data to ten digits, so that a figure has the same data on every machine. */
export function rounded(data: unknown): unknown {
  return JSON.parse(JSON.stringify(data, (_, value) => {
    if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array, tenDigits);
    return typeof value === "number" ? tenDigits(value) : value;
  }));
}

const tenDigits = (value: number) => Number(value.toPrecision(10));
