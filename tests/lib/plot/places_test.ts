import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { Matrix, RNNCell, seeded, unroll } from "rnn";
import {
  barChart,
  captionerDiagrams,
  captionerLayouts,
  type FixationOptions,
  fixations,
  type FrameOptions,
  frames,
  gateChart,
  gradientFlow,
  heatmap,
  type HeatmapOptions,
  heatmaps,
  imageGrid,
  intervalChart,
  type IntervalOptions,
  lineChart,
  type LineOptions,
  pathMap,
  type PathMapOptions,
  stripPlot,
  type StripPlotOptions,
  unrolledDiagram,
  type UnrolledDiagramOptions,
} from "rnn/plot";

const title = "t", axes = { title, x: "x", y: "y" }, image = new Matrix(16, 1);
const trace = unroll(new RNNCell(1, 2, seeded(1)), [new Matrix(1, 1), new Matrix(1, 1)]);
const result = { group: 1, series: "a", y: 1, low: 0, high: 2 };
const run = { group: 1, series: "a", y: 1, solved: true };

const line = (more: Partial<LineOptions>) => lineChart({ a: [1, 2, 3] }, { ...axes, ...more });
const log = (more: Partial<LineOptions>) => line({ ...more, log: true });
const bars = (more: Partial<LineOptions>) => barChart([1], { ...axes, labels: ["a"], ...more });
const intervals = (more: Partial<IntervalOptions>) => intervalChart([result], { ...axes, ...more });
const strip = (more: Partial<StripPlotOptions>) =>
  stripPlot([run], { ...axes, domain: [1e-3, 1], ...more });
const map = (more: Partial<PathMapOptions>) => pathMap(Matrix.identity(2), { title, ...more });
const heat = (more: Partial<HeatmapOptions>) => heatmap(Matrix.identity(2), { title, ...more });
const flow = (domain: [number, number], sizes = Matrix.of([[1, 2]])) =>
  gradientFlow({ RNN: sizes }, { title, step: 1, domain });
const unrolled = (more: Partial<UnrolledDiagramOptions>) =>
  unrolledDiagram(trace, { title, ...more });
const box = (x: number, y: number, side: number) =>
  imageGrid([{ image, boxes: [{ x, y, side, color: "red" }] }], { title });
const gaze = (more: Partial<FixationOptions>, ink = image) =>
  fixations([{ image: ink, places: [{ y: 1, x: 1 }] }], {
    ...{ title, height: 4, width: 4, window: 2 },
    ...more,
  });
const moving = (more: Partial<FrameOptions>) =>
  frames([line({}), line({})], { name: "n", values: [1, 2], numbers: {}, alt: "a", ...more });

