import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { Matrix } from "rnn";
import { fixations, frames } from "rnn/plot";

describe("fixations()", () => {
  const options = { title: "t", height: 2, width: 8, window: 2 }, image = new Matrix(16, 1);
  const at = (x: number) => fixations([{ image, places: [{ y: 1, x }] }], options);

  it("draws each fixation at its place and describes it", () => {
    expect(at(3).svg()).toContain('cx="24" cy="8"');
    expect(at(3).alt).toContain("3 right 1 down");
  });

  it("draws the same elements for the same number of fixations, so that they become frames", async () => {
    const moving = { name: "update", values: [0, 1], numbers: {}, alt: "A scanpath" };
    expect(await frames([at(3), at(5)], moving).html("committed")).toContain("A scanpath");
  });

  it("throws a RangeError for what it can't draw", () => {
    expect(() => fixations([], options)).toThrow("Cannot draw fixations: there are no images");
    expect(() => at(NaN)).toThrow("Cannot draw a fixation: its place must be finite, got 1, NaN");
    expect(() => fixations([{ image, places: [] }], { ...options, width: 4 })).toThrow(
      "Cannot draw an image of 16×1: 2×4 pixels need 8×1",
    );
  });
});
