import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { textWidth, wrapText } from "../../../lib/plot/text_width.ts";

describe("textWidth()", () => {
  it("is proportional to the size, larger for bold text, and not changed by combining marks", () => {
    expect(textWidth("Mail", 24)).toBeCloseTo(2 * textWidth("Mail", 12));
    expect(textWidth("Mail", 12, true)).toBeGreaterThan(textWidth("Mail", 12));
    expect(textWidth("h̃", 12)).toBe(textWidth("h", 12));
  });
});

describe("wrapText()", () => {
  it("wraps at spaces, and gives a longer word a line of its own", () => {
    expect(wrapText("one two three", 1000, 12)).toEqual(["one two three"]);
    expect(wrapText("one two three", textWidth("one two", 12), 12)).toEqual(["one two", "three"]);
    expect(wrapText("a incomprehensible b", 20, 12)).toEqual(["a", "incomprehensible", "b"]);
  });
});
