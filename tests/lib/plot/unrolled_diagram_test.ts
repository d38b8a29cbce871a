import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { Matrix, RNNCell, seeded, unroll } from "rnn";
import { unrolledDiagram } from "rnn/plot";

describe("unrolledDiagram()", () => {
  it("throws a RangeError for no steps, too many, and a batch", () => {
    const draw = (steps: number, batch = 1) => {
      const xs = Array.from({ length: steps }, () => new Matrix(1, batch));
      return unrolledDiagram(unroll(new RNNCell(1, 2, seeded(1)), xs), { title: "t" });
    };
    expect(() => unrolledDiagram([], { title: "t" })).toThrow(
      "Cannot draw 0 steps: a diagram has 1 to 12",
    );
    expect(() => draw(13)).toThrow("Cannot draw 13 steps: a diagram has 1 to 12");
    expect(() => draw(2, 3)).toThrow("Cannot draw a batch of 3: a diagram shows 1 sequence");
  });

  it("draws an RGB picture as the image, and keeps its pixels out of the data", () => {
    const xs = [new Matrix(1, 1), new Matrix(1, 1)];
    const image = { width: 2, height: 2, rgb: new Uint8Array(12).fill(100) };
    const trace = unroll(new RNNCell(1, 2, seeded(1)), xs);
    const { parts } = unrolledDiagram(trace, { title: "t", image });
    expect(parts.body).toContain("<image");
    expect(parts.data).toMatchObject({ image: undefined });
  });
});
