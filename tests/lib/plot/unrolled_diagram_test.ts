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
});
