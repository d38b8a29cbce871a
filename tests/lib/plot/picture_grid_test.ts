import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { decode } from "fast-png";
import jpeg from "jpeg-js";
import { Matrix, seeded } from "rnn";
import { pictureGrid } from "rnn/plot";

const title = "t";
/** A picture whose left half is red and whose right half is blue. */
const halves = (side: number) => ({
  width: side,
  height: side,
  rgb: Uint8Array.from(
    { length: 3 * side ** 2 },
    (_, n) => n % 3 === (Math.floor(n / 3) % side < side / 2 ? 0 : 2) ? 200 : 0,
  ),
});
const bodyOf = (...[list, options]: Parameters<typeof pictureGrid>) =>
  pictureGrid(list, options).parts.body;

/** Returns the pixels of the first picture in a figure. */
function pixels(body: string) {
  const [, text] = body.match(/base64,([^"]+)"/)!;
  return decode(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)));
}

describe("pictureGrid()", () => {
  it("draws the pixels of a small picture, and averages those of a large one", () => {
    const { width, data } = pixels(bodyOf([{ picture: halves(4) }], { title, side: 100 }));
    expect([width, [...data.slice(0, 4)], [...data.slice(-4)]])
      .toEqual([4, [200, 0, 0, 255], [0, 0, 200, 255]]);
    const large = pixels(bodyOf([{ picture: halves(6) }], { title, side: 4 / 3 })); // 3×3 averages
    expect([large.width, [...large.data.slice(0, 4)]]).toEqual([2, [200, 0, 0, 255]]);
  });

  it("stores a large picture as a JPEG of nearly the same colors", () => {
    const [, text] = bodyOf([{ picture: halves(96) }], { title, side: 100 })
      .match(/data:image\/jpeg;base64,([^"]+)"/)!;
    const { width, data } = jpeg.decode(Uint8Array.fromBase64(text));
    expect(width).toBe(96);
    for (const [at, value] of [[0, 200], [2, 0], [4 * 95, 0], [4 * 95 + 2, 200]]) {
      expect(Math.abs(data[at] - value)).toBeLessThan(8);
    }
  });

  it("wraps the text below a picture at its width, each line in the colour of its mark", () => {
    const lines = ["✓ a red apple to the left", "✗ a dog"];
    const body = bodyOf([{ picture: halves(4), lines }], { title, side: 100 });
    const texts = [...body.matchAll(/<text[^>]*fill="([^"]+)"[^>]*>([^<]+)</g)].map((
      [, a, b],
    ) => [a, b]);
    expect(texts).toEqual([
      ["#009e73", "✓ a red apple"],
      ["#009e73", "to the left"],
      ["#d55e00", "✗ a dog"],
    ]);
  });

  it("shades the cells of a map by what is missing to the largest weight", () => {
    const weights = Matrix.column([0, 0.25, 0.25, 0.5]);
    const body = bodyOf([{ picture: halves(4), weights }], { title, side: 100 });
    const opacities = [...body.matchAll(/fill-opacity="([^"]+)"/g)].map(([, o]) => Number(o));
    expect(opacities).toEqual([0.8, 0.4, 0.4, 0]);
  });

  it("throws RangeError for what it cannot draw", () => {
    const draw = (...list: Parameters<typeof pictureGrid>[0]) => () => pictureGrid(list, { title });
    const picture = halves(4);
    expect(draw()).toThrow("Cannot draw a picture grid: there are no pictures");
    expect(draw({ picture: { ...picture, width: 2 } })).toThrow(
      "Cannot draw a picture: expected 3 bytes for each pixel of a 2×4 picture, got 48",
    );
    expect(draw({ picture: { ...picture, width: 2, height: 8 } }))
      .toThrow("Cannot draw a picture of 2×8 pixels: expected a square");
    for (const weights of [[1, 2, 3], [1, -1, 0, 0], [NaN, 1, 1, 1], [0, 0, 0, 0]]) {
      expect(draw({ picture, weights: Matrix.column(weights) })).toThrow(
        "Cannot draw weights over a picture: expected n²×1 numbers ≥ 0",
      );
    }
  });
});

describe("a picture grid in a file", () => {
  const stored = async (colorOf: (n: number) => number) => {
    const rgb = Uint8Array.from({ length: 3 * 160 * 160 }, (_, n) => colorOf(n));
    const figure = pictureGrid([{ picture: { width: 160, height: 160, rgb } }], {
      title: "Colors",
    });
    const { "image/png": png } = await figure.mimeBundle("committed");
    return decode(Uint8Array.fromBase64(String(png)));
  };

  it("has a palette if it has very many colors, and stays as it is if not", async () => {
    const random = seeded(1);
    const many = await stored(() => 255 * random()),
      few = await stored((n) => n % 3 === 0 ? 200 : 30);
    expect([many.palette!.length, many.channels]).toEqual([256, 1]);
    expect(many.palette).toContainEqual([255, 255, 255]);
    expect([few.palette, few.channels]).toEqual([undefined, 3]);
  });
});
