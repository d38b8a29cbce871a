import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { Matrix } from "rnn";
import { pathMap } from "rnn/plot";
import { count } from "./display.ts";

const OVERFLOW = "rgb(204,51,120)";

describe("pathMap()", () => {
  const svg = (table: Matrix, x?: string) => pathMap(table, { title: "t", x }).svg();

  it("draws Infinity in the colour of overflow", () => {
    const overflows = (value: number) => count(svg(Matrix.of([[1, 0], [value, 1]])), OVERFLOW);
    expect(overflows(Infinity) - overflows(1)).toBe(1);
  });

  it("draws zeros in grey", () => {
    expect(count(svg(new Matrix(2, 2)), "rgb(190,190,190)")).toBe(3 + 1); // and the legend
  });

  it("names the axis of k by its option", () => {
    expect(svg(Matrix.identity(2))).toContain(">k, the step where the weights are used<");
    expect(svg(Matrix.identity(2), "k, the step of the state")).toContain(
      ">k, the step of the state<",
    );
  });

  it("throws a RangeError for NaN and for a table that isn't square", () => {
    expect(() => svg(Matrix.of([[NaN]]))).toThrow(
      "Cannot draw a t×k map: norms must be 0 or above, got NaN",
    );
    expect(() => svg(new Matrix(2, 3))).toThrow(
      "Cannot draw a t×k map: the table must be square, got 2×3",
    );
  });
});
