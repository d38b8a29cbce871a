import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { angle, Matrix, normal, numericalGradient, relativeError, seeded } from "rnn";

describe("numericalGradient()", () => {
  const A = Matrix.of([[1, -2], [3, 0.5]]);

  it("computes the gradient of a sum of squares, and restores the matrix", () => {
    const dA = numericalGradient(() => A.data.reduce((sum, a) => sum + a * a, 0), A);
    expect(relativeError(dA, A.scale(2))).toBeLessThan(1e-10);
    expect([...A.data]).toEqual([1, -2, 3, 0.5]);
  });

  it("refuses a function that is not finite, and a step of zero", () => {
    expect(() => numericalGradient(() => NaN, A))
      .toThrow("Cannot take finite differences: f is not finite near data[0]");
    expect(() => numericalGradient(() => 0, A, 0))
      .toThrow("Cannot take finite differences: h must be a positive number, got 0");
  });
});

describe("numericalGradient() of large numbers", () => {
  const slopeAt = (entry: number, h?: number, more = 0) => {
    const A = Matrix.column([entry]);
    return numericalGradient(() => 3 * A.data[0] + more, A, h).at(0);
  };

  it("is right, or is refused where the step is lost next to the entry", () => {
    for (const entry of [0, 1, -1e4, 1e6]) expect(slopeAt(entry)).toBeCloseTo(3, 3);
    for (const entry of [1e8, 1e10, -1e11, 1e12, 1e16, 1e300]) {
      expect(() => slopeAt(entry)).toThrow(
        `Cannot take finite differences: a step of 0.00001 is lost in rounding beside data[0] = ${entry}`,
      );
    }
    expect(() => slopeAt(1, 1e-14)).toThrow("a step of 1e-14 is lost in rounding");
    expect(slopeAt(1e11, 1e3)).toBe(3);
  });

  it("is refused where the step is lost in the rounding of f", () => {
    expect(() => slopeAt(1, 1e-5, 1e16)).toThrow(
      "Cannot take finite differences: near data[0], a step of 0.00001 is lost in the rounding of f = 10000000000000004",
    );
    expect(() => slopeAt(1, 1e-5, 1e9)).toThrow("is lost in the rounding of f");
    expect(slopeAt(1, 1e-5, 1e5)).toBeCloseTo(3, 3);
  });

  it("restores the matrix after it refuses", () => {
    const A = Matrix.column([1, 1e12]);
    expect(() => numericalGradient(() => A.norm(), A)).toThrow(RangeError);
    expect([...A.data]).toEqual([1, 1e12]);
  });
});

describe("relativeError()", () => {
  it("is 0 for two zero matrices, and refuses NaN and other shapes", () => {
    expect(relativeError(new Matrix(1, 1), new Matrix(1, 1))).toBe(0);
    expect(() => relativeError(new Matrix(1, 1), Matrix.of([[NaN]])))
      .toThrow("Cannot compare gradients: the norm must be finite, got NaN");
    expect(() => relativeError(new Matrix(2, 3), new Matrix(3, 2)))
      .toThrow("Cannot subtract 2×3 and 3×2");
  });
});

describe("angle()", () => {
  const a = { W: Matrix.of([[1, 0]]), b: Matrix.of([[0]]) };
  const to = (W: number[], b: number) => angle(a, { W: Matrix.of([W]), b: Matrix.of([[b]]) });

  it("is 0, 90 or 180 degrees for the same, an orthogonal or the opposite direction", () => {
    expect(to([5, 0], 0)).toBe(0);
    expect(to([0, 0], 3)).toBeCloseTo(90, 12);
    expect(to([-2, 0], 0)).toBeCloseTo(180, 12);
  });

  it("refuses a zero gradient, NaN, and gradients with other names or shapes", () => {
    expect(() => to([0, 0], 0)).toThrow("Cannot measure the angle to a zero gradient");
    expect(() => to([NaN, 0], 0))
      .toThrow("Cannot compare gradients: the norm must be finite, got NaN");
    expect(() => to([1], 0)).toThrow("Cannot compare W: the shapes are 1×2 and 1×1");
    expect(() => angle(a, {})).toThrow("Cannot compare W: the shapes are 1×2 and missing");
  });

  it("is 0 between a gradient and itself, and right for small angles", () => {
    for (let seed = 0; seed < 200; seed++) {
      const A = normal(1)(5, 5, seeded(seed));
      expect(angle({ A }, { A })).toBe(0);
      expect(angle({ A }, { A: A.scale(3) })).toBeLessThan(1e-13);
    }
    expect(to([1, 0], 1e-10 * Math.PI / 180) / 1e-10).toBeCloseTo(1, 12);
    expect(180 - to([-1, 0], 1e-7)).toBeCloseTo(1e-7 * 180 / Math.PI, 12);
  });

  it("is right for gradients whose products would underflow", () => {
    const A = normal(1)(2, 2, seeded(3)).scale(1e-200);
    expect(angle({ A }, { A })).toBe(0);
    expect(angle({ A }, { A: A.scale(-1) })).toBe(180);
    const least = { A: Matrix.column([5e-324, 5e-324]) }; // the smallest positive number, to which the norm is rounded
    expect(angle(least, { A: Matrix.column([1, 0]) })).toBeCloseTo(45, 12);
  });
});
