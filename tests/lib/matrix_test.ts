import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import fc from "fast-check";
import { Matrix, normal, seeded } from "rnn";
import { settings } from "./cells/random_cell.ts";

const A = Matrix.of([[1, 2, 3], [4, 5, 6]]);

describe("Matrix", () => {
  it("refuses sizes that are not integers, and values that do not fit them", () => {
    expect(() => new Matrix(1.5, 2))
      .toThrow("Cannot create a 1.5×2 matrix: sizes must be non-negative integers");
    expect(() => new Matrix(2, 2, new Float64Array(3)))
      .toThrow("Cannot create a 2×2 matrix from 3 values");
    expect(() => Matrix.of([[1, 2], [3]]))
      .toThrow("Cannot create a matrix: every row must have 2 values, got 1");
  });

  it("matmul() agrees with the definition of the product for every shape", () => {
    const size = fc.integer({ min: 0, max: 13 });
    fc.assert(
      fc.property(size, size, size, fc.integer(), (m, n, p, seed) => {
        const random = seeded(seed);
        const [A, B] = [normal(1)(m, n, random), normal(1)(n, p, random)];
        const C = A.matmul(B);
        for (let i = 0; i < m; i++) {
          for (let j = 0; j < p; j++) {
            let sum = 0;
            for (let k = 0; k < n; k++) sum += A.at(i, k) * B.at(k, j);
            const tolerance = 1e-14 * (n + 1) * (1 + Math.abs(sum));
            expect(Math.abs(C.at(i, j) - sum)).toBeLessThanOrEqual(tolerance);
          }
        }
      }),
      { ...settings, numRuns: 200 },
    );
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

  it("addColumn(), scaleRows() and sumColumns() work on every column", () => {
    const b = Matrix.column([10, 20]);
    expect([...A.addColumn(b).data]).toEqual([11, 12, 13, 24, 25, 26]);
    expect([...A.scaleRows(b).data]).toEqual([10, 20, 30, 80, 100, 120]);
    expect([...A.sumColumns().data]).toEqual([6, 15]);
    expect(() => A.addColumn(A)).toThrow("Cannot add a column: expected 2×1, got 2×3");
  });

  it("blocks() joins matrices, and refuses those that do not fit", () => {
    const I = Matrix.identity(2);
    expect([...Matrix.blocks([[I, A], [A.T.sliceRows(0, 1), A.sliceRows(1)]]).data])
      .toEqual([1, 0, 1, 2, 3, 0, 1, 4, 5, 6, 1, 4, 4, 5, 6]);
    expect(() => Matrix.blocks([[I, A.T]])).toThrow("Cannot join blocks side by side: 2×2, 3×2");
    expect(() => Matrix.blocks([[A], [I]])).toThrow("Cannot stack blocks: rows of 3 and 2 columns");
    for (const grid of [[], [[A], []]]) {
      expect(() => Matrix.blocks(grid))
        .toThrow("Cannot join blocks: the grid, or a row of it, is empty");
    }
  });

  it("T, column(), sliceRows() and at() return the entries, and refuse indices outside the matrix", () => {
    expect([...A.T.data]).toEqual([1, 4, 2, 5, 3, 6]);
    expect([...A.column(1).data]).toEqual([2, 5]);
    expect([...A.sliceRows(1).data]).toEqual([4, 5, 6]);
    expect(A.at(1, 2)).toBe(6);
    expect(() => A.at(2, 0)).toThrow("Cannot read entry [2,0] of a 2×3 matrix");
    expect(() => A.at(0.5)).toThrow("Cannot read entry [0.5,0] of a 2×3 matrix");
    expect(() => A.column(3)).toThrow("Cannot take column 3 of a 2×3 matrix");
    expect(() => A.column(0.5)).toThrow("Cannot take column 0.5 of a 2×3 matrix");
    expect(() => A.sliceRows(1, 4)).toThrow("Cannot take rows 1 to 4 of a 2×3 matrix");
    expect(() => A.sliceRows(0.5, 1.5)).toThrow("Cannot take rows 0.5 to 1.5 of a 2×3 matrix");
  });

  it("norm() neither overflows nor underflows", () => {
    expect(Matrix.column([3, 4]).norm()).toBe(5);
    expect(Matrix.column([3e200, 4e200]).norm() / 5e200).toBeCloseTo(1, 12);
    expect(Matrix.column([3e-200, 4e-200]).norm() / 5e-200).toBeCloseTo(1, 12);
    expect(new Matrix(2, 2).norm()).toBe(0);
  });

  it("is displayed as a table in a notebook and as text in a terminal", () => {
    const show = Symbol.for("Jupyter.display");
    const bundle = (A as unknown as Record<symbol, () => Record<string, string>>)[show]();
    expect(bundle["text/plain"]).toBe("2×3\n1  2  3\n4  5  6");
    expect(bundle["text/html"]).toContain("<table>");
    expect(Deno.inspect(new Matrix(20, 20))).toContain("…");
    expect(Deno.inspect(Matrix.of([[0.123456, -2]]))).toBe("1×2\n0.1235      -2");
  });

  it("is text in a template, and throws where a number is needed", () => {
    expect(`${Matrix.of([[1, 2]])}`).toBe("1×2\n1  2");
    const asNumber = A as unknown as number;
    for (
      const use of [() => Math.max(0, asNumber), () => asNumber * asNumber, () => asNumber + 1]
    ) {
      expect(use).toThrow(TypeError);
      expect(use).toThrow("Cannot use a 2×3 matrix as a number: use matmul, hadamard,");
    }
  });
});
