import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { extent, minusSign, significant } from "../../../lib/plot/format.ts";

describe("extent()", () => {
  it("finds the least and the greatest of more values than a function takes arguments", () => {
    expect(extent(new Float64Array(300_000).map((_, n) => n - 7))).toEqual([-7, 299_992]);
  });

  it("is NaN if a value is", () => {
    expect(extent([1, NaN, 2])).toEqual([NaN, NaN]);
  });
});

describe("significant() and minusSign()", () => {
  it("format numbers for readers", () => {
    expect([significant(1234.5), significant(0.5), significant(1.23456, 4)])
      .toEqual(["1230", "0.5", "1.235"]);
    expect(minusSign(significant(-1e-9))).toBe("−1e-9");
  });
});