/** Figures that cannot be drawn, each with a part of its error message. */
const REFUSED: [() => unknown, string][] = [
  [() => line({ xs: [NaN, 1, 2] }), "xs[0] must be finite, got NaN"],
  [() => line({ xs: [0, Infinity, 2] }), "xs[1] must be finite, got Infinity"],
  [() => line({ from: NaN }), "from must be finite, got NaN"],
  [() => line({ domain: [NaN, 1] }), "domain must be two finite numbers, the smaller one first"],
  [() => line({ domain: [0, Infinity] }), "the smaller one first, got 0 and Infinity"],
  [() => line({ domain: [1, 1] }), "the smaller one first, got 1 and 1"],
  [() => line({ domain: [-1e308, 1e308] }), "got -1e+308 and 1e+308"],
  [() => log({ domain: [0, 10] }), "domain must be positive on a log axis, got 0 and 10"],
  [() => line({ reference: { y: NaN, label: "r" } }), "reference.y must be finite, got NaN"],
  [() => log({ reference: { y: 0, label: "r" } }), "must be positive on a log axis, got 0"],
  [() => line({ width: 0 }), "width must be finite and positive, got 0"],
  [() => line({ height: NaN }), "height must be finite and positive, got NaN"],
  [() => bars({ reference: { y: Infinity, label: "r" } }), "reference.y must be finite"],
  [() => bars({ width: -1 }), "width must be finite and positive, got -1"],
  [() => intervals({ domain: [1, 0] }), "the smaller one first, got 1 and 0"],
  [() => intervals({ reference: { y: NaN, label: "r" } }), "reference.y must be finite"],
  [() => intervalChart([{ ...result, low: -Infinity }], axes), "low must be finite"],
  [() => intervalChart([{ ...result, group: NaN }], axes), "group must be finite, got NaN"],
  [() => strip({ domain: [0, 1] }), "domain must be positive on a log axis, got 0 and 1"],
  [() => strip({ domain: [1, NaN] }), "domain must be two finite numbers"],
  [() => strip({ limit: { y: -1, label: "l" } }), "limit.y must be positive on a log axis, got -1"],
  [() => map({ domain: [0, -8] }), "the smaller one first, got 0 and -8"],
  [() => map({ side: Infinity }), "side must be finite and positive, got Infinity"],
  [
    () => pathMap(new Matrix(2, 2).map(() => -1), { title }),
    "norms must be 0 or above, got -1",
  ],
  [() => pathMap(new Matrix(60, 60).map(() => -1), { title }), "got -1"],
  [() => heat({ domain: 0 }), "domain must be finite and positive, got 0"],
  [() => heat({ side: 0 }), "side must be finite and positive, got 0"],
  [() => heat({ rows: ["a"] }), "rows has 1 entries for 2 rows"],
  [() => heat({ columns: ["a", "b", "c"] }), "columns has 3 entries for 2 columns"],
  [() => heatmaps({ A: Matrix.identity(2) }, { title, domain: NaN }), "domain must be finite"],
  [() => flow([0, NaN]), "domain must be two finite numbers"],
  [() => flow([-6, 0], Matrix.of([[1, -1]])), "Cannot draw RNN: a magnitude must be 0 or above"],
  [() => flow([-6, 0], new Matrix(0, 2)), "Cannot draw RNN: it has no magnitudes"],
  [() => gateChart("", { f: [] }, { title }), "Cannot draw gates: the text is empty"],
  [() => gateChart("a", {}, { title }), "Cannot draw gates: there are none"],
  [() => unrolled({ inputs: ["a"] }), "inputs has 1 entries for 2 time steps"],
  [() => unrolled({ losses: [1] }), "losses has 1 entries for 2 time steps"],
  [() => unrolled({ losses: [1, NaN] }), "losses[1] must be finite, got NaN"],
  [() => imageGrid([{ image }], { title, columns: 1.5 }), "columns must be a positive integer"],
  [() => imageGrid([{ image }], { title, side: NaN }), "side must be finite and positive"],
  [() => imageGrid([{ image }], { title, domain: 0 }), "domain must be finite and positive"],
  [() => box(NaN, 1, 2), "x of a box must be finite, got NaN"],
  [() => box(1, 1, 0), "side of a box must be finite and positive, got 0"],
  [() => gaze({ window: NaN }), "window must be finite and positive, got NaN"],
  [() => gaze({ columns: 0 }), "columns must be a positive integer, got 0"],
  [() => gaze({ scale: 0 }), "scale must be finite and positive, got 0"],
  [() => gaze({ height: 3.2, width: 5 }), "height must be a positive integer, got 3.2"],
  [() => gaze({}, image.map(() => NaN)), "an image of fixations must be finite, got NaN"],
  [
    () => captionerDiagrams([captionerLayouts.lecture], { title, columns: NaN }),
    "columns must be a positive integer, got NaN",
  ],
  [() => moving({ values: [1, NaN] }), "values[1] must be finite, got NaN"],
  [() => moving({ pause: 0 }), "pause must be finite and positive, got 0"],
];

describe("places and sizes of figures", () => {
  it("are refused by name where nothing could be drawn", () => {
    for (const [draw, sentence] of REFUSED) {
      expect(draw).toThrow(RangeError);
      expect(draw).toThrow(sentence);
    }
  });

  it("are accepted where they can be drawn", () => {
    line({ xs: [3, -1, 2], from: -5, domain: [-1, 9], reference: { y: -2, label: "r" } });
    log({ domain: [1e-300, 1], reference: { y: 1e-5, label: "r" } });
    intervalChart([{ ...result, group: "a" }], axes);
    strip({ limit: { y: 0.5, label: "l" } });
    stripPlot([{ ...run, y: Infinity }], { ...axes, domain: [1e-3, 1] });
    map({ domain: [-8, 2], side: 100 });
    unrolled({ inputs: ["a", "b"], outputs: ["c", "d"], losses: [1, 2] });
  });
});

describe("figures of more values than a function can take arguments", () => {
  const long = new Float64Array(130_000).fill(1);

  it("are drawn", () => {
    lineChart({ a: long.subarray(65_000), b: long.subarray(65_000) }, axes);
    heatmap(new Matrix(400, 400).map(() => 1), { title });
    const T = 520, table = new Matrix(T, T);
    for (let t = 0; t < T; t++) table.data.fill(0.5, t * T, t * T + t + 1);
    pathMap(table, { title });
  });

  it("have a label for at most 100 of many bars", () => {
    const labels = Array.from({ length: 12_000 }, (_, n) => `bar ${n}`);
    const svg = barChart(long.subarray(0, 12_000), { ...axes, labels }).svg();
    expect(svg.match(/>bar \d+</g)!.length).toBe(100);
    expect(svg).toContain(">bar 120<");
  });
});
