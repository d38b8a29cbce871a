import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { Matrix } from "rnn";
import {
  type Figure,
  FIGURE_DATA,
  type FrameOptions,
  type Frames,
  frames,
  gateChart,
  gradientFlow,
  intervalChart,
  lineChart,
  pathMap,
  stripPlot,
  sideBySide,
} from "rnn/plot";

const axes = { title: "What to see", x: "step", y: "E (nats)" };
const line = (value: number) => lineChart({ E: [1, value] }, { ...axes, domain: [0, 9] });
const options: FrameOptions = {
  name: "value",
  values: [2, 3, 4],
  numbers: { twice: [4, 6, 8] },
  alt: "A line that rises as the slider moves",
};
const moving = () => frames([2, 3, 4].map(line), options);

type Bundle = Record<string, string>;
const display = (shown: Frames | Figure): Promise<Bundle> =>
  (shown as unknown as Record<symbol, () => Promise<Bundle>>)[Symbol.for("Jupyter.display")]();

describe("frames()", () => {
  it("holds its first frame as a picture, its numbers as a table, and says what it shows", async () => {
    const bundle = await display(moving()), html = bundle["text/html"];
    expect(Object.keys(bundle).sort()).toEqual(["text/html", "text/plain"]);
    expect(html.match(/<img src="data:image\/png;base64,[^"]+" alt="A line that rises/)).not.toBe(
      null,
    );
    expect(html.includes("<tr><td>3</td><td>6</td></tr>")).toBe(true);
    expect(/(src|href)="http/.test(html)).toBe(false);
    expect(bundle["text/plain"]).toBe(options.alt);
  });

  it("sends one drawing and what differs, and the same bits each time", async () => {
    const [first, again] = [await moving().html(), await moving().html()];
    expect(first).toBe(again);
    const data = JSON.parse(
      first.slice(first.lastIndexOf(")(") + 2, first.lastIndexOf(")</script>")),
    );
    expect(data.frames.length).toBe(3);
    expect(data.places.length).toBeLessThan(6); // the line, its name's height
    expect(data.frames[0]).not.toEqual(data.frames[1]);
  });

  it("is committed with its numbers, and its first frame for those who show no HTML", async () => {
    Deno.env.set("UNROLLED_FIGURES", "committed");
    try {
      const bundle = await display(moving());
      expect(bundle["text/html"]).toContain(`"data:image/png;base64,${bundle["image/png"]}"`);
      const data = bundle[FIGURE_DATA] as unknown as Record<string, unknown>;
      expect(data).toEqual({ name: "value", values: [2, 3, 4], numbers: { twice: [4, 6, 8] } });
    } finally {
      Deno.env.delete("UNROLLED_FIGURES");
    }
  });

  it("refuses one frame, frames of another shape and labels that are missing", () => {
    expect(() => frames([line(2)], options)).toThrow("Cannot make 1 frames move");
    const other = lineChart({ E: [1, 2], F: [1, 2] }, { ...axes, domain: [0, 9] });
    expect(() => frames([line(2), line(3), other], options)).toThrow(
      "Cannot join frames: frame 3 has other elements than frame 1",
    );
    expect(() => frames([line(2), line(3)], options)).toThrow(
      "Cannot label 2 frames with 3 of value",
    );
    expect(() => frames([2, 3, 4].map(line), { ...options, start: 3 })).toThrow(
      "Cannot start at frame 3 of 3",
    );
  });

  it("64 frames of two networks stay below 300 kB", async () => {
    const sizes = (seed: number) =>
      new Matrix(48, 64).map(() =>
        10 ** (-6 * ((seed = (seed * 16807) % 2147483647) / 2147483647))
      );
    const networks = { RNN: sizes(1), LSTM: sizes(2) };
    const steps = Array.from({ length: 64 }, (_, n) => 64 - n);
    const all = steps.map((step) => gradientFlow(networks, { title: "t", step, domain: [-6, 0] }));
    const html = await frames(all, { name: "step", values: steps, numbers: {}, alt: "x" }).html();
    expect(html.length).toBeLessThan(300_000);
  });
});

describe("flow()", () => {
  it("lights the steps from the last down to the one reached, and names what overflows", () => {
    const sizes = Matrix.of([[1, 1, Infinity], [1, 1, 1]]);
    const at = (step: number) =>
      gradientFlow({ RNN: sizes }, { title: "t", step, domain: [-6, 0] }).svg();
    const dark = (svg: string) => svg.split("rgba(128,128,128,0.18)").length - 1;
    expect([dark(at(3)), dark(at(2)), dark(at(1))]).toEqual([2, 1, 0]);
    expect(at(3).includes("rgb(204,51,120)")).toBe(true);
  });

  it("refuses no network, sizes that differ and a step outside", () => {
    const [wide, narrow] = [new Matrix(2, 3), new Matrix(2, 2)], rest = { title: "t", step: 4 };
    const domain: [number, number] = [-6, 0];
    expect(() => gradientFlow({}, { ...rest, domain })).toThrow(
      "Cannot draw the flow of no network",
    );
    expect(() => gradientFlow({ a: wide, b: narrow }, { ...rest, domain })).toThrow(
      "Cannot draw b of 2×2 beside 2×3",
    );
    expect(() => gradientFlow({ a: wide }, { ...rest, domain })).toThrow(
      "Cannot draw step 4: the steps are 1 to 3",
    );
  });
});

