import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { aloneScene, drawPicture, pictureCaptions } from "rnn/data";
import { pictures } from "./pictures.ts";

const banana = pictures.nouns.findIndex(({ en: [one] }) => one === "a banana");

describe("aloneScene()", () => {
  it("puts one object in the middle of a white picture", () => {
    const scene = aloneScene(pictures, banana), [{ x, y, width, height }] = scene.objects;
    expect(Math.max(width, height)).toBeCloseTo(0.8, 12);
    expect([2 * x + width, 2 * y + height].map((sum) => sum.toFixed(9))).toEqual([
      "1.000000000",
      "1.000000000",
    ]);
    const { rgb } = drawPicture(scene, pictures.sprites, 100);
    expect([...rgb.slice(0, 3)]).toEqual([255, 255, 255]);
    const center = 3 * (50 * 100 + 50);
    expect(rgb[center]).toBeGreaterThan(rgb[center + 2] + 80); // yellow: much red, little blue
    expect(pictureCaptions(scene, pictures.nouns, "en")[0].text).toBe("a banana");
  });

  it("refuses a noun that is none, or that the set has no picture of", () => {
    expect(() => aloneScene(pictures, 9999)).toThrow(
      "Cannot show noun 9999: set 0 has no picture of it",
    );
    expect(() => aloneScene(pictures, banana, 2)).toThrow("set 2 has no picture of it");
  });
});
