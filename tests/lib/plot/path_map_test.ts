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

  it("gives each square a title with the names of its steps and its norm", () => {
    const named = pathMap(Matrix.of([[0, 0], [2.5e-7, 3]]), { title: "t", steps: ["a", "<"] });
    const titles = [...named.svg().matchAll(/<title>(.*?)<\/title>/g)].map(([, text]) => text);
    expect(titles).toEqual([
      "t = 1 (a), k = 1 (a): 0",
      "t = 2 (&lt;), k = 1 (a): 2.5e−7",
      "t = 2 (&lt;), k = 2 (&lt;): 3",
    ]);
    expect(svg(Matrix.identity(2))).not.toContain("<title>");
  });

  it("frames the marked square, and no other", () => {
    const side = 300, options = { title: "t", side, compact: true };
    const frames = (mark?: [number, number]) =>
      [
        ...pathMap(new Matrix(3, 3), { ...options, mark }).svg().matchAll(
          /<rect x="(\d+)" y="(\d+)" width="100" height="100" fill="none"/g,
        ),
      ].map(([, x, y]) => [Number(x) - 44, Number(y) - 8]);
    expect(frames()).toEqual([]);
    expect(frames([3, 2])).toEqual([[100, 200], [100, 200]]); // a white line and a black one
  });

  it("is as wide as a phone if it is compact", () => {
    const { width, parts } = pathMap(new Matrix(12, 12), { title: "t", compact: true });
    expect([width, parts.height]).toEqual([360, 404]);
  });

  it("throws a RangeError for a mark that is no entry, and for names that do not match", () => {
    const draw = (options: object) => () => pathMap(Matrix.identity(2), { title: "t", ...options });
    expect(draw({ mark: [3, 1] })).toThrow(
      "Cannot mark row t = 3: it must be an integer from 1 to 2",
    );
    expect(draw({ mark: [1, 2] })).toThrow(
      "Cannot mark column k = 2: it must be an integer from 1 to 1",
    );
    expect(draw({ steps: ["a"] })).toThrow(
      "Cannot draw a figure: steps has 1 entries for 2 time steps",
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
