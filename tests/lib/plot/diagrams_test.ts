import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { CaptionCell, Matrix, normal, RNNCell, seeded, unroll } from "rnn";
import {
  attendLayout,
  attentionDiagram,
  bpttDiagram,
  captionerDiagrams,
  captionerLayouts,
  drawDiagram,
  encoderDecoderDiagram,
  type Figure,
  fiveShapes,
  foldedLoop,
  glimpseDiagram,
  gruCell,
  lstmCell,
  memoryCell,
  pathDiagram,
  pathsDiagram,
  type ShapeExample,
  unrolledDiagram,
} from "rnn/plot";
import { rasterize, renderPixels } from "../../../lib/plot/rasterize.ts";
import { display } from "./display.ts";
import { crossed, drawnParts, looseTips, outside, overlaps } from "./drawn_parts.ts";

const title = "Seen & read", random = seeded(1);
const ink = Matrix.column(Array.from({ length: 64 }, (_, n) => n / 64));
const picture = { width: 2, height: 2, rgb: Uint8Array.from({ length: 12 }, (_, n) => 20 * n) };
const strip = new Matrix(12, 40).map((_) => 0.5), glimpse = new Matrix(128, 1);
const xs = Array.from({ length: 6 }, () => normal(1)(2, 1, random));
const trace = unroll(new RNNCell(2, 3, random, normal(0.5)), xs);
const captioner = new CaptionCell(2, 3, 64, random).withContext(ink);
const words = ["<start>", "a", "seven", "left", "of", "a"], next = [...words.slice(1), "three"];

const shapes: ShapeExample[] = [
  { shape: "one to one", example: "image → label", inputs: [ink], outputs: ["7"] },
  {
    shape: "one to many",
    example: "image → sentence",
    inputs: [picture],
    outputs: ["a", "red", "hat"],
  },
  {
    shape: "many to one",
    example: "sentence → sentiment",
    inputs: ["not", "a", "bore"],
    outputs: ["good"],
  },
  {
    shape: "many to many",
    example: "sentence → sentence",
    inputs: ["forty", "two"],
    outputs: ["quarante", "deux"],
  },
  {
    shape: "many to many in step",
    example: "frames → labels",
    inputs: [ink, ink],
    outputs: ["still", "left"],
  },
];

const figures: Record<string, Figure> = {
  foldedLoop: foldedLoop({ title }),
  "foldedLoop beside a chain": foldedLoop({ title, steps: 3, cell: "GRU" }),
  "foldedLoop beside a long chain": foldedLoop({ title, steps: 8, cell: "LSTM" }),
  unrolledDiagram: unrolledDiagram(trace, {
    title,
    inputs: words,
    outputs: next,
    losses: [3, 2, 1, 0.5, 12.25, 0],
  }),
  "unrolledDiagram of pictures": unrolledDiagram(trace, {
    title,
    inputs: [ink, picture, ink, ink, ink, ink],
  }),
  "unrolledDiagram with an image": unrolledDiagram(unroll(captioner, xs), {
    title,
    inputs: words,
    outputs: next,
    image: ink,
  }),
  pathDiagram: pathDiagram(trace, { title, t: 6, k: 2, inputs: [..."hannah"] }),
  "pathDiagram of one Jacobian": pathDiagram(trace, { title, t: 3, k: 2, inputs: [..."a&b<cd"] }),
  "pathDiagram of none": pathDiagram(trace, { title, t: 1, k: 1 }),
  "pathDiagram at the end": pathDiagram(trace, { title, t: 6, k: 6 }),
  pathsDiagram: pathsDiagram({ title, steps: 4 }),
  "pathsDiagram of two steps": pathsDiagram({ title, steps: 2 }),
  bpttDiagram: bpttDiagram({ title, steps: 4 }),
  "bpttDiagram of two steps": bpttDiagram({ title, steps: 2 }),
  fiveShapes: fiveShapes(shapes, { title }),
  memoryCell: memoryCell({ title }),
  lstmCell: lstmCell({ title }),
  "lstmCell with gates": lstmCell({ title, gates: { i: 0, f: 1, o: 0.25 } }),
  gruCell: gruCell({ title }),
  "gruCell with gates": gruCell({ title, gates: { r: 0.5, z: 0.875 } }),
  encoderDecoderDiagram: encoderDecoderDiagram({
    title,
    source: ["forty", "two"],
    target: ["deux"],
  }),
  "encoderDecoderDiagram, reversed": encoderDecoderDiagram({
    ...{ title, source: ["one", "two", "three"], target: ["un", "deux", "trois"], reversed: true },
  }),
  attentionDiagram: attentionDiagram({
    ...{
      title,
      source: ["three", "<one>", "four"],
      weights: [0.1, 0.9, 0],
      input: "3",
      output: "1",
    },
  }),
  "encoderDecoderDiagram of long sentences": encoderDecoderDiagram({
    ...{ title, source: [..."nineteen"], target: [..."19 of 20"] },
  }),
  "attentionDiagram of many words": attentionDiagram({
    ...{ title, source: ["nineteen", "of", "May", "1", "9"], weights: [0.5, 0.3, 0.1, 0.05, 0.05] },
    ...{ input: "<start>", output: "19" },
  }),
  glimpseDiagram: glimpseDiagram({ title, image: strip, location: [0.1, -0.4], glimpse }),
  "glimpseDiagram at a corner": glimpseDiagram({ title, image: strip, location: [-1, 1], glimpse }),
  drawDiagram: drawDiagram({ title, image: ink, before: ink.scale(0.1), after: ink.scale(0.5) }),
  captionerDiagrams: captionerDiagrams([...Object.values(captionerLayouts), attendLayout], {
    title,
    picture,
  }),
};
const everywhere = Object.entries(figures).flatMap(([name, figure]): [string, Figure][] =>
  figure.narrow ? [[name, figure], [`${name}, narrow`, figure.narrow]] : [[name, figure]]
);

