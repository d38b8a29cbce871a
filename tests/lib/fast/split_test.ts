import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { MOST_SHARDS, splitBatch } from "../../../lib/fast/split.ts";

const counts = (B: number, blas: boolean) => splitBatch(B, blas).map(({ count }) => count);

describe("splitBatch()", () => {
  it("splits a batch of 16 or more into 2, 4 or 8 shards, the more the larger it is", () => {
    expect(counts(15, false)).toEqual([15]);
    expect(counts(16, false)).toEqual([8, 8]);
    expect(counts(33, false)).toEqual([16, 17]);
    expect(counts(64, false)).toEqual([16, 16, 16, 16]);
    expect(counts(1000, false)).toEqual(new Array(MOST_SHARDS).fill(125));
  });

  it("makes fewer and larger shards for OpenBLAS", () => {
    expect(counts(16, true)).toEqual([8, 8]);
    expect(counts(100, true)).toEqual([50, 50]);
    expect(counts(128, true)).toEqual([32, 32, 32, 32]);
  });

  it("assigns every sequence to one shard, in order and evenly", () => {
    for (let B = 1; B <= 300; B++) {
      for (const blas of [false, true]) {
        const runs = splitBatch(B, blas);
        let next = 0;
        for (const { first, count } of runs) {
          expect(first).toBe(next);
          expect(Math.abs(count - B / runs.length)).toBeLessThan(1);
          next += count;
        }
        expect(next).toBe(B);
      }
    }
  });
});
