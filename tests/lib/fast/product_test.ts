import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { Matrix, normal, seeded } from "rnn";
import { hasBlas, openBlas } from "../../../lib/fast/blas.ts";
import { Memory } from "../../../lib/fast/memory.ts";
import { makeProduct } from "../../../lib/fast/product.ts";
import { readRows, writeRows } from "../../../lib/fast/transfer.ts";
import { runProgram } from "./process.ts";
import { listDifference, ROUNDING } from "./reference.ts";

// M, K, N; the last three exceed what OpenBLAS multiplies in place at once
const SIZES = [[1, 12, 20], [5, 7, 12], [33, 600, 8], [8, 256, 600], [20, 300, 260], [
  64,
  128,
  256,
]];

const MOVING = `
  delete globalThis.SharedArrayBuffer; // a memory that threads share never moves
  const { LSTMCell, normal, seeded, unroll } = await import("rnn");
  const { fastEngine } = await import("rnn/fast");
  const random = seeded(1), engine = fastEngine();
  for (const H of [16, 32, 64]) {
    const cell = new LSTMCell(5, H, random);
    const xs = Array.from({ length: 20 }, () => normal(1)(5, 32, random));
    const [slow, fast] = [unroll(cell, xs), engine.unroll(cell, xs)].map((trace) => trace.at(-1).h);
    console.log(slow.subtract(fast).norm() < 1e-5);
  }`;

describe("OpenBLAS", { skip: !hasBlas() }, () => {
  it("finds a memory that has moved because it grew", async () => {
    const flags = "--v8-flags=--stress-wasm-memory-moving,--wasm-enforce-bounds-checks";
    expect(await runProgram(MOVING, flags)).toBe("true\ntrue\ntrue");
  });
});

for (const blas of hasBlas() ? [false, true] : [false]) {
  describe(`makeProduct() with blas: ${blas}`, () => {
    for (const [M, K, N] of SIZES) {
      it(`multiplies ${M}×${K} by ${K}×${N}, also transposed, added or for fewer rows`, () => {
        const random = seeded(M), A = normal(1)(M, K, random), B = normal(1)(K, N, random);
        for (const [aT, bT] of [[false, false], [false, true], [true, false]]) {
          const memory = new Memory();
          const [a, b, c] = [M * K, K * N, M * N].map((size) => memory.alloc(size));
          writeRows(memory, a, aT ? A.T : A, aT ? M : K);
          writeRows(memory, b, bT ? B.T : B, bT ? K : N);
          const shape = { M, K, N, aT, bT };
          const product = makeProduct(memory, shape, blas ? openBlas(memory) : undefined);
          product.prepare(b);
          product.run(c, a, false);
          product.run(c, a, true);
          if (!aT && M > 1) product.run(c, a, true, M - 1);
          const expected = A.matmul(B), found = readRows(memory, c, new Matrix(M, N), N);
          expected.data.forEach((x, n) => {
            expected.data[n] = x * (!aT && n < (M - 1) * N ? 3 : 2);
          });
          expect(listDifference([expected], [found])).toBeLessThan(ROUNDING);
        }
      });
    }
  });
}
