import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import fc from "fast-check";
import { type Figure, lineChart, slider, type SliderFunction, type SliderOptions } from "rnn/plot";
import { FIGURE_DATA } from "../../../lib/plot/figure.ts";
import { SLIDER } from "../../../lib/plot/slider.ts";
import { checkSliderValues, frameValues, nearestValue } from "../../../lib/plot/slider_values.ts";
import { committed, display } from "./display.ts";

const options: SliderOptions = { name: "θ", min: 0, max: 1, step: 0.1, value: 0.3 };
const draw = (theta: number) =>
  lineChart({ memory: [1, theta, theta ** 2] }, {
    title: `What is left with θ = ${theta}`,
    x: "step",
    y: "memory",
  });
const CONTROLS = Symbol.for("unrolled.controls");

/** Shows a slider in a kernel that the page can call, and returns its bundle and its function. */
async function live(draw: SliderFunction) {
  let call: (value: unknown) => unknown = () => undefined;
  const kernel = globalThis as Record<symbol, unknown>;
  kernel[CONTROLS] = (f: typeof call) => (call = f, "c1");
  try {
    return { bundle: await display(slider(options, draw)), call };
  } finally {
    delete kernel[CONTROLS];
  }
}

describe("slider()", () => {
  it("draws its values beforehand where the kernel cannot be called, without rounding errors", async () => {
    const { figures, options: { values, start } } = await slider(options, draw).frames();
    expect(values).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]);
    expect(start).toBe(3);
    expect(figures.map(({ alt }) => alt)).toEqual(Array.from(values, (v) => draw(Number(v)).alt));
  });

  it("shows frames, a description and a table with the numbers given, whose function may be async", async () => {
    const { "text/html": html, "text/plain": alt } = await display(
      slider(options, async (theta) => {
        await Promise.resolve();
        return { figure: draw(theta), numbers: { left: theta ** 2 } };
      }),
    );
    expect(html).toContain("<tr><th>θ</th><th>left</th></tr><tr><td>0</td><td>0</td></tr>");
    expect(html).toContain("<tr><td>0.3</td><td>0.09</td></tr>");
    expect(alt).toBe(`Slider: θ from 0 to 1. At 0.3: ${draw(0.3).alt}`);
  });

  it("has the figures' descriptions in the table if there are no numbers", async () => {
    const { "text/html": html } = await display(
      slider({ ...options, alt: "A memory fades" }, draw),
    );
    expect(html).toContain(`<tr><td>0.5</td><td>${draw(0.5).alt}</td></tr>`);
    expect(html).toContain('role="group" aria-label="A memory fades"');
  });

  it("is committed with a PNG of the picture at its value, and its numbers", async () => {
    const numbers = (theta: number) => ({ figure: draw(theta), numbers: { left: theta ** 2 } });
    const bundle = await committed(slider({ ...options, step: 0.5, value: 0.5 }, numbers));
    expect(bundle["image/png"]).toBe((await committed(draw(0.5)))["image/png"]);
    const data: unknown = bundle[FIGURE_DATA];
    expect(data).toEqual({ name: "θ", values: [0, 0.5, 1], numbers: { left: [0, 0.25, 1] } });
  });

  it("draws figures of different sizes and elements in one picture that keeps its size", async () => {
    const growing = (theta: number) =>
      lineChart({ memory: [1, 2, 3 + 100 * theta] }, {
        title: "x ".repeat(60 + 100 * theta),
        x: "step",
        y: "memory",
        height: 200 + 100 * theta,
      });
    const frames = await slider(options, growing).frames();
    const sizes = frames.figures.map(({ width, height }) => `${width}×${height}`);
    expect(new Set(sizes).size).toBe(1);
    expect(frames.figures[0].height).toBeGreaterThan(300);
    expect((await frames.html("committed")).length).toBeGreaterThan(1000);
  });

  it("draws once where the kernel can be called, and at each call for the nearest value", async () => {
    const drawn: number[] = [];
    const { bundle, call } = await live((theta) => {
      drawn.push(theta);
      return { figure: draw(theta), numbers: { left: theta ** 2 } };
    });
    expect(drawn).toEqual([0.3]);
    const { min, max, step } = options;
    const state = {
      control: "c1",
      name: "θ",
      min,
      max,
      step,
      value: 0.3,
      numbers: { left: "0.09" },
    };
    expect(bundle[SLIDER]).toEqual(state);
    expect(bundle["text/html"]).toContain("What is left with θ = 0.3");
    expect(bundle["text/plain"]).toBe(draw(0.3).alt);
    const next = await display(await call("0.70000001") as Figure);
    expect(drawn).toEqual([0.3, 0.7]);
    expect(next[SLIDER]).toEqual({ ...state, value: 0.7, numbers: { left: "0.49" } });
    expect(next["text/html"]).toContain("What is left with θ = 0.7");
  });

  it("throws a TypeError if the function returns no figure", async () => {
    const nothing = (() => {}) as unknown as SliderFunction;
    await expect(slider(options, nothing).frames()).rejects.toThrow(
      new TypeError("Cannot draw θ = 0: the function must return a figure, got nothing"),
    );
    const text = (() => "figure") as unknown as SliderFunction;
    await expect(live(text)).rejects.toThrow("must return a figure, got string");
  });

  const REFUSED: [Partial<SliderOptions>, string][] = [
    [{ name: "" }, "name must not be empty"],
    [{ min: NaN }, "min must be finite, got NaN"],
    [{ max: Infinity }, "max must be finite, got Infinity"],
    [{ value: NaN }, "value must be finite, got NaN"],
    [{ step: 0 }, "step must be positive and finite, got 0"],
    [{ step: NaN }, "step must be positive and finite, got NaN"],
    [{ step: Infinity }, "step must be positive and finite, got Infinity"],
    [{ max: 0 }, "max must be larger than min, which is 0, got 0"],
    [
      { min: 0.7, value: 0.8, step: 0.31 },
      "step must be at most max − min, which is 0.3, got 0.31",
    ],
    [{ value: 1.1 }, "value must be from 0 to 1, got 1.1"],
    [{ value: 0.37 }, "value must be a whole number of steps above min, such as 0.4, got 0.37"],
    [
      { step: 0.3, value: 1 },
      "value must be a whole number of steps above min, such as 0.9, got 1",
    ],
  ];
  for (const [change, message] of REFUSED) {
    it(`refuses ${Object.entries(change).map(([name, value]) => `${name} = "${value}"`)}`, () => {
      expect(() => slider({ ...options, ...change }, draw)).toThrow(
        new RangeError(`Cannot make a slider: ${message}`),
      );
    });
  }
});

