import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { drawPicture, gridCells, type PictureScene } from "rnn/data";
import { rotateHue } from "../../../datasets/pictures/draw.ts";
import { drawBackground } from "../../../datasets/pictures/background.ts";
import { pictures, scenesOf, setOf, white } from "./pictures.ts";

const place = { noun: 0, set: 0, x: 0, y: 0, width: 1, height: 1, mirrored: false, tint: 0 };
const sceneOf = (...objects: Partial<typeof place>[]): PictureScene => ({
  background: white,
  objects: objects.map((object) => ({ ...place, ...object })),
  groups: [],
  relation: "alone",
});
const [RED, GREEN] = [[255, 0, 0], [0, 255, 0]];
const pixel = (rgb: Uint8Array, n: number) => [...rgb.slice(3 * n, 3 * n + 3)];

describe("drawPicture()", () => {
  it("copies a sprite at its own size, pixel by pixel", () => {
    const sprites = setOf(2, 2, [...RED, 255, ...GREEN, 255, ...GREEN, 0, ...RED, 255]);
    const { rgb, width, height } = drawPicture(
      sceneOf({ x: 0.25, y: 0.5, width: 0.5, height: 0.5 }),
      sprites,
      4,
    );
    expect([width, height]).toEqual([4, 4]);
    const W = [255, 255, 255];
    const rows = [[W, W, W, W], [W, W, W, W], [W, RED, GREEN, W], [W, W, RED, W]];
    expect(Array.from({ length: 16 }, (_, n) => pixel(rgb, n))).toEqual(rows.flat());
  });

  it("mirrors left and right", () => {
    const sprites = setOf(2, 1, [...RED, 255, ...GREEN, 255]);
    const { rgb } = drawPicture(sceneOf({ mirrored: true, height: 0.5 }), sprites, 2);
    expect([pixel(rgb, 0), pixel(rgb, 1)]).toEqual([GREEN, RED]);
  });

  it("blends by opacity, and the color of transparent pixels does not matter", () => {
    const half = drawPicture(sceneOf({}), setOf(1, 1, [0, 0, 0, 128]), 1);
    expect(pixel(half.rgb, 0)).toEqual([127, 127, 127]); // 255 · (1 − 128/255)
    const sprites = setOf(
      4,
      4,
      Array.from({ length: 16 }, (_, n) => n % 4 < 2 ? [...RED, 255] : [0, 0, 0, 0]).flat(),
    );
    const small = drawPicture(sceneOf({}), sprites, 1); // 3/8 of a triangle is red, 3/4 is inside
    const [r, g, b] = pixel(small.rgb, 0);
    expect([r, g, b]).toEqual([255, 183, 183]); // 255 · (1 − 9/32)
  });

  it("draws a sprite between pixels with soft edges", () => {
    const sprites = setOf(2, 2, Array.from({ length: 4 }, () => [0, 0, 0, 255]).flat());
    const { rgb } = drawPicture(
      sceneOf({ x: 0.125, y: 0.25, width: 0.5, height: 0.5 }),
      sprites,
      4,
    );
    const gray = Array.from({ length: 4 }, (_, j) => rgb[3 * (4 + j)]);
    expect(gray[0]).toBe(128); // half a pixel of it
    expect([gray[1], gray[2], gray[3]]).toEqual([0, 128, 255]);
  });

  it("draws the last object in front", () => {
    const sprites = [[
      { width: 1, height: 1, rgba: Uint8Array.of(...RED, 255) },
      { width: 1, height: 1, rgba: Uint8Array.of(...GREEN, 255) },
    ]];
    expect(pixel(drawPicture(sceneOf({}, { noun: 1 }), sprites, 1).rgb, 0)).toEqual(GREEN);
    expect(pixel(drawPicture(sceneOf({ noun: 1 }, {}), sprites, 1).rgb, 0)).toEqual(RED);
  });

  it("averages when it shrinks, so that fine patterns become gray", () => {
    const stripes = Array.from(
      { length: 32 * 32 },
      (_, n) => n % 2 ? [0, 0, 0, 255] : [255, 255, 255, 255],
    );
    const { rgb } = drawPicture(sceneOf({}), setOf(32, 32, stripes.flat()), 8);
    expect(Math.abs(rgb[3 * (3 * 8 + 3)] - 127.5)).toBeLessThan(8);
  });

  it("draws each object inside its box, and up to the border of the box", () => {
    for (const scene of scenesOf("train", 40).filter(({ objects }) => objects.length === 1)) {
      const [{ x, y, width, height }] = scene.objects, size = 224;
      const drawn = drawPicture(scene, pictures.sprites).rgb;
      const empty = drawPicture({ ...scene, objects: [] }, pictures.sprites).rgb;
      const changed = Array.from({ length: size * size }, (_, n) => n).filter((n) =>
        [0, 1, 2].some((c) => Math.abs(drawn[3 * n + c] - empty[3 * n + c]) > 1)
      );
      const columns = changed.map((n) => n % size).sort((a, b) => a - b);
      const left = columns[0], right = columns.at(-1)! + 1;
      const top = Math.floor(changed[0] / size), bottom = Math.floor(changed.at(-1)! / size) + 1;
      const found = [left, right, top, bottom];
      const wanted = [x, x + width, y, y + height].map((z) => size * z);
      found.forEach((edge, n) => expect(Math.abs(edge - wanted[n])).toBeLessThan(4));
    }
  });

  it("throws a RangeError for a bad size and a missing sprite", () => {
    expect(() => drawPicture(sceneOf({}), setOf(1, 1, [0, 0, 0, 0]), 0)).toThrow(
      "Cannot draw a picture: size must be a positive integer, got 0",
    );
    expect(() => drawPicture(sceneOf({ set: 1 }), setOf(1, 1, [0, 0, 0, 0]), 1)).toThrow(
      "Cannot draw noun 0: set 1 has no picture of it",
    );
  });
});

