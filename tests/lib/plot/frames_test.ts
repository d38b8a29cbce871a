import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { parseHTML } from "linkedom";
import { Matrix } from "rnn";
import { type FrameOptions, frames, gradientFlow, lineChart } from "rnn/plot";
import { FIGURE_DATA } from "../../../lib/plot/figure.ts";
import { svgDifferences } from "../../../lib/plot/svg_differences.ts";
import { withSameElements } from "../../../lib/plot/svg_variants.ts";
import { committed, display } from "./display.ts";

const axes = { title: "What to see", x: "step", y: "E (nats)" };
const line = (value: number) => lineChart({ E: [1, value] }, { ...axes, domain: [0, 9] });
const options: FrameOptions = {
  name: "value",
  values: [2, 3, 4],
  numbers: { twice: [4, 6, 8] },
  alt: "A line that rises as the slider moves",
};
interface Svg {
  innerHTML: string;
  querySelectorAll(selector: string): Iterable<Svg>;
  getAttribute(name: string): string;
}
const parse = (svg: string) =>
  (parseHTML(svg) as unknown as { document: { querySelector(selector: string): Svg } })
    .document.querySelector("svg");
const rising = () => frames([2, 3, 4].map(line), options);

describe("frames()", () => {
  it("shows its first frame, its numbers as a table, and a description", async () => {
    const { "text/html": html, "text/plain": alt, ...others } = await display(rising());
    expect(html).toMatch(
      /^<div data-frames="\w+" role="group" aria-label="A line that rises[^>]+><div><svg/,
    );
    expect(html).toContain("<tr><td>3</td><td>6</td></tr>");
    expect(html).not.toMatch(/(src|href)="http/);
    expect(alt).toBe(options.alt);
    expect(others).toEqual({});
  });

  it("stores one drawing and the differences between frames, the same each time", async () => {
    const html = await rising().html("committed");
    expect(await rising().html("committed")).toBe(html);
    const data = JSON.parse(html.slice(html.lastIndexOf(")(") + 2, html.lastIndexOf(")</script>")));
    expect(data.frames.length).toBe(3);
    expect(data.places.length).toBeLessThan(6); // the line and the height of its name
    expect(data.frames[0]).not.toEqual(data.frames[1]);
  });

  it("is committed with its data, and its first frame for hosts that show no HTML", async () => {
    const bundle = await committed(rising());
    expect(bundle["text/html"]).toContain(`"data:image/png;base64,${bundle["image/png"]}"`);
    expect(bundle["text/html"]).toMatch(/<img src="data:[^"]+" alt="A line that rises/);
    const data: unknown = bundle[FIGURE_DATA];
    expect(data).toEqual({ name: "value", values: [2, 3, 4], numbers: { twice: [4, 6, 8] } });
  });

  it("stores 64 frames of two networks in less than 300 kB", async () => {
    const magnitudes = (seed: number) =>
      new Matrix(48, 64).map(() =>
        10 ** (-6 * ((seed = (seed * 16807) % 2147483647) / 2147483647))
      );
    const networks = { RNN: magnitudes(1), LSTM: magnitudes(2) };
    const steps = Array.from({ length: 64 }, (_, n) => 64 - n);
    const all = steps.map((step) => gradientFlow(networks, { title: "t", step, domain: [-6, 0] }));
    const html = await frames(all, { name: "step", values: steps, numbers: {}, alt: "x" }).html(
      "committed",
    );
    expect(html.length).toBeLessThan(300_000);
  });

  it("stores a drawing of each kind where frames have other elements, and shows one of them", () => {
    const two = lineChart({ E: [1, 2], F: [1, 2] }, { ...axes, domain: [0, 9] });
    const svgs = [line(2), two, line(3)].map((figure) => figure.svg());
    expect(() => svgDifferences(svgs)).toThrow(
      "Cannot join frames: frame 2 has other elements than frame 1",
    );
    const joined = withSameElements(svgs, 1e6);
    expect(svgDifferences(joined).frames).toHaveLength(3);
    const shown = joined.map((svg) => {
      const groups = [...parse(svg).querySelectorAll(":scope > g")];
      return groups.filter((group) => group.getAttribute("display") === "inline");
    });
    expect(shown.map(([group]) => group.innerHTML)).toEqual(
      svgs.map((svg) => parse(svg).innerHTML),
    );
    expect(shown.map(({ length }) => length)).toEqual([1, 1, 1]);
  });

  it("throws a RangeError for frames that take more than 2 MB", async () => {
    const long = (n: number) => lineChart({ E: [1, 2] }, { ...axes, title: `${n}`.repeat(1.2e6) });
    await expect(
      frames([1, 2].map(long), { ...options, values: [1, 2], numbers: {} }).html("committed"),
    )
      .rejects.toThrow("Cannot store 2 frames: they take 7.2 MB, at most 2.0 MB are possible");
    const kinds = [1, 2].map((n) => {
      const values = Array.from({ length: n }, (_, k) => k);
      return lineChart({ E: values }, { ...axes, title: "x".repeat(1e6), xs: values });
    });
    expect(() => frames(kinds, { ...options, values: [1, 2], numbers: {} })).toThrow(
      "Cannot store 2 frames: they take 2.0 MB",
    );
  });

  it("throws a RangeError for one figure, other lengths and another start", () => {
    expect(() => frames([line(2)], options)).toThrow(
      "Cannot join frames: 2 or more are needed, got 1",
    );
    expect(() => frames([line(2), line(3)], options)).toThrow(
      "Cannot join 2 frames: value has 3 values",
    );
    expect(() => frames([2, 3, 4].map(line), { ...options, start: 3 })).toThrow(
      "Cannot start at frame 3: the frames are 0 to 2",
    );
  });
});
