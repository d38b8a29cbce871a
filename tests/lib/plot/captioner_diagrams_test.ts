import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { captioners } from "rnn/models";
import { captionerDiagrams, captionerLayouts } from "rnn/plot";

describe("captionerLayouts", () => {
  it("has a layout for every captioner of the course", () => {
    expect(Object.keys(captionerLayouts)).toEqual(Object.keys(captioners));
  });
});

describe("captionerDiagrams()", () => {
  it("throws a RangeError for no captioners and for an unknown layer", () => {
    const title = "t", image = { layer: "m", at: "before" } as const;
    expect(() => captionerDiagrams([], { title })).toThrow(
      "Cannot draw captioners: there are none",
    );
    expect(() => captionerDiagrams([{ ...captionerLayouts.lecture, image }], { title })).toThrow(
      "Cannot draw layer m: the layers are x, h, y",
    );
  });
});