describe("beside()", () => {
  it("places figures next to each other under one title", () => {
    const both = sideBySide([line(2), line(3)], { title: "Two" });
    expect(both.width).toBeGreaterThan(2 * line(2).parts.width - 1);
    expect(both.alt).toContain(" | ");
    expect(() => sideBySide([], { title: "None" })).toThrow("Cannot place no figures side by side");
  });
});

describe("pathMap()", () => {
  it("draws Infinity as overflow and refuses NaN", () => {
    const draw = (value: number) => pathMap(Matrix.of([[1, 0], [value, 1]]), { title: "t" }).svg();
    expect(draw(Infinity).split("rgb(204,51,120)").length - draw(1).split("rgb(204,51,120)").length)
      .toBe(1);
    expect(() => draw(NaN)).toThrow("Cannot draw a map that holds NaN");
  });

  it("names k as the place where the weights are used, or as it is told", () => {
    const draw = (x?: string) => pathMap(Matrix.identity(2), { title: "t", x }).svg();
    expect(draw()).toContain(">k, the step where the weights are used<");
    expect(draw("k, the step of the state")).toContain(">k, the step of the state<");
    expect(draw("k, the step of the state")).not.toContain("weights");
  });
});

describe("lineChart()", () => {
  it("keeps the names of lines that end together a line of text apart", () => {
    const svg = lineChart({ a: [1, 2], b: [2, 2], c: [3, 2.01] }, axes).svg();
    const number = String.raw`([-\d.]+)`;
    const placed = new RegExp(
      `<g[^>]*translate\\(${number},${number}\\)[^>]*><text[^>]*translate\\(${number},${number}\\)[^>]*>[abc]<`,
      "g",
    );
    const heights = Array.from(svg.matchAll(placed), ([, , dy, , y]) => Number(dy) + Number(y));
    expect(heights.length).toBe(3);
    const [top, middle, bottom] = heights.toSorted((a, b) => a - b);
    expect(Math.min(middle - top, bottom - middle)).toBeGreaterThan(13);
  });
});

describe("seedChart()", () => {
  const options = { title: "t", x: "T", y: "error", domain: [1e-4, 1] as [number, number] };
  const seed = (y: number, solved: boolean) => ({ group: 10, series: "RNN", y, solved });

  it("draws every seed, full where it solved, and counts them in words", () => {
    const figure = stripPlot([seed(0.5, false), seed(0.001, true), seed(0, true)], options);
    expect(figure.svg().split("<circle").length - 1).toBe(3);
    expect(figure.svg().split('fill="none"').length).toBeGreaterThan(1);
    expect(figure.alt).toBe("Dots of 3 trainings: 10: RNN 2 of 3 solved");
  });

  it("refuses no seeds and values that aren't numbers", () => {
    expect(() => stripPlot([], options)).toThrow("Cannot draw a chart of no seeds");
    expect(() => stripPlot([seed(NaN, false)], options)).toThrow(
      "Cannot draw a seed of RNN: it holds NaN",
    );
  });
});

describe("intervalChart()", () => {
  const options = { title: "t", x: "frame", y: "share" };
  const one = (group: number, y: number) => ({ group, series: "LSTM", y, low: y - 0.1, high: 0.9 });

  it("draws every training on its interval, and tells the ends of each group in words", () => {
    const figure = intervalChart([one(1, 0.2), one(1, 0.3), one(2, 0.9)], options);
    expect(figure.svg().split("<circle").length - 1).toBe(3);
    expect(figure.alt).toBe("Dots with intervals: t. 1: LSTM 0.2 to 0.3; 2: LSTM 0.9 to 0.9");
  });

  it("refuses none, and a share that isn't in its interval", () => {
    expect(() => intervalChart([], options)).toThrow("Cannot draw a chart of no intervals");
    expect(() => intervalChart([one(1, 1)], options)).toThrow(
      "Cannot draw 1 in the interval 0.9 to 0.9",
    );
    expect(() => intervalChart([one(1, NaN)], options)).toThrow("Cannot draw NaN");
  });
});

describe("gateChart()", () => {
  it("draws one square for each gate and character, and refuses what is no gate", () => {
    const figure = gateChart('a "b"', { f: [0, 0.2, 0.4, 0.6, 1] }, { title: "t" });
    expect(figure.svg().split("<rect").length - 1).toBe(5 + 20);
    expect(figure.svg().includes("␣")).toBe(true);
    expect(() => gateChart("ab", { f: [1] }, { title: "t" })).toThrow(
      "Cannot draw f: 1 values over 2 characters",
    );
    expect(() => gateChart("a", { f: [1.5] }, { title: "t" })).toThrow(
      "Cannot draw f: a gate of 1.5",
    );
  });
});
