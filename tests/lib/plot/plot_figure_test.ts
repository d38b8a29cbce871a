import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import * as Plot from "@observablehq/plot";
import { plotFigure } from "rnn/plot";

describe("plotFigure()", () => {
  it("throws a RangeError for a legend of swatches", () => {
    const swatches = { color: { legend: true }, marks: [Plot.dotX("abc", { fill: [..."abc"] })] };
    expect(() => plotFigure({ title: "t", alt: "a", data: [], ...swatches })).toThrow(
      "Cannot draw a legend of swatches",
    );
  });
});
