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

  it("is right for gradients whose products would underflow", () => {
    const A = normal(1)(2, 2, seeded(3)).scale(1e-200);
    expect(angle({ A }, { A })).toBeLessThan(1e-5);
    expect(angle({ A }, { A: A.scale(-1) })).toBeGreaterThan(180 - 1e-5);
  });
});