interface Grid {
  start: number;
  step: number;
  steps: number;
  share: number;
  decimals: number;
}

describe("the values of a slider", () => {
  const grid = fc.record({
    start: fc.integer({ min: -2000, max: 2000 }),
    step: fc.integer({ min: 1, max: 500 }),
    steps: fc.integer({ min: 1, max: 5000 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    decimals: fc.integer({ min: 0, max: 9 }),
  });
  /** A range of decimal numbers, and its values as they are written. */
  const written = ({ start, step, steps, share, decimals }: Grid) => {
    const at = (n: number) => Number(`${start + n * step}e-${decimals}`);
    const value = at(Math.round(share * steps));
    return {
      at,
      values: { min: at(0), max: at(steps), step: Number(`${step}e-${decimals}`), value },
    };
  };

  it("are the decimal numbers that a reader would write, at every step", () =>
    fc.assert(fc.property(grid, fc.double({ min: 0, max: 1, noNaN: true }), (parts, place) => {
      const { at, values } = written(parts), n = Math.round(place * parts.steps);
      checkSliderValues(values);
      expect(nearestValue(values.min + n * values.step, values)).toBe(at(n));
    })));

  it("give at most 41 frames, in order and evenly spaced but for the ends, with the first, the last and the start", () =>
    fc.assert(fc.property(grid, (parts) => {
      const { values } = written(parts), frames = frameValues(values);
      expect(frames.length).toBeLessThanOrEqual(41);
      expect(frames.length).toBeGreaterThanOrEqual(Math.min(20, parts.steps + 1));
      expect(frames).toEqual(frames.toSorted((a, b) => a - b));
      expect(new Set(frames).size).toBe(frames.length);
      expect([frames[0], frames.at(-1)]).toEqual([values.min, values.max]);
      expect(frames).toContain(values.value);
      const gaps = frames.slice(1, -2).map((value, n) =>
        Math.round((frames[n + 2] - value) / values.step)
      );
      expect(new Set(gaps).size).toBeLessThanOrEqual(1);
    })));

  it("end below max if it is between two steps", () => {
    const values = { min: 0, max: 1, step: 0.3, value: 0.3 };
    checkSliderValues(values);
    expect(frameValues(values)).toEqual([0, 0.3, 0.6, 0.9]);
    expect(nearestValue(7, values)).toBe(0.9);
  });
});
