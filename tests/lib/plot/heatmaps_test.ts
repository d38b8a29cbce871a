import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { Matrix } from "rnn";
import { heatmap } from "rnn/plot";

describe("heatmap()", () => {
  it("has a colour bar with a unit, without negative colours if no entry is negative", () => {
    const svg = (list: number[], unit?: string) =>
      heatmap(Matrix.column(list), { title: "t", unit }).svg();
    expect(svg([1, 2], "distance")).toContain(">distance<");
    expect(svg([1, 2], "distance")).not.toContain(">−2<");
    expect(svg([1, -2], "distance")).toContain(">−2<");
    expect(svg([1, 2])).toContain(">−2<");
  });

  it("has cells of the given side, also under long names", () => {
    const columns = ["a long name", "b"], matrix = Matrix.of([[1, 2]]);
    const svg = (side?: number) => heatmap(matrix, { title: "t", columns, side }).svg();
    expect(svg(13)).toContain('width="13" height="13"');
    expect(svg()).toContain('width="85" height="85"');
  });

  it("throws a RangeError for entries that aren't finite", () => {
    expect(() => heatmap(Matrix.column([NaN]), { title: "t" })).toThrow(
      "Cannot draw a heat map: the entries must be finite, got NaN",
    );
  });
});
