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
import { fourDigits } from "./format.ts";
import { rasterize } from "./rasterize.ts";
import { type SvgDifferences, svgDifferences } from "./svg_differences.ts";
import { checkSize, withSameElements } from "./svg_variants.ts";

const MOST_BYTES = 2e6;

/** Options of an animated figure. */
export interface FrameOptions {
  /** The name of the quantity that the slider changes, such as "scale of Whh". */
  name: string;
  /** Its value at each frame. */
  values: ArrayLike<number | string>;
  /** Series with one number or text for each frame, by name: a table for readers who don't see the picture. */
  numbers: Record<string, ArrayLike<number | string>>;
  /** The description of the animation. */
  alt: string;
  /** The frame shown first, counted from 0; the only one where scripts don't run. 0 by default. */
  start?: number;
  /** The time between two frames in milliseconds; 150 by default. */
  pause?: number;
}

/**
 * An animated figure with a slider: one drawing, and the differences between its frames; frames with other elements,
 * such as another number of ticks, are further drawings in it. Its committed form shows a PNG of the first frame until
 * the page's script replaces it, because some hosts neither run scripts nor show SVG.
 */
export class Frames {
  readonly #documents: string[];
  readonly #differences: SvgDifferences;
  #png?: Promise<string>;

  /** Use `frames`, which checks that the figures and options match. */
  constructor(readonly figures: Figure[], readonly options: FrameOptions) {
    this.#documents = withSameElements(figures.map((figure) => figure.svg()), MOST_BYTES);
    this.#differences = svgDifferences(this.#documents);
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
    const bundle = { "text/html": await this.html(mode), "text/plain": this.alt };
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

  /**
   * Returns the figure with its controls and table as self-contained HTML. Throws RangeError if the drawings and their
   * differences take more than 2 MB.
   */
  async html(mode: FigureMode): Promise<string> {
    const { alt, name, start = 0, pause = 150 } = this.options;
    const labels = Array.from(this.options.values, String);
    const key = hash(JSON.stringify([this.#differences, labels]));
    const svg = prefixIds(this.#documents[start], `${key}-`);
    const data = { key, svg, ...this.#differences, labels, name, start, pause };
    const script = JSON.stringify(data).replaceAll("</", "<\\/");
    checkSize(labels.length, script.length, MOST_BYTES);
    const first = mode === "live" ? svg : await this.#image();
    return `<div data-frames="${key}" role="group" aria-label="${
      escapeHtml(alt)
    }" style="color: var(--jp-ui-font-color1, currentColor)"><div>${first}</div>${this.#table()}</div>` +
      `<script>(${player})(${script})</script>`;
  }

  async #image(): Promise<string> {
    const { alt, start = 0 } = this.options, png = await this.#firstPng();
    const source = `data:image/png;base64,${png}`;
    return `<img src="${source}" alt="${escapeHtml(alt)}" width="${this.figures[start].width}" ` +
      `style="max-width: 100%; height: auto">`;
  }

  #table(): string {
    const { name, values, numbers } = this.options;
    const names = Object.keys(numbers);
    const head = [name, ...names].map((text) => `<th>${escapeHtml(text)}</th>`).join("");
    const rows = Array.from(values, (value, n) => {
      const cells = names.map((name) => `<td>${escapeHtml(fourDigits(numbers[name][n]))}</td>`)
        .join("");
      return `<tr><td>${escapeHtml(String(value))}</td>${cells}</tr>`;
    });
    const table = `<table><tr>${head}</tr>${rows.join("")}</table>`;
    return `<details><summary>The numbers of each frame</summary>${table}</details>`;
  }
}

/**
 * Joins figures into one with a slider. Throws RangeError if there are fewer than two, they take more than 2 MB, a list of
 * values or numbers has another length, a value or `pause` is not finite, or `start` is not a
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
