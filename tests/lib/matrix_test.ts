import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { Matrix, normal, seeded } from "rnn";

const A = Matrix.of([[1, 2, 3], [4, 5, 6]]);

describe("Matrix", () => {
  it("Matrix() refuses sizes that are not whole, and values that don't fill it", () => {
    expect(() => new Matrix(1.5, 2)).toThrow("Cannot make a 1.5×2 matrix");
    expect(() => new Matrix(2, 2, new Float64Array(3))).toThrow(
      "Cannot make a 2×2 matrix of 3 values",
    );
    expect(() => Matrix.of([[1, 2], [3]])).toThrow(
      "Cannot make a matrix of rows of 2 and 1 values",
    );
  });

  it("matmul() gives the product of every shape up to 9, as the definition does", () => {
    const random = seeded(1);
    for (let m = 1; m < 10; m++) {
      for (let p = 1; p < 10; p++) {
        const [B, C] = [normal(1)(m, 5, random), normal(1)(5, p, random)];
        const product = B.matmul(C);
        for (let i = 0; i < m; i++) {
          for (let j = 0; j < p; j++) {
            const entry = [0, 1, 2, 3, 4].reduce((sum, k) => sum + B.at(i, k) * C.at(k, j), 0);
            expect(Math.abs(product.at(i, j) - entry)).toBeLessThan(1e-14);
          }
        }
      }
    }
  });

  it("matmul() refuses 2×3 by 2×3", () => {
    expect(() => A.matmul(A)).toThrow("Cannot multiply 2×3 by 2×3");
  });

  it("add(), subtract() and hadamard() work entry by entry and refuse other shapes", () => {
    expect([...A.add(A).data]).toEqual([2, 4, 6, 8, 10, 12]);
    expect([...A.subtract(A).data]).toEqual([0, 0, 0, 0, 0, 0]);
    expect([...A.hadamard(A).data]).toEqual([1, 4, 9, 16, 25, 36]);
    expect(() => A.add(A.T)).toThrow("Cannot add 2×3 and 3×2");
    expect(() => A.hadamard(A.T)).toThrow("Cannot multiply entrywise 2×3 and 3×2");
  });

  it("addColumn(), scaleRows() and sumColumns() treat every column alike", () => {
    const b = Matrix.column([10, 20]);
    expect([...A.addColumn(b).data]).toEqual([11, 12, 13, 24, 25, 26]);
    expect([...A.scaleRows(b).data]).toEqual([10, 20, 30, 80, 100, 120]);
    expect([...A.sumColumns().data]).toEqual([6, 15]);
    expect(() => A.addColumn(A)).toThrow("Cannot add the column 2×3: the matrix is 2×3");
  });

  it("blocks() joins matrices and refuses those that don't fit", () => {
    const I = Matrix.identity(2);
    expect([...Matrix.blocks([[I, A], [A.T.sliceRows(0, 1), A.sliceRows(1)]]).data])
      .toEqual([1, 0, 1, 2, 3, 0, 1, 4, 5, 6, 1, 4, 4, 5, 6]);
    expect(() => Matrix.blocks([[I, A.T]])).toThrow("Cannot join blocks 2×2, 3×2");
    expect(() => Matrix.blocks([[A], [I]])).toThrow("Cannot join rows of 3 and 2 columns");
  });

  it("T, column(), sliceRows() and at() read what they name", () => {
    expect([...A.T.data]).toEqual([1, 4, 2, 5, 3, 6]);
    expect([...A.column(1).data]).toEqual([2, 5]);
    expect([...A.sliceRows(1).data]).toEqual([4, 5, 6]);
    expect(A.at(1, 2)).toBe(6);
    expect(() => A.at(2, 0)).toThrow("Cannot read entry [2,0] of a 2×3 matrix");
    expect(() => A.column(3)).toThrow("Cannot take column 3 of a 2×3 matrix");
    expect(() => A.sliceRows(1, 4)).toThrow("Cannot take rows 1 to 4 of a 2×3 matrix");
  });

  it("norm() neither overflows nor underflows", () => {
    expect(Matrix.column([3, 4]).norm()).toBe(5);
    expect(Matrix.column([3e200, 4e200]).norm() / 5e200).toBeCloseTo(1, 12);
    expect(Matrix.column([3e-200, 4e-200]).norm() / 5e-200).toBeCloseTo(1, 12);
    expect(new Matrix(2, 2).norm()).toBe(0);
  });

  it("Matrix shows itself as a table in a notebook and as text in a terminal", () => {
    const show = Symbol.for("Jupyter.display");
    const bundle = (A as unknown as Record<symbol, () => Record<string, string>>)[show]();
    expect(bundle["text/plain"]).toBe("2×3\n1  2  3\n4  5  6");
    expect(bundle["text/html"].includes("<table>")).toBe(true);
    expect(Deno.inspect(new Matrix(20, 20)).includes("…")).toBe(true);
    expect(Deno.inspect(Matrix.of([[0.123456, -2]]))).toBe("1×2\n0.1235      -2");
  });
});
