import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { Matrix } from "rnn";
import { gradientFlow, type GradientMagnitudes } from "rnn/plot";
import { count } from "./display.ts";

describe("gradientFlow()", () => {
  const draw = (networks: GradientMagnitudes, step: number) =>
    gradientFlow(networks, { title: "t", step, domain: [-6, 0] }).svg();

  it("leaves the steps before the current one dark, and has a colour for overflow", () => {
    const RNN = Matrix.of([[1, 1, Infinity], [1, 1, 1]]);
    const dark = (step: number) => count(draw({ RNN }, step), "rgba(128,128,128,0.18)");
    expect([dark(3), dark(2), dark(1)]).toEqual([2, 1, 0]);
    expect(draw({ RNN }, 3)).toContain("rgb(204,51,120)");
  });

  it("throws a RangeError for no networks, shapes that differ and a step out of range", () => {
    const [wide, narrow] = [new Matrix(2, 3), new Matrix(2, 2)];
    expect(() => draw({}, 1)).toThrow("Cannot draw the gradient flow: there are no networks");
    expect(() => draw({ a: wide, b: narrow }, 1)).toThrow(
      "Cannot draw b beside a: shapes 2×2 and 2×3 differ",
    );
    expect(() => draw({ a: wide }, 4)).toThrow(
      "Cannot draw step 4: it must be an integer from 1 to 3",
    );
  });
});
