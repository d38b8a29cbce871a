import type { Picture } from "../files/picture.ts";
import { CONTROLS, type Register } from "./controls.ts";
import { Figure, type FigureMode, figureMode } from "./figure.ts";

/** The mime type of an input for pictures of the reader's own. */
export const PICTURE_INPUT = "application/vnd.unrolled.picture+json";

/** Options of `pictureInput`. */
export interface PictureInputOptions {
  /** The picture that is shown until the reader chooses one. */
  example: Picture;
  /** Reads the bytes of a picture file; its errors are shown to the reader. */
  read: (file: Uint8Array) => Picture | Promise<Picture>;
}

/** Draws a figure about a picture. */
export type PictureFunction = (picture: Picture) => Figure | Promise<Figure>;

const DISPLAY = Symbol.for("Jupyter.display");

/** A figure about a picture that the reader can exchange, which a notebook shows as the last expression of a cell. */
export class PictureInput {
  /** Use `pictureInput`. */
  constructor(readonly options: PictureInputOptions, readonly draw: PictureFunction) {}

  /** Returns the mime bundle that a notebook shows: with an input if the page can call the kernel. */
  [DISPLAY](): Promise<Record<string, unknown>> {
    const register = (globalThis as Record<symbol, unknown>)[CONTROLS] as Register | undefined;
    return register ? this.#liveBundle(register) : this.mimeBundle(figureMode());
  }

  /** Returns the mime bundle of the figure about the example. */
  async mimeBundle(mode: FigureMode): Promise<Record<string, unknown>> {
    return await (await this.#drawn(this.options.example)).mimeBundle(mode);
  }

  async #liveBundle(register: Register): Promise<Record<string, unknown>> {
    const { example, read } = this.options;
    const bundleOf = async (picture: Picture) => {
      const figure = await this.#drawn(picture);
      return { [PICTURE_INPUT]: { control }, ...await figure.mimeBundle("live") };
    };
    const control = register(async (file) => {
      const bundle = await bundleOf(await read(file as Uint8Array));
      return { [DISPLAY]: () => bundle };
    });
    return await bundleOf(example);
  }

  async #drawn(picture: Picture): Promise<Figure> {
    const figure = await this.draw(picture);
    if (figure instanceof Figure) return figure;
    const found = figure === undefined ? "nothing" : typeof figure;
    throw new TypeError(`Cannot draw the picture: the function must return a figure, got ${found}`);
  }
}

/**
 * Shows the figure that a function draws about a picture. On the course's website the reader can choose a file or use the
 * camera, and the function draws again; nothing leaves the page. Elsewhere it shows the figure about the example.
 *
 * @example
 * ```ts
 * import { pictureGrid, pictureInput } from "@unrolled/rnn/plot";
 *
 * const example = { width: 1, height: 1, rgb: Uint8Array.of(200, 80, 0) };
 * const input = pictureInput({ example, read: () => example }, (picture) =>
 *   pictureGrid([{ picture }], { title: "A picture" })); // displayed at the end of a cell
 * if (!("text/html" in await input.mimeBundle("live"))) throw new Error("There is no figure");
 * ```
 */
export function pictureInput(options: PictureInputOptions, draw: PictureFunction): PictureInput {
  return new PictureInput(options, draw);
}
