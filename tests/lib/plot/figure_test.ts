import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import * as Plot from "@observablehq/plot";
import { beamSearch } from "rnn/text";
import { CaptionCell, jacobianPaths, Matrix, normal, RNNCell, seeded, unroll } from "rnn";
import {
  barChart,
  beamTree,
  captionerDiagrams,
  captionerLayouts,
  type Figure,
  fixations,
  gateChart,
  gradientFlow,
  heatmap,
  heatmaps,
  imageGrid,
  intervalChart,
  lineChart,
  pathDiagram,
  pathMap,
  plotFigure,
  sideBySide,
  stripPlot,
  unrolledDiagram,
} from "rnn/plot";
import { FIGURE_DATA } from "../../../lib/plot/figure.ts";
import { committed, display } from "./display.ts";

const title = "What to see", axes = { title, x: "step", y: "E (nats)" };
const random = seeded(1);
const cell = new RNNCell(2, 3, random, normal(0.5));
const trace = unroll(cell, Array.from({ length: 5 }, () => normal(1)(2, 1, random)));
const direct = trace.map(() => normal(1)(3, 1, random));
const ink = Array.from({ length: 16 }, (_, n) => n / 16);
const image = Matrix.column(ink), gradient = normal(1)(16, 1, random);
const captioner = new CaptionCell(2, 3, 16, random).withContext(image);
const captionTrace = unroll(captioner, trace.map(({ x }) => x));
const beam = beamSearch(
  { initialState: 0, step: () => ({ state: 0, scores: Matrix.column([-9, 1, 2, 1]) }) },
  [0],
  3,
  { width: 2, end: 3 },
);

const figures: Record<string, Figure> = {
  plotFigure: plotFigure({
    ...{ title, alt: "Sixteen numbers as pixels", data: ink },
    marks: [Plot.raster(ink, { width: 4, height: 4 })],
  }),
  "plotFigure with a legend": plotFigure({
    ...{ title, alt: "Sixteen numbers as dots", data: ink },
    color: { legend: true, label: "a & b" },
    marks: [Plot.dotX(ink, { fill: (d: number) => d })],
  }),
  lineChart: lineChart({ RNN: [3, 2, 1] }, { ...axes, reference: { label: "ln V", y: 2 } }),
  "lineChart on a log axis": lineChart({ E: [1, 0.1, 0.001] }, { ...axes, log: true }),
  barChart: barChart([1, 2], { ...axes, labels: ["a", "b & c"] }),
  intervalChart: intervalChart([
    { group: 1, series: "LSTM", y: 0.5, low: 0.4, high: 0.6 },
    { group: 2, series: "GRU", y: 0.5, low: 0.5, high: 0.5 },
  ], { ...axes, reference: { label: "baseline", y: 0.2 } }),
  stripPlot: stripPlot([{ group: 10, series: "RNN", y: 0.1, solved: true }], {
    ...{ ...axes, domain: [0.01, 1], limit: { y: 0.1, label: "solved" } },
  }),
  heatmap: heatmap(cell.params.Whh, { title }),
  heatmaps: heatmaps({ a: cell.params.Whh, b: cell.params.Wxh }, { title }),
  pathMap: pathMap(jacobianPaths(cell, trace, direct).norms("Whh"), { title }),
  "pathMap, compact": pathMap(jacobianPaths(cell, trace, direct).norms("Whh"), {
    ...{ title, compact: true, mark: [3, 2], steps: [..."a&b<c"] },
  }),
  "pathMap above 50×50": pathMap(normal(1)(60, 60, random).map(Math.abs), { title }),
  pathDiagram: pathDiagram(trace, { title, t: 4, k: 2, inputs: [..."a&b<c"] }),
  gradientFlow: gradientFlow({ RNN: image }, { title, step: 1, domain: [-6, 0] }),
  gateChart: gateChart("ab & c", { f: [0, 0.2, 0.4, 0.6, 0.8, 1] }, { title }),
  imageGrid: imageGrid([{ image, lines: ["a & b", "✓ right"] }, { image, gradient }], {
    ...{ title, columns: 1, unit: "∂ log P" },
  }),
  fixations: fixations([
    { image, places: [{ y: 1, x: 1 }, { y: 2, x: 3.5 }], lines: ["✓ a & b"] },
    { image, places: [] },
  ], { title, height: 2, width: 8, window: 2 }),
  beamTree: beamTree(beam, ["<start>", "a", "three & more", "<end>"], { title }),
  captionerDiagrams: captionerDiagrams(Object.values(captionerLayouts), { title, columns: 4 }),
  unrolledDiagram: unrolledDiagram(trace, { title, inputs: [..."abcde"] }),
  "unrolledDiagram with an image": unrolledDiagram(captionTrace, { title, image }),
  sideBySide: sideBySide([heatmap(gradient, { title: "a" }), heatmap(image, { title: "b" })], {
    title,
  }),
};

for (const [name, figure] of Object.entries(figures)) {
  describe(`Figure of ${name}`, () => {
    it("is shown as SVG with a title and a description", async () => {
      const { "text/html": html, "text/plain": alt, ...others } = await display(figure);
      expect(html).toContain('role="img"');
      expect(html).toContain("What to see");
      expect(html).not.toContain("NaN");
      expect(alt.length).toBeGreaterThan(20);
      expect(others).toEqual({});
    });

    it("is committed as a PNG with its description and data", async () => {
      const bundle = await committed(figure);
      expect(Object.keys(bundle).sort()).toEqual([FIGURE_DATA, "image/png", "text/plain"].sort());
      expect(atob(bundle["image/png"]).slice(1, 4)).toBe("PNG");
    });
  });
}

describe("Figure", () => {
  it("wraps a title that is wider than the picture, but not below the width of a phone", () => {
    const title = "A title that is much longer than the picture of two numbers under it is wide";
    const draw = (title: string) => heatmap(Matrix.column([1, 2]), { title });
    const [short, long] = ["A title", title].map(draw);
    expect(long.svg()).toContain(`width="${long.width}"`);
    expect(long.svg()).toContain(`height="${long.height}"`);
    const lines = [...long.svg().matchAll(/font-weight="bold">([^<]+)</g)].map(([, line]) => line);
    expect(lines.join(" ")).toBe(title);
    expect(lines.length).toBeGreaterThan(1);
    expect(long.height - short.height).toBe(19 * (lines.length - 1));
    expect(long.width).toBeLessThan(361);
    const word = draw("x".repeat(80)); // which cannot be wrapped
    expect(word.width).toBeGreaterThan(80 * 9);
  });
});
