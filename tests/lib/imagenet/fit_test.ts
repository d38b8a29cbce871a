import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { fitPicture } from "../../../lib/imagenet/mod.ts";

/** A gray picture of rows of values. */
function gray(rows: number[][]) {
  const rgb = Uint8Array.from(rows.flat().flatMap((value) => [value, value, value]));
  return { width: rows[0].length, height: rows.length, rgb };
}

/** The first channel of a picture, row by row. */
function reds({ width, rgb }: { width: number; rgb: Uint8Array }): number[][] {
  const red = [...rgb].filter((_, n) => n % 3 === 0);
  return Array.from(
    { length: red.length / width },
    (_, y) => red.slice(y * width, (y + 1) * width),
  );
}

describe("fitPicture", () => {
  it("averages areas of whole pixels", () => {
    const picture = gray([[0, 10, 20, 30], [2, 12, 22, 32], [100, 100, 0, 0], [100, 100, 0, 4]]);
    expect(reds(fitPicture(picture, 2))).toEqual([[6, 26], [100, 1]]);
  });

  it("averages areas with parts of pixels", () => {
    const row = [0, 90, 180]; // halves cover 1½ pixels: (0 + 90/2)/1.5 and (90/2 + 180)/1.5
    expect(reds(fitPicture(gray([row, row, row]), 2))).toEqual([[30, 150], [30, 150]]);
  });

  it("interpolates between centers, and repeats the border", () => {
    const picture = gray([[0, 100], [0, 100]]);
    expect(reds(fitPicture(picture, 4))[0]).toEqual([0, 25, 75, 100]);
  });

  it("takes the middle of a wide and of a high picture", () => {
    expect(reds(fitPicture(gray([[1, 2, 3, 4], [5, 6, 7, 8]]), 2))).toEqual([[2, 3], [6, 7]]);
    expect(reds(fitPicture(gray([[1], [2], [3]]), 1))).toEqual([[2]]);
  });

  it("scales one pixel to any size, and leaves a picture of the right size as it is", () => {
    expect(reds(fitPicture(gray([[7]]), 3))).toEqual([[7, 7, 7], [7, 7, 7], [7, 7, 7]]);
    const picture = gray([[1, 2], [3, 4]]);
    expect(fitPicture(picture, 2)).toBe(picture);
  });

  it("keeps the color of each channel", () => {
    const rgb = Uint8Array.from(Array.from({ length: 16 }, () => [200, 100, 50]).flat());
    expect([...fitPicture({ width: 4, height: 4, rgb }, 3).rgb.subarray(0, 3)])
      .toEqual([200, 100, 50]);
  });
});
