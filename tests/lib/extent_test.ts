import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { extent, largest } from "../../lib/extent.ts";

describe("extent() and largest()", () => {
  it("take more values than a function can take arguments", () => {
    const values = new Float64Array(300_000).map((_, n) => n - 7);
    expect(extent(values)).toEqual([-7, 299_992]);
    expect(largest(values)).toBe(299_992);
  });

  it("are NaN if a value is NaN, and infinite if there are no values", () => {
    expect(extent([1, NaN, 2])).toEqual([NaN, NaN]);
    expect(largest([1, NaN])).toBe(NaN);
    expect(extent([])).toEqual([Infinity, -Infinity]);
  });
});