for (const [name, figure] of everywhere) {
  describe(`Diagram: ${name}`, () => {
    const parts = drawnParts(figure);

    it("has no texts that overlap or are crossed by lines, and nothing outside", () => {
      expect(overlaps(parts)).toEqual([]);
      expect(crossed(parts)).toEqual([]);
      expect(outside(parts)).toEqual([]);
    });

    it("has arrows that end at something", () => {
      expect(parts.tips.length).toBeGreaterThan(0);
      expect(looseTips(parts)).toEqual([]);
    });

    it("is described, and is valid XML in both themes", async () => {
      expect(figure.alt.length).toBeGreaterThan(40);
      expect(figure.alt).toContain(title);
      expect(await rasterize(figure.svg("#111", "white", "DejaVu Sans"))).toMatch(/^iVBOR/);
      const { data } = await renderPixels(figure.svg("#ddd", "#121212", "DejaVu Sans"));
      expect(data.length).toBeGreaterThan(0);
      expect(figure.svg("#ddd", "#121212")).not.toMatch(/="(#000|#111|#fff|black|white)/);
      expect(figure.svg()).not.toMatch(/NaN|undefined/);
    });

    it("is legible on a phone", () => {
      if (figure.narrow) return; // the page shows that instead
      const scale = Math.min(1, 360 / figure.width);
      const small = parts.texts.filter(({ size }) => scale * size <= 11).map(({ name }) => name);
      expect(small).toEqual([]);
    });
  });
}

describe("a diagram that has another arrangement for phones", () => {
  it("is shown in both, of which the page hides one", async () => {
    const { "text/html": html } = await display(figures.fiveShapes);
    const [, wide, narrow] = html.match(
      /<div class="([\w-]+)"><svg .*<div class="([\w-]+)" style="display: none"><svg /,
    )!;
    expect(html).toContain(
      `(max-width: 575px) { .${wide} { display: none } .${narrow} { display: block !important } }`,
    );
    expect(html.match(/<svg /g)).toHaveLength(2);
    expect(figures.lstmCell.narrow).toBe(undefined);
  });
});

describe("lstmCell() and gruCell()", () => {
  it("make the path that a gate controls as wide and opaque as the gate is open", () => {
    const widths = (figure: Figure) =>
      [...figure.svg().matchAll(/opacity="([\d.]+)"><path[^>]*stroke-width="([\d.]+)"/g)].map((
        m,
      ) => [+m[1], +m[2]]);
    expect(widths(lstmCell({ title, gates: { i: 0, f: 0.5, o: 0.5 } }))).toEqual([[0.6, 2.75], [
      0.2,
      1,
    ], [0.6, 2.75]]);
    expect(widths(gruCell({ title, gates: { r: 0.5, z: 0.75 } }))).toEqual([[0.8, 3.63], [
      0.4,
      1.88,
    ], [0.6, 2.75]]);
  });

  it("throw a RangeError for a gate that is not from 0 to 1", () => {
    expect(() => lstmCell({ title, gates: { i: 0.5, f: 1.5, o: 0 } })).toThrow(
      "Cannot draw an LSTM cell: the gate f must be from 0 to 1, got 1.5",
    );
    expect(() => gruCell({ title, gates: { r: NaN, z: 0 } })).toThrow(
      "the gate r must be from 0 to 1, got NaN",
    );
  });
});

describe("pathsDiagram() and bpttDiagram()", () => {
  it("draw one line for each term, and one arrow back for each time step", () => {
    const lines = (figure: Figure) => figure.svg().match(/<path[^>]*stroke="#0072b2"/g)?.length;
    expect(lines(pathsDiagram({ title, steps: 3 }))).toBe(3 + 1); // (2, 1), (3, 2), (3, 1); legend
    expect(lines(pathsDiagram({ title, steps: 4 }))).toBe(6 + 1);
    expect(lines(bpttDiagram({ title, steps: 4 }))).toBe(4); // the last one to h_0
  });

  it("throw a RangeError for a number of steps that they cannot draw", () => {
    expect(() => pathsDiagram({ title, steps: 5 })).toThrow(
      "Cannot draw the paths of T = 5: it must be an integer from 2 to 4",
    );
    expect(() => bpttDiagram({ title, steps: 1 })).toThrow(
      "Cannot draw the recursion over T = 1: it must be an integer from 2 to 4",
    );
  });
});

describe("captionerDiagrams()", () => {
  it("draws the image of Vinyals et al. as an input, and that of CS231n as the first state", () => {
    const draw = (name: string) => captionerDiagrams([captionerLayouts[name]], { title }).svg();
    const [vinyals, cs231n] = ["Vinyals", "CS231n"].map(draw);
    expect(vinyals).toMatch(/>W<tspan[^>]*>I<\/tspan>/);
    expect(vinyals).toContain(">c, h<");
    expect(cs231n).toContain(">W v<");
    expect(cs231n).not.toContain(">c, h<");
    for (const svg of [vinyals, cs231n]) expect(svg).toContain(">CNN<");
  });
});

describe("diagrams", () => {
  it("throw a RangeError for what they cannot draw", () => {
    expect(() => foldedLoop({ title, steps: 9 })).toThrow(
      "Cannot draw 9 steps: a chain beside a loop has 1 to 8",
    );
    expect(() => foldedLoop({ title, steps: 1.5 })).toThrow(
      "steps must be a positive integer, got 1.5",
    );
    expect(() => fiveShapes([], { title })).toThrow("Cannot draw shapes: there are none");
    expect(() => fiveShapes([{ ...shapes[0], inputs: ["a", "b"] }], { title })).toThrow(
      "Cannot draw one to one: expected one input, got 2",
    );
    expect(() => fiveShapes([{ ...shapes[4], outputs: ["a"] }], { title })).toThrow(
      "expected one output for each of 2 inputs, got 1",
    );
    expect(() => encoderDecoderDiagram({ title, source: [], target: ["a"] })).toThrow(
      "source has no words",
    );
    const attention = { title, source: ["a", "b"], input: "c", output: "d" };
    expect(() => attentionDiagram({ ...attention, weights: [1] })).toThrow(
      "weights has 1 entries for 2 words",
    );
    expect(() => attentionDiagram({ ...attention, weights: [2, -1] })).toThrow(
      "a weight must be from 0 to 1, got 2",
    );
    const reader = { title, image: strip, location: [0, 0] as const };
    expect(() => glimpseDiagram({ ...reader, glimpse: ink })).toThrow(
      "expected 2·n²×1 entries, got 64×1",
    );
    expect(() => glimpseDiagram({ ...reader, glimpse, location: [0, NaN] })).toThrow(
      "location[1] must be finite, got NaN",
    );
    expect(() => drawDiagram({ title, image: ink, before: ink, after: glimpse })).toThrow(
      "after must be 64×1 like the image, got 128×1",
    );
    expect(() => captionerDiagrams([attendLayout], { title, picture: new Matrix(3, 1) })).toThrow(
      "Cannot draw an image: a column must be n²×1, got 3×1",
    );
  });
});
