import { env } from "node:process";
import { escapeHtml } from "../notebook/html.ts";
import { rasterize } from "./png.ts";

/** The mime type under which a committed figure carries the numbers it is drawn from. */
export const FIGURE_DATA = "application/vnd.unrolled.figure+json";

/** What a figure is made of. */
export interface FigureParts {
  /** What there is to see, in one sentence, above the picture. */
  title: string;
  /** The body, SVG without the outer element, drawn from (0, 0). */
  body: string;
  width: number;
  height: number;
  /** The description for those who don't see it. */
  alt: string;
  /** The numbers drawn. */
  data: unknown;
}

const TITLE_HEIGHT = 34;
const TITLE_LETTER = 10; // no letter of the fonts in use is wider on average, in bold

/**
 * A picture as a value: as the last expression of a cell it shows itself, with a written description beside it.
 * Live it is inline SVG in the theme's colours; with UNROLLED_FIGURES=committed it is a PNG on white and its data.
 */
export class Figure {
  /** A figure of its title, SVG, size, description and data. */
  constructor(readonly parts: FigureParts) {}

  /** The written description. */
  get alt(): string {
    return this.parts.alt;
  }

  /** The numbers drawn. */
  get data(): unknown {
    return this.parts.data;
  }

  /** How wide the picture is, its title included, in pixels. */
  get width(): number {
    return Math.max(this.parts.width, 16 + TITLE_LETTER * this.parts.title.length);
  }

  /** The picture as an SVG document; ink is the colour of its text and axes, paper of what is under it, font its family. */
  svg(
    ink = "currentColor",
    paper = "var(--jp-layout-color0, white)",
    font = "system-ui, sans-serif",
  ): string {
    const { title, height, alt } = this.parts, width = this.width;
    const word = ink === "currentColor" ? "color-mix(in srgb, $1 60%, currentColor)" : "$1";
    const body = this.parts.body.replaceAll("var(--plot-background)", paper)
      .replaceAll(/var\(--plot-words, (#\w+)\)/g, word);
    const total = height + TITLE_HEIGHT;
    return [
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${total}" viewBox="0 0 ${width} ${total}"`,
      ` role="img" aria-label="${
        escapeHtml(alt)
      }" color="${ink}" fill="currentColor" font-family="${font}" font-size="12"`,
      ` style="max-width: 100%; height: auto">`,
      `<text x="8" y="20" font-size="15" font-weight="bold">${escapeHtml(title)}</text>`,
      `<g transform="translate(0,${TITLE_HEIGHT})">${body}</g></svg>`,
    ].join("");
  }

  /** The bundle that a notebook shows. */
  async [Symbol.for("Jupyter.display")](): Promise<Record<string, unknown>> {
    const bundle: Record<string, unknown> = { "text/plain": this.alt };
    if (isCommitted()) {
      bundle["image/png"] = await rasterize(this.svg("#111", "white", "DejaVu Sans"));
      bundle[FIGURE_DATA] = rounded(this.data);
    }
    if (env.UNROLLED_FIGURES !== "committed") {
      const svg = prefixIds(this.svg(), `figure${++shown}-${Date.now().toString(36)}-`);
      bundle["text/html"] =
        `<div style="color: var(--jp-ui-font-color1, currentColor)">${svg}</div>`;
    }
    return bundle;
  }
}

let shown = 0;

/** Returns true if figures carry a PNG and their data: with UNROLLED_FIGURES=committed or, for one run of both kinds, =both. */
export function isCommitted(): boolean {
  return env.UNROLLED_FIGURES === "committed" || env.UNROLLED_FIGURES === "both";
}

/** Prefixes the ids of an SVG, so that two figures in one page don't share them. */
export function prefixIds(svg: string, prefix: string): string {
  return svg.replaceAll(/\bid="/g, `id="${prefix}`).replaceAll(/url\(#/g, `url(#${prefix}`);
}

/** Numbers to ten digits, so that the same figure gives the same data on every machine. */
export function rounded(data: unknown): unknown {
  return JSON.parse(JSON.stringify(data, (_, value) => {
    if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array, ten);
    return typeof value === "number" ? ten(value) : value;
  }));
}

const ten = (value: number) => Number(value.toPrecision(10));
