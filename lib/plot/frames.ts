import { escapeHtml } from "../notebook/html.ts";
import { type Figure, FIGURE_DATA, isCommitted, prefixIds, rounded } from "./figure.ts";
import { player } from "./player.js";
import { rasterize } from "./png.ts";
import { type Differences, differences } from "./svg_frames.ts";

/** How frames are stepped through. */
export interface FrameOptions {
  /** What the slider changes, such as "scale of Whh". */
  name: string;
  /** Its value at each frame. */
  values: ArrayLike<number | string>;
  /** The numbers behind the frames, by name, one for each frame: a table for those who don't see the picture. */
  numbers: Record<string, ArrayLike<number>>;
  /** The description of the whole. */
  alt: string;
  /** The frame shown first, counted from 0, and the only one where scripts don't run. */
  start?: number;
  /** Milliseconds from frame to frame while it plays; 150 unless given. */
  pause?: number;
}

/**
 * A picture with a slider: one drawing, and what differs from frame to frame. The first frame stands there as a PNG until
 * the page's script replaces it, so that it is seen where scripts don't run.
 */
export class Frames {
  readonly #differences: Differences;
  #png?: Promise<string>;

  /** Made by `frames`, which checks that they fit together. */
  constructor(readonly figures: Figure[], readonly options: FrameOptions) {
    this.#differences = differences(figures.map((figure) => figure.svg()));
  }

  /** The written description. */
  get alt(): string {
    return this.options.alt;
  }

  /** The bundle that a notebook shows. */
  async [Symbol.for("Jupyter.display")](): Promise<Record<string, unknown>> {
    const bundle = { "text/html": await this.html(), "text/plain": this.alt };
    if (!isCommitted()) return bundle;
    const { name, values, numbers } = this.options;
    const data = rounded({ name, values: Array.from(values), numbers });
    return { ...bundle, "image/png": await this.#first(), [FIGURE_DATA]: data };
  }

  /** The first frame as a PNG in base64, for those who show no HTML, and until the page's script runs. */
  #first(): Promise<string> {
    const { start = 0 } = this.options;
    return this.#png ??= rasterize(this.figures[start].svg("#111", "white", "DejaVu Sans"));
  }

  /** The picture, its controls and its table as HTML without outside files. */
  async html(): Promise<string> {
    const { alt, name, start = 0, pause = 150 } = this.options;
    const first = this.figures[start];
    const labels = Array.from(this.options.values, String);
    const key = hash(JSON.stringify([this.#differences, labels]));
    const svg = prefixIds(first.svg(), `${key}-`);
    const data = { key, svg, ...this.#differences, labels, name, start, pause };
    const script = JSON.stringify(data).replaceAll("</", "<\\/");
    const image =
      `<img src="data:image/png;base64,${await this.#first()}" alt="${escapeHtml(alt)}" ` +
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
      const cells = names.map((name) => `<td>${short(numbers[name][n])}</td>`).join("");
      return `<tr><td>${escapeHtml(String(value))}</td>${cells}</tr>`;
    });
    const table = `<table><tr>${head}</tr>${rows.join("")}</table>`;
    return `<details><summary>The numbers of each frame</summary>${table}</details>`;
  }
}

/**
 * Figures of the same shape as one picture with a slider. Throws RangeError for fewer than two, where one has other
 * elements than the first, or where values or numbers aren't one for each frame.
 */
export function frames(figures: Figure[], options: FrameOptions): Frames {
  if (figures.length < 2) throw new RangeError(`Cannot make ${figures.length} frames move`);
  const lists = { [options.name]: options.values, ...options.numbers };
  for (const [name, { length }] of Object.entries(lists)) {
    if (length !== figures.length) {
      throw new RangeError(`Cannot label ${figures.length} frames with ${length} of ${name}`);
    }
  }
  const { start = 0 } = options;
  if (!figures[start]) throw new RangeError(`Cannot start at frame ${start} of ${figures.length}`);
  return new Frames(figures, options);
}

/** FNV-1a, 32 bits: the same figure has the same key wherever it is made. */
function hash(text: string): string {
  let h = 0x811c9dc5;
  for (let n = 0; n < text.length; n++) h = Math.imul(h ^ text.charCodeAt(n), 0x01000193);
  return `f${(h >>> 0).toString(16).padStart(8, "0")}`;
}

function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}
