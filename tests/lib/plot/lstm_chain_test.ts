import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { LSTMCell, type LSTMStep, Matrix, normal, seeded, unroll } from "rnn";
import { fiveShapes, lstmChain } from "rnn/plot";
import { rasterize } from "../../../lib/plot/rasterize.ts";
import { crossed, drawnParts, looseTips, outside, overlaps } from "./drawn_parts.ts";

const title = "An LSTM & its states", random = seeded(1), cell = new LSTMCell(2, 3, random);
const ran = (steps: number, size = 1) =>
  unroll(cell, Array.from({ length: steps }, () => normal(1)(2, size, random))) as LSTMStep[];
const words = ["the", "film", "was", "not", "extraordinarily", "bad"];
const picture = new Matrix(8, 16).map((_) => 0.5);
const figures = {
  sentence: lstmChain(ran(6), {
    ...{ title, inputs: words, outputs: ["", "", "", "", "", "pleased"] },
    before: "after 8 empty steps",
  }),
  picture: lstmChain(ran(3), { title, inputs: [picture, "0", "0"], outputs: ["s", "i", "x"] }),
  "one step": lstmChain(ran(1), { title, inputs: [picture], outputs: ["7"] }),
};

describe("lstmChain()", () => {
  for (const [name, figure] of Object.entries(figures)) {
    for (const one of figure.narrow ? [figure, figure.narrow] : [figure]) {
      it(`has no overlaps, loose arrows, or invalid XML: ${name}, ${one.width} pixels`, async () => {
        const parts = drawnParts(one);
        expect([overlaps(parts), crossed(parts), outside(parts), looseTips(parts)])
          .toEqual([[], [], [], []]);
        expect(one.svg()).not.toMatch(/NaN|undefined/);
        expect(await rasterize(one.svg("#111", "white", "DejaVu Sans"))).toMatch(/^iVBOR/);
      });
    }
  }

  it("passes on both c and h, and says what is answered", () => {
    expect(drawnParts(figures.picture).tips).toHaveLength(3 * (2 + 1 + 1));
    expect(drawnParts(figures.sentence).tips).toHaveLength(6 * (2 + 1) + 1);
    expect(figures.picture.alt).toContain("answers s, i, x");
    expect(figures.sentence.narrow).toBeDefined();
  });

  it("contains the trace's states, the first of them before the first step", () => {
    const trace = ran(2);
    const { data } = lstmChain(trace, { title, inputs: ["a", "b"], outputs: ["", "y"] }).parts;
    const states = data as { c: number[]; h: number[] }[];
    expect(states.map(({ h }) => h)).toEqual([[0, 0, 0], ...trace.map(({ h }) => [...h.data])]);
    expect(states[2].c).toEqual([...trace[1].c.data]);
  });

  it("refuses no steps, too many, a batch, and lists of another length", () => {
    const none = { title, inputs: [], outputs: [] };
    expect(() => lstmChain([], none)).toThrow("Cannot draw 0 steps: a chain has 1 to 12");
    expect(() => lstmChain(ran(13), none)).toThrow("Cannot draw 13 steps");
    expect(() => lstmChain(ran(1, 2), none)).toThrow("Cannot draw a batch of 2");
    expect(() => lstmChain(ran(1), none)).toThrow(RangeError);
  });
});

describe("fiveShapes() with a cell", () => {
  it("draws the states in the cell's colour", () => {
    const shapes = [{
      shape: "one to one",
      example: "a → b",
      inputs: ["a"],
      outputs: ["b"],
    }] as const;
    const list = shapes.map((one) => ({
      ...one,
      inputs: [...one.inputs],
      outputs: [...one.outputs],
    }));
    expect(fiveShapes(list, { title, cell: "LSTM" }).svg()).toContain("#d55e00");
    expect(fiveShapes(list, { title }).svg()).not.toContain("#d55e00");
  });
});
