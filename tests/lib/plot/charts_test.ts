import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { barChart, lineChart } from "rnn/plot";

const axes = { title: "What to see", x: "step", y: "E (nats)" };

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

  it("labels powers of ten on a log axis, or plain numbers if no power lies among the values", () => {
    const svg = (values: number[]) => lineChart({ E: values }, { ...axes, log: true }).svg();
    expect(svg([1, 0.01])).toContain(">10⁻²<");
    expect(svg([0.3, 0.2])).toContain(">0.2<");
  });

  it("draws more values than a function takes arguments", () => {
    const { alt } = lineChart({ E: new Float64Array(200_000).fill(2) }, axes);
    expect(alt).toContain("E: 200000 values from 2 to 2, least 2, most 2");
  });

  it("throws a RangeError for what it can't draw", () => {
    expect(() => lineChart({}, axes)).toThrow("Cannot draw a line chart: there are no series");
    expect(() => lineChart({ E: [] }, axes)).toThrow("Cannot draw E: it is empty");
    expect(() => lineChart({ E: [1, NaN] }, axes)).toThrow("Cannot draw E: it contains NaN");
    expect(() => lineChart({ E: [1, 0] }, { ...axes, log: true }))
      .toThrow("Cannot draw E on a log axis: it contains 0");
    expect(() => lineChart({ E: [1, 2] }, { ...axes, xs: [0] }))
      .toThrow("Cannot draw E: it has 2 values for 1 positions");
  });
});

describe("barChart()", () => {
  it("throws a RangeError unless each bar has a label", () => {
    expect(() => barChart([1, 2], { ...axes, labels: ["a"] }))
      .toThrow("Cannot draw 2 bars: there are 1 labels");
  });
});
