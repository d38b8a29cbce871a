import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { seeded } from "rnn";
import { datePairs } from "rnn/models";

describe("datePairs()", () => {
  it("refuses more dates than there are days, and NaN", () => {
    for (const count of [80_000, NaN]) {
      expect(() => datePairs(count, seeded(3))).toThrow(RangeError);
    }
  });
});
