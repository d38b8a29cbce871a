import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { Matrix } from "rnn";
import { heatmap, sideBySide } from "rnn/plot";

describe("sideBySide()", () => {
  it("joins figures and their descriptions under one title", () => {
    const figure = heatmap(Matrix.identity(2), { title: "One", alt: "Ones" });
    const both = sideBySide([figure, figure], { title: "Two" });
    expect(both.width).toBeGreaterThan(2 * figure.parts.width - 1);
    expect(both.alt).toBe("Ones | Ones");
  });

  it("throws a RangeError for no figures", () => {
    expect(() => sideBySide([], { title: "None" })).toThrow(
      "Cannot place figures side by side: there are none",
    );
  });
});
