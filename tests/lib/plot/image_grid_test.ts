import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { Matrix, normal, seeded } from "rnn";
import { imageGrid } from "rnn/plot";

const title = "t", image = new Matrix(16, 1), gradient = normal(1)(16, 1, seeded(1));

describe("imageGrid()", () => {
  it("draws bounding boxes in pixels, clipped at the edge of the image", () => {
    const color = "#0072b2"; // 4×4 pixels, each 30 wide
    const inside = { x: 2.5, y: 2.5, side: 2, color }, outside = { x: 5, y: 0, side: 3, color };
    const { body } = imageGrid([{ image, boxes: [inside, outside] }], { title }).parts;
    const boxes = [...body.matchAll(/<rect ([^>]+stroke="#0072b2"[^>]+)>/g)].map(([, text]) =>
      ["x", "y", "width", "height"].map((name) => Number(text.match(`${name}="([^"]+)"`)![1]))
    );
    expect(boxes).toEqual([[40, 30, 60, 60], [100, 0, 30, 30]]);
  });

  it("draws all gradients on one colour scale", () => {
    const { body } = imageGrid([{ image, gradient }, { image, gradient: gradient.scale(3) }], {
      title,
    }).parts;
    const largest = 3 * Math.max(...gradient.data.map(Math.abs));
    expect(body).toContain(`>${Number(largest.toPrecision(2))}<`);
  });

  it("throws a RangeError for what it can't draw", () => {
    const draw = (image: Matrix, gradient?: Matrix) => imageGrid([{ image, gradient }], { title });
    expect(() => imageGrid([], { title })).toThrow(
      "Cannot draw an image grid: there are no images",
    );
    expect(() => draw(new Matrix(5, 1))).toThrow(
      "Cannot draw an image: its shape must be n²×1, got 5×1",
    );
    expect(() => draw(new Matrix(4, 4))).toThrow("got 4×4");
    expect(() => draw(Matrix.column([NaN]))).toThrow("Cannot draw an image: it contains NaN");
    expect(() => draw(image, new Matrix(4, 1))).toThrow(
      "Cannot draw a gradient of 4×1 over an image of 16×1",
    );
  });
});
