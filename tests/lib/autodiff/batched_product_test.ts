import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { Matrix, normal, relativeError, seeded } from "rnn";
import { batchedProduct, Value } from "rnn/autodiff";
import { expectGradients } from "./custom_ops.ts";

describe("batchedProduct()", () => {
  for (const [aT, bT] of [[false, false], [true, false], [false, true], [true, true]]) {
    it(`has the gradients of finite differences, aT ${aT}, bT ${bT}`, () => {
      const [A, B] = [normal(1)(3 * 6, 4, seeded(7)), normal(1)(6 * 2, 4, seeded(8))];
      const formula = batchedProduct([3, 6, 2], { aT, bT });
      expectGradients(formula, A, B);
      const C = new Value(A).apply(formula, new Value(B)).matrix.column(1);
      const a = aT ? new Matrix(6, 3, A.column(1).data).T : new Matrix(3, 6, A.column(1).data);
      const b = bT ? new Matrix(2, 6, B.column(1).data).T : new Matrix(6, 2, B.column(1).data);
      expect(relativeError(new Matrix(3, 2, C.data), a.matmul(b))).toBeLessThan(1e-15);
    });
  }

  it("refuses other numbers of rows", () => {
    expect(() =>
      new Value(new Matrix(5, 1)).apply(batchedProduct([2, 2, 2]), new Value(new Matrix(4, 1)))
    )
      .toThrow("Cannot multiply 2×2 by 2×2 in columns of 5 and 4 rows");
  });
});
