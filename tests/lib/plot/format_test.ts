import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { minusSign, significant } from "../../../lib/plot/format.ts";

describe("significant() and minusSign()", () => {
  it("format numbers for readers", () => {
    expect([significant(1234.5), significant(0.5), significant(1.23456, 4)])
      .toEqual(["1230", "0.5", "1.235"]);
    expect(minusSign(significant(-1e-9))).toBe("−1e-9");
  });
});
