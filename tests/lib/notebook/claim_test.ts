import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { claim, type Comparison, type Condition, errorMessage } from "rnn/notebook";

const DISPLAY = Symbol.for("Jupyter.display");

/** Returns what a claim with the sentence "s" shows or throws, without the sentence. */
function said(...conditions: [Condition, ...Condition[]]): string {
  const result = errorMessage(() => claim("s", ...conditions));
  if (typeof result === "string") return result.replace(/^The claim does not hold: s\n?/, "");
  return (result as Record<symbol, () => Record<string, string>>)[DISPLAY]()["text/plain"];
}

describe("claim()", () => {
  it("shows a sentence that holds, without a number that could differ between machines", () => {
    const shown = claim("One is < two", [1, "<", 2]) as unknown as Record<symbol, () => object>;
    expect(shown[DISPLAY]()).toEqual({
      "text/html": "<div>✓ One is &lt; two</div>",
      "text/plain": "✓ One is < two",
    });
  });

  it("throws an Error with the sentence for one that is false without a number", () => {
    expect(() => claim("One is two", Number(1) === 2))
      .toThrow(/^The claim does not hold: One is two$/);
  });

  for (
    const [condition, text] of [
      [[0.034, "<", 0.01], "Measured 0.034, expected below 0.01 (3.4 times the bound)"],
      [[0.5, "<", 0.5], "Measured 0.5, expected below 0.5"],
      [[3, "<=", 2], "Measured 3, expected at most 2 (off by 1)"],
      [[0.001, ">", 0.1], "Measured 0.001, expected above 0.1 (0.01 times the bound)"],
      [[-1, ">", 0], "Measured -1, expected above 0 (off by 1)"],
      [[0.89999, ">=", 0.9], "Measured 0.89999, expected at least 0.9 (off by 0.00001)"],
      [[2, "===", 5], "Measured 2, expected exactly 5 (off by 3)"],
      [[NaN, "<", 1], "Measured NaN, expected below 1"],
      [[Infinity, "<", 1], "Measured Infinity, expected below 1"],
      [[[], "<", 1], "Measured nothing, expected numbers below 1"],
      [
        [[1, 5, 0, 3], "<", 1],
        "Measured 5 at index 1, expected below 1 (5 times the bound); 3 of 4 numbers fail",
      ],
      [
        [Float64Array.of(9, NaN), "<", 1],
        "Measured NaN at index 1, expected below 1; 2 of 2 numbers fail",
      ],
    ] as [Comparison, string][]
  ) it(`says of ${condition.join(" ")}: ${text}`, () => expect(said(condition)).toBe(text));

  it("does not hold for an entry beyond the end of a list, on either side", () => {
    expect(said([[1][1], ">", 0])).toBe("Measured NaN, expected above 0");
    expect(said([0, "<", [1][1]])).toBe("Measured 0, expected below NaN");
  });

  it("holds if every number is within its bound, at the bound only where it may be", () => {
    const conditions = [[1, "<=", 1], [1, ">=", 1], [[1, 2], "<", 3], [7, "===", 7], true] as const;
    expect(said(...conditions)).toBe("✓ s");
  });

  it("names each of several conditions that fails", () => {
    expect(said([1, "<", 2], [4, "<", 2], false))
      .toBe("Condition 2: measured 4, expected below 2 (2 times the bound)\nCondition 3: false");
  });

  it("throws a RangeError for a relation that it does not know", () => {
    const unknown = [1, "≤", 2] as unknown as Comparison;
    expect(() => claim("s", unknown))
      .toThrow('Cannot compare by "≤": expected one of < <= > >= ===');
  });

  it("has types that refuse a number without a bound, a text, and no condition at all", () => {
    const wrong = [
      // @ts-expect-error a number is no condition
      () => claim("s", 0.5),
      // @ts-expect-error a text is no number
      () => claim("s", ["0.5", "<", 1]),
      // @ts-expect-error a claim needs a condition
      () => claim("s"),
    ];
    for (const use of wrong) expect(use).toThrow("The claim does not hold: s");
  });
});
