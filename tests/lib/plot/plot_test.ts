import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { beamSearch } from "rnn/text";
import { CaptionCell, jacobianPaths, Matrix, normal, RNNCell, seeded, unroll } from "rnn";
import { captioners } from "rnn/models";
import {
  barChart,
  beamTree,
  captionerLayouts,
  type Figure,
  FIGURE_DATA,
  fixations,
  frames,
  heatmap,
  heatmaps,
  imageGrid,
  captionerDiagrams,
  intervalChart,
  lineChart,
  pathMap,
  plotFigure,
  unrolledDiagram,
} from "rnn/plot";
import * as Plot from "@observablehq/plot";

const axes = { title: "What to see", x: "step", y: "E (nats)" };
const random = seeded(1);
const cell = new RNNCell(2, 3, random, normal(0.5));
const trace = unroll(cell, Array.from({ length: 5 }, () => normal(1)(2, 1, random)));
const direct = trace.map(() => normal(1)(3, 1, random));
const grid = Array.from({ length: 16 }, (_, n) => n / 16);
const free = { title: "What to see", alt: "Sixteen numbers of a free chart" };
const image = Matrix.column(grid), gradient = normal(1)(16, 1, random);
const seeing = unroll(
  new CaptionCell(2, 3, 16, random).withContext(image),
  trace.map(({ x }) => x),
);
const words = ["<start>", "a", "three & more", "<end>"];
const table = Matrix.of([[-9, 1, 0, -9], [-9, -9, 2, 1], [-9, -9, 0, 1], [0, 0, 0, 0]]);
const beam = beamSearch(
  { begin: 0, read: (_, index) => ({ state: 0, scores: table.sliceRows(index, index + 1).T }) },
  [0],
  4,
  { width: 3, end: 3 },
);
const look = { height: 2, width: 8, window: 2 };
const route = { layers: ["h"], recurrent: ["h"], redraws: "h" };
const edges: [string, string][] = [["x", "h"], ["h", "y"], ["x", "y"]];
const figures: Record<string, Figure> = {
  "plot with a raster": plotFigure({
    ...free,
    data: grid,
    marks: [Plot.raster(grid, { width: 4, height: 4 })],
  }),
  "plot with a ramp": plotFigure({
    ...free,
    data: grid,
    color: { legend: true, label: "a & b" },
    marks: [Plot.dotX(grid, { fill: (d: number) => d })],
  }),
  "lineChart on a log axis": lineChart({ E: [1, 0.1, 0.001] }, {
    ...axes,
    log: true,
    xs: [0, 0.5, 1],
  }),
  lineChart: lineChart({ RNN: [3, 2, 1] }, { ...axes, reference: { label: "ln V", y: 2 } }),
  barChart: barChart([1, 2], { ...axes, labels: ["a", "b & c"] }),
  intervalChart: intervalChart([
    { group: 1, series: "LSTM", y: 0.5, low: 0.4, high: 0.6 },
    { group: 2, series: "GRU", y: 0.5, low: 0.5, high: 0.5 },
  ], { ...axes, reference: { label: "chance", y: 0.2 } }),
  matrixPicture: heatmap(cell.params.Whh, { title: "What to see" }),
  matrixPictures: heatmaps({ a: cell.params.Whh, b: cell.params.Wxh }, {
    title: "What to see",
  }),
  pathMap: pathMap(jacobianPaths(cell, trace, direct).norms("Whh"), { title: "What to see" }),
  "pathMap above 50×50": pathMap(normal(1)(60, 60, random).map(Math.abs), { title: "What to see" }),
  pictures: imageGrid([{ image, lines: ["a & b", "✓ right"] }, { image, gradient }], {
    title: "What to see",
    columns: 1,
    unit: "∂ log P",
  }),
  gazes: fixations([
    { image, places: [{ y: 1, x: 1 }, { y: 2, x: 3.5 }], lines: ["✓ a & b"] },
    { image, places: [] },
  ], { ...look, title: "What to see" }),
  beamTree: beamTree(beam, words, { title: "What to see" }),
  imageRoutes: captionerDiagrams([
    { name: "A & B", ...route, edges, image: { layer: "h", at: "before" } },
    { name: "C", ...route, edges, image: { layer: "h", at: "first step" } },
  ], { title: "What to see" }),
  "imageRoutes of the course": captionerDiagrams(Object.values(captionerLayouts), {
    title: "What to see",
    columns: 4,
  }),
  "unrolledDiagram of an image": unrolledDiagram(seeing, { title: "What to see", image }),
  unrolledDiagram: unrolledDiagram(trace, { title: "What to see", inputs: [..."abcde"] }),
};

