import { escapeHtml } from "../notebook/html.ts";
import { checkLengths, checkPlaces } from "./checks.ts";
import {
  type Figure,
  FIGURE_DATA,
  type FigureMode,
  figureMode,
  prefixIds,
  rounded,
} from "./figure.ts";
import { player } from "./player.js";
import { significant } from "./format.ts";
import { rasterize } from "./rasterize.ts";
import { type SvgDifferences, svgDifferences } from "./svg_differences.ts";

/** Options of an animated figure. */
export interface FrameOptions {
  /** The name of the quantity that the slider changes, such as "scale of Whh". */
  name: string;
  /** Its value at each frame. */
  values: ArrayLike<number | string>;
  /** Series with one number for each frame, by name: a table for readers who don't see the picture. */
  numbers: Record<string, ArrayLike<number>>;
  /** The description of the animation. */
  alt: string;
  /** The frame shown first, counted from 0; the only one where scripts don't run. 0 by default. */
  start?: number;
  /** The time between two frames in milliseconds; 150 by default. */
  pause?: number;
}

/**
 * An animated figure with a slider: one drawing, and the differences between its frames. A PNG of the first frame is
 * visible until the page's script replaces it, because some hosts don't run scripts.
 */
export class Frames {
  readonly #differences: SvgDifferences;
  #png?: Promise<string>;

  /** Use `frames`, which checks that the figures and options match. */
  constructor(readonly figures: Figure[], readonly options: FrameOptions) {
    this.#differences = svgDifferences(figures.map((figure) => figure.svg()));
  }

  /** The description. */
  get alt(): string {
    return this.options.alt;
  }

  /** Returns the mime bundle that a notebook shows. */
  [Symbol.for("Jupyter.display")](): Promise<Record<string, unknown>> {
    return this.mimeBundle(figureMode());
  }

  /** Returns the mime bundle of live or committed frames; only committed ones carry a PNG and their data. */
  async mimeBundle(mode: FigureMode): Promise<Record<string, unknown>> {
    const bundle = { "text/html": await this.html(), "text/plain": this.alt };
    if (mode === "live") return bundle;
    const { name, values, numbers } = this.options;
    const data = rounded({ name, values: Array.from(values), numbers });
    return { ...bundle, "image/png": await this.#firstPng(), [FIGURE_DATA]: data };
  }

  /** Renders the first frame as a PNG in base64. */
  #firstPng(): Promise<string> {
    const { start = 0 } = this.options;
    return this.#png ??= rasterize(this.figures[start].svg("#111", "white", "DejaVu Sans"));
  }

  /** Returns the figure with its controls and table as self-contained HTML. */
  async html(): Promise<string> {
    const { alt, name, start = 0, pause = 150 } = this.options;
    const first = this.figures[start];
    const labels = Array.from(this.options.values, String);
    const key = hash(JSON.stringify([this.#differences, labels]));
    const svg = prefixIds(first.svg(), `${key}-`);
    const data = { key, svg, ...this.#differences, labels, name, start, pause };
    const script = JSON.stringify(data).replaceAll("</", "<\\/");
    const image =
      `<img src="data:image/png;base64,${await this.#firstPng()}" alt="${escapeHtml(alt)}" ` +
      `width="${first.width}" style="max-width: 100%; height: auto">`;
    return `<div data-frames="${key}" role="group" aria-label="${
      escapeHtml(alt)
    }" style="color: var(--jp-ui-font-color1, currentColor)"><div>${image}</div>${this.#table()}</div>` +
      `<script>(${player})(${script})</script>`;
  }

  #table(): string {
    const { name, values, numbers } = this.options;
    const names = Object.keys(numbers);
    const head = [name, ...names].map((text) => `<th>${escapeHtml(text)}</th>`).join("");
    const rows = Array.from(values, (value, n) => {
      const cells = names.map((name) => `<td>${significant(numbers[name][n], 4)}</td>`).join("");
      return `<tr><td>${escapeHtml(String(value))}</td>${cells}</tr>`;
    });
    const table = `<table><tr>${head}</tr>${rows.join("")}</table>`;
    return `<details><summary>The numbers of each frame</summary>${table}</details>`;
  }
}

/**
 * Joins figures into one with a slider. Throws RangeError if there are fewer than two, one has other SVG elements than
 * the first, a list of values or numbers has another length, a value or `pause` is not finite, or `start` is not a
 * frame.
 */
export function frames(figures: Figure[], options: FrameOptions): Frames {
  if (figures.length < 2) {
    throw new RangeError(`Cannot join frames: 2 or more are needed, got ${figures.length}`);
  }
  const lists = { [options.name]: options.values, ...options.numbers };
  for (const [name, { length }] of Object.entries(lists)) {
    if (length !== figures.length) {
      throw new RangeError(`Cannot join ${figures.length} frames: ${name} has ${length} values`);
    }
  }
  for (const [n, value] of Array.from(options.values).entries()) {
    if (typeof value === "number") checkPlaces({ [`values[${n}]`]: value });
  }
  const { start = 0, pause } = options;
  checkLengths({ pause });
  if (!figures[start]) {
    throw new RangeError(
      `Cannot start at frame ${start}: the frames are 0 to ${figures.length - 1}`,
    );
  }
  return new Frames(figures, options);
}

/** Returns the 32-bit FNV-1a hash, so that a figure has the same key on every machine. */
function hash(text: string): string {
  let h = 0x811c9dc5;
  for (let n = 0; n < text.length; n++) h = Math.imul(h ^ text.charCodeAt(n), 0x01000193);
  return `f${(h >>> 0).toString(16).padStart(8, "0")}`;
}