describe("rotateHue()", () => {
  it("exchanges the primary colors at 120 and 240 degrees, and keeps gray and opacity", () => {
    const sprite = { width: 2, height: 1, rgba: Uint8Array.of(255, 0, 0, 255, 90, 90, 90, 7) };
    expect([...rotateHue(sprite, 120).rgba]).toEqual([0, 255, 0, 255, 90, 90, 90, 7]);
    expect([...rotateHue(sprite, 240).rgba]).toEqual([0, 0, 255, 255, 90, 90, 90, 7]);
    expect([...rotateHue(sprite, 360).rgba]).toEqual([...sprite.rgba]);
  });
});

describe("drawBackground()", () => {
  it("has the first color if it is plain, and both in a pattern", () => {
    const colors = [[10, 20, 30], [200, 100, 50]] as const;
    expect([...drawBackground({ ...white, colors }, 1)]).toEqual([10, 20, 30]);
    const checks = drawBackground({ ...white, colors, kind: "checks", period: 0.5 }, 2);
    expect([...checks]).toEqual([...colors[0], ...colors[1], ...colors[1], ...colors[0]]);
    const gradient = drawBackground({ ...white, colors, kind: "gradient", angle: 0 }, 2);
    expect([...gradient.slice(0, 6)]).toEqual([57.5, 40, 35, 152.5, 80, 45]); // a quarter, three quarters
  });

  it("stays between its colors", () => {
    for (const { background } of scenesOf("train", 60)) {
      const pixels = drawBackground(background, 16), [first, second] = background.colors;
      const outside = pixels.filter((value, n) => {
        const [low, high] = [first[n % 3], second[n % 3]].sort((a, b) => a - b);
        return value < low - 1e-3 || value > high + 1e-3;
      });
      expect(outside).toHaveLength(0);
    }
  });
});

describe("gridCells()", () => {
  it("returns the cells that a box covers at least by half", () => {
    const cells = (x: number, y: number, width: number, height: number) =>
      gridCells(sceneOf({ x, y, width, height }), 4)[0];
    expect(cells(0.25, 0.25, 0.5, 0.25)).toEqual([5, 6]);
    expect(cells(0.3, 0.25, 0.5, 0.25)).toEqual([5, 6]); // 80% of cell 5, 20% of cell 7
    expect(cells(0, 0, 1, 1)).toHaveLength(16);
  });

  it("returns the cell of the center of a small box", () => {
    expect(gridCells(sceneOf({ x: 0.6, y: 0.8, width: 0.05, height: 0.05 }), 7)).toEqual([[39]]);
  });

  it("returns cells for every object of every scene", () => {
    for (const scene of scenesOf("sizes", 100)) {
      const cells = gridCells(scene, 7);
      expect(cells).toHaveLength(scene.objects.length);
      expect(cells.every((list) => list.length > 0)).toBe(true);
    }
  });

  it("throws a RangeError for a bad side", () => {
    expect(() => gridCells(sceneOf({}), 0)).toThrow("Cannot make a grid of 0 columns");
  });
});