function display(figure: Figure): Promise<Record<string, string>> {
  return (figure as unknown as Record<symbol, () => Promise<Record<string, string>>>)
    [Symbol.for("Jupyter.display")]();
}

for (const [name, figure] of Object.entries(figures)) {
  describe(`${name}()`, () => {
    it(`${name}() shows itself live as SVG with a title and a description`, async () => {
      const bundle = await display(figure);
      expect(Object.keys(bundle).sort()).toEqual(["text/html", "text/plain"]);
      expect(bundle["text/html"].includes('role="img"')).toBe(true);
      expect(bundle["text/html"].includes("What to see")).toBe(true);
      expect(bundle["text/html"].includes("NaN")).toBe(false);
      expect(bundle["text/plain"].length).toBeGreaterThan(20);
    });

    it(`${name}() is committed as a PNG with its data`, async () => {
      Deno.env.set("UNROLLED_FIGURES", "committed");
      try {
        const bundle = await display(figure);
        expect(Object.keys(bundle).sort()).toEqual([FIGURE_DATA, "image/png", "text/plain"].sort());
        expect(atob(bundle["image/png"]).slice(1, 4)).toBe("PNG");
      } finally {
        Deno.env.delete("UNROLLED_FIGURES");
      }
    });
  });
}

describe("rnn/plot", () => {
  it("charts refuse what they can't draw", () => {
    expect(() => lineChart({}, axes)).toThrow("Cannot draw a line chart of no series");
    expect(() => lineChart({ E: [] }, axes)).toThrow("Cannot draw E: it is empty");
    expect(() => lineChart({ E: [1, NaN] }, axes)).toThrow("Cannot draw E: it holds NaN");
    expect(() => lineChart({ E: [1, 0] }, { ...axes, log: true }))
      .toThrow("Cannot draw E on a log axis: it holds 0");
    expect(() => barChart([1, 2], { ...axes, labels: ["a"] }))
      .toThrow("Cannot draw 2 bars with 1 labels");
    expect(() => intervalChart([], axes)).toThrow("Cannot draw a chart of no intervals");
    expect(() => intervalChart([{ group: 1, series: "A", y: 3, low: 1, high: 2 }], axes))
      .toThrow("Cannot draw 3 in the interval 1 to 2");
    expect(() => pathMap(new Matrix(2, 3), axes)).toThrow("Cannot draw a t×k map of a 2×3 table");
    expect(() => heatmap(Matrix.column([NaN]), axes)).toThrow(
      "Cannot draw a matrix that holds NaN",
    );
    expect(() => unrolledDiagram([], axes)).toThrow("Cannot draw 0 steps");
    expect(() => lineChart({ E: [1, 2] }, { ...axes, xs: [0] })).toThrow(
      "Cannot draw E: 2 values at 1 places",
    );
    const swatches = { color: { legend: true }, marks: [Plot.dotX("abc", { fill: [..."abc"] })] };
    expect(() => plotFigure({ ...free, data: [], ...swatches })).toThrow(
      "Cannot draw a legend of swatches",
    );
  });

  it("pictures of captioners refuse what they can't draw", () => {
    expect(() => imageGrid([], axes)).toThrow("Cannot show no pictures");
    expect(() => imageGrid([{ image: new Matrix(5, 1) }], axes)).toThrow(
      "Cannot show an image of 5×1: it is n²×1",
    );
    expect(() => imageGrid([{ image: new Matrix(4, 4) }], axes)).toThrow("an image of 4×4");
    expect(() => imageGrid([{ image: Matrix.column([NaN]) }], axes)).toThrow(
      "Cannot show an image that holds NaN",
    );
    expect(() => imageGrid([{ image, gradient: new Matrix(4, 1) }], axes)).toThrow(
      "Cannot lay a gradient of 4×1 over an image of 16×1",
    );
    const places = [{ y: NaN, x: 0 }], what = { ...axes, ...look };
    expect(() => fixations([], what)).toThrow("Cannot draw no gazes");
    expect(() => fixations([{ image, places }], what)).toThrow("Cannot draw a look at NaN, 0");
    expect(() => fixations([{ image, places: [] }], { ...what, width: 4 })).toThrow(
      "Cannot draw an image of 16×1 as 2×4 pixels",
    );
    expect(() => beamTree(beam, ["<start>"], axes)).toThrow("there are 1 words");
    expect(() => captionerDiagrams([], axes)).toThrow("Cannot draw no captioners");
    const entering = { layer: "m", at: "before" } as const;
    expect(() => captionerDiagrams([{ name: "A", ...route, edges, image: entering }], axes)).toThrow(
      "Cannot find m in x, h, y",
    );
  });

  it("gazes() numbers the looks where they were, says so, and moves as frames", async () => {
    const at = (x: number) => fixations([{ image, places: [{ y: 1, x }] }], { ...axes, ...look });
    expect(at(3).svg().includes('cx="24" cy="8"')).toBe(true);
    expect(at(3).alt.includes("3 right 1 down")).toBe(true);
    const moving = frames([at(3), at(5)], {
      name: "update",
      values: [0, 1],
      numbers: {},
      alt: "An eye",
    });
    expect((await moving.html()).includes("An eye")).toBe(true);
  });

  it("pictures() draws boxes where they lie in pixels, cut at the edge of the image", () => {
    const paper = new Matrix(16, 1), color = "#0072b2"; // 4×4, 30 to a pixel
    const inside = { x: 2.5, y: 2.5, side: 2, color }, outside = { x: 5, y: 0, side: 3, color };
    const { body } = imageGrid([{ image: paper, boxes: [inside, outside] }], axes).parts;
    const boxes = [...body.matchAll(/<rect ([^>]+stroke="#0072b2"[^>]+)>/g)].map(([, text]) =>
      ["x", "y", "width", "height"].map((name) => Number(text.match(`${name}="([^"]+)"`)![1]))
    );
    expect(boxes).toEqual([[40, 30, 60, 60], [100, 0, 30, 30]]);
  });

  it("pictures() gives one colour scale to all gradients", () => {
    const shown = imageGrid([{ image, gradient }, { image, gradient: gradient.scale(3) }], axes);
    const largest = 3 * Math.max(...gradient.data.map(Math.abs));
    expect(shown.svg().includes(`>${Number(largest.toPrecision(2))}<`)).toBe(true);
  });

  it("beamTree() ranks every sentence found and draws the best on top", () => {
    const svg = beamTree(beam, words, axes).svg();
    for (const [rank, { logProbability }] of beam.found.entries()) {
      const text = `${rank + 1}: log P ${logProbability.toFixed(2).replace("-", "−")}`;
      expect(svg.includes(text)).toBe(true);
    }
    for (const index of beam.found[0].classes) {
      const name = words[index].replace("&", "&amp;");
      expect(new RegExp(`y="20"[^>]*font-weight="bold"[^>]*>${name}<`).test(svg)).toBe(true);
    }
  });

  it("captionerRoutes has every captioner of the course", () => {
    expect(Object.keys(captionerLayouts)).toEqual(Object.keys(captioners));
  });

  it("lineChart() writes whole powers of ten on a log axis, and plain numbers where there is none", () => {
    const body = (values: number[]) => lineChart({ E: values }, { ...axes, log: true }).svg();
    expect(body([1, 0.01]).includes(">10⁻²<")).toBe(true);
    expect(body([0.3, 0.2]).includes(">0.2<")).toBe(true);
  });

  it("matrixPicture() with a unit names its colours, and has no blue where nothing is negative", () => {
    const body = (list: number[], unit?: string) =>
      heatmap(Matrix.column(list), { title: "Seen", unit }).svg();
    expect(body([1, 2], "distance").includes(">distance<")).toBe(true);
    expect(body([1, 2], "distance").includes(">−2<")).toBe(false);
    expect(body([1, -2], "distance").includes(">−2<")).toBe(true);
    expect(body([1, 2]).includes(">−2<")).toBe(true);
  });

  it("a title is never wider than its figure", () => {
    const title = "A title that is much longer than the picture of two numbers under it is wide";
    const { width } = heatmap(Matrix.column([1, 2]), { title }).svg().match(
      /width="(?<width>\d+)"/,
    )!.groups!;
    expect(Number(width)).toBeGreaterThan(title.length * 9);
  });

  it("pathMap() of nothing but zeros is grey", async () => {
    expect(
      (await display(pathMap(new Matrix(2, 2), axes)))["text/html"].includes("rgb(190,190,190)"),
    )
      .toBe(true);
  });
});
