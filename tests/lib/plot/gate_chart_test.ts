import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { gateChart } from "rnn/plot";
import { count } from "./display.ts";

describe("gateChart()", () => {
  it("draws one cell for each gate and character, and makes spaces visible", () => {
    const svg = gateChart('a "b"', { f: [0, 0.2, 0.4, 0.6, 1] }, { title: "t" }).svg();
    expect(count(svg, "<rect")).toBe(5 + 20); // and the colour bar
    expect(svg).toContain("␣");
  });

  it("throws a RangeError unless each gate has one value from 0 to 1 for each character", () => {
    expect(() => gateChart("ab", { f: [1] }, { title: "t" })).toThrow(
      "Cannot draw f: it has 1 values for 2 characters",
    );
    expect(() => gateChart("a", { f: [1.5] }, { title: "t" })).toThrow(
      "Cannot draw f: its values must be from 0 to 1, got 1.5",
    );
  });
});
