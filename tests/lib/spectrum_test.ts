import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { eigenvalues, Matrix, singularValues, spectralNorm, spectralRadius } from "rnn";

describe("the spectrum of a matrix", () => {
  it("has the known singular values and eigenvalues", () => {
    expect(singularValues(Matrix.of([[3, 0], [0, -4]]))).toEqual([4, 3]);
    const [rotation] = eigenvalues(Matrix.of([[0, -2], [2, 0]]));
    expect(rotation.re).toBeCloseTo(0, 14);
    expect(Math.abs(rotation.im)).toBeCloseTo(2, 14);
  });

  it("has the known norm and radius, which differ for a nilpotent matrix", () => {
    expect(spectralNorm(Matrix.of([[0, 5], [0, 0]]))).toBe(5);
    expect(spectralRadius(Matrix.of([[0, 5], [0, 0]]))).toBe(0);
  });

  it("refuses matrices that cannot be decomposed", () => {
    expect(() => eigenvalues(new Matrix(2, 3)))
      .toThrow("Cannot compute eigenvalues: the matrix must be square, got 2×3");
    expect(() => singularValues(Matrix.column([NaN])))
      .toThrow("a matrix to decompose must be finite, got NaN");
    expect(() => singularValues(new Matrix(0, 0))).toThrow("Cannot decompose a 0×0 matrix");
  });
});
