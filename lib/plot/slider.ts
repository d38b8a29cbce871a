import { largest } from "../extent.ts";
import { CONTROLS, type Register } from "./controls.ts";
import { Figure, type FigureMode, figureMode } from "./figure.ts";
import { fourDigits } from "./format.ts";
import { Frames } from "./frames.ts";
import {
  checkSliderValues,
  frameValues,
  nearestValue,
  type SliderValues,
} from "./slider_values.ts";

/** The mime type of a slider whose pictures the kernel computes. */
export const SLIDER = "application/vnd.unrolled.slider+json";

/** Options of a slider. */
export interface SliderOptions extends SliderValues {
  /** The name of the quantity that the slider changes, such as "scale of Whh". */
  name: string;
  /** The description of the slider with its pictures; made from the options and the first picture by default. */
  alt?: string;
}

/** A picture for one value: a figure, or a figure with numbers by name for the table below it. */
export type SliderPicture = Figure | { figure: Figure; numbers: Record<string, number> };

/** Draws the picture for a value. */
export type SliderFunction = (value: number) => SliderPicture | Promise<SliderPicture>;

/** A figure, and what the table has about it. */
interface Drawn {
  figure: Figure;
  numbers: Record<string, number | string>;
}

const DISPLAY = Symbol.for("Jupyter.display");
const DESCRIPTION = "what the picture shows";

/** A slider and its picture, which a notebook shows as the last expression of a cell. */
export class Slider {
  /** Use `slider`, which checks the options. */
  constructor(readonly options: SliderOptions, readonly draw: SliderFunction) {}

  /** Returns the mime bundle that a notebook shows: a live slider if the page can call the kernel, or else frames. */
  [DISPLAY](): Promise<Record<string, unknown>> {
    const register = (globalThis as Record<symbol, unknown>)[CONTROLS] as Register | undefined;
    return register ? this.#liveBundle(register) : this.mimeBundle(figureMode());
  }

  /** Returns the mime bundle of live or committed frames. */
  async mimeBundle(mode: FigureMode): Promise<Record<string, unknown>> {
    return (await this.frames()).mimeBundle(mode);
  }

  /** Draws at most 41 pictures, evenly over the values, as an animated figure. */
  async frames(): Promise<Frames> {
    const { name, value, alt } = this.options, values = frameValues(this.options);
    const drawn: Drawn[] = [];
    for (const value of values) drawn.push(await this.#drawAt(value));
    const names = new Set(drawn.flatMap(({ numbers }) => Object.keys(numbers)));
    const numbers = Object.fromEntries(
      [...names].map((name) => [name, drawn.map(({ numbers }) => numbers[name] ?? "")]),
    );
    const figures = withEqualSizes(drawn.map(({ figure }) => figure));
    const start = values.indexOf(value);
    const description = alt ?? this.#describe(figures[start]);
    return new Frames(figures, { name, values, numbers, alt: description, start });
  }

  async #liveBundle(register: Register): Promise<Record<string, unknown>> {
    const { name, min, max, step, value } = this.options;
    const bundleAt = async (value: number) => {
      const { figure, numbers } = await this.#drawAt(value);
      const rows = Object.entries(numbers).map(([name, number]) => [name, fourDigits(number)]);
      const state = { control, name, min, max, step, value, numbers: Object.fromEntries(rows) };
      return { [SLIDER]: state, ...await figure.mimeBundle("live") };
    };
    const control = register((value) => {
      const nearest = nearestValue(Number(value), this.options);
      return { [DISPLAY]: () => bundleAt(nearest) };
    });
    return await bundleAt(value);
  }

  async #drawAt(value: number): Promise<Drawn> {
    const { draw, options: { name } } = this, drawn = await draw(value);
    const { figure, numbers } = drawn instanceof Figure ? { figure: drawn } : { ...drawn };
    if (figure instanceof Figure) {
      return { figure, numbers: numbers ?? { [DESCRIPTION]: figure.alt } };
    }
    const found = drawn === undefined ? "nothing" : typeof drawn;
    throw new TypeError(
      `Cannot draw ${name} = ${value}: the function must return a figure, got ${found}`,
    );
  }

  #describe({ alt }: Figure): string {
    const { name, min, max, value } = this.options;
    return `Slider: ${name} from ${min} to ${max}. At ${value}: ${alt}`;
  }
}

/** Makes all figures as wide and as high as the largest, so that the page does not move from one to the next. */
function withEqualSizes(figures: Figure[]): Figure[] {
  const width = largest(figures.map(({ width }) => width));
  const wide = figures.map(({ parts }) => new Figure({ ...parts, width }));
  const height = largest(wide.map(({ height }) => height));
  return wide.map((figure) => {
    const missing = height - figure.height; // more if the title has fewer lines than another
    return new Figure({ ...figure.parts, height: figure.parts.height + missing });
  });
}

/**
 * Shows the picture that a function draws for a value, and a slider that changes the value. On the course's website each
 * move calls the function again; elsewhere the slider chooses among at most 41 pictures drawn beforehand. The function
 * returns a figure, or `{ figure, numbers }` with numbers by name for the table below the picture, which otherwise has
 * the figure's description; it may be async. Throws RangeError if a number is not finite, `max` is not larger than `min`,
 * `step` is not positive or too large, `value` is outside the range or between two steps, or the name is empty.
 *
 * @example
 * ```ts
 * import { lineChart, slider } from "@unrolled/rnn/plot";
 *
 * const powers = (theta: number) => Array.from({ length: 20 }, (_, n) => theta ** n);
 * const knob = slider({ name: "θ", min: 0.5, max: 1, step: 0.05, value: 0.9 }, (theta) =>
 *   lineChart({ memory: powers(theta) }, {
 *     title: `With θ = ${theta}, ${powers(theta)[19].toFixed(3)} is left after 19 steps`,
 *     x: "steps",
 *     y: "what is left",
 *     domain: [0, 1],
 *   })); // displayed at the end of a cell
 * const { figures } = await knob.frames();
 * if (figures.length !== 11) throw new Error("The frames are not the slider's eleven values");
 * ```
 */
export function slider(options: SliderOptions, draw: SliderFunction): Slider {
  if (!options.name) throw new RangeError("Cannot make a slider: name must not be empty");
  checkSliderValues(options);
  return new Slider({ ...options, value: nearestValue(options.value, options) }, draw);
}
