import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { makeVideos, MOTION_DIRECTIONS, type Split, splitDigits, videoBatch } from "rnn/data";
import { type Matrix, seeded } from "rnn";
import { FRAME_SHAPE, renderOnTorus } from "../../../datasets/scenes/videos.ts";
import { digits } from "../digits.ts";

const make = (count: number, frames: number, split: Split, seed: number) =>
  makeVideos(digits, { count, frames, split, random: seeded(seed) });

describe("makeVideos()", () => {
  it("makeVideos() is deterministic for a seed, and different for another", () => {
    expect(make(5, 4, "train", 1)).toEqual(make(5, 4, "train", 1));
    expect(make(5, 4, "train", 2)).not.toEqual(make(5, 4, "train", 1));
  });

  it("makeVideos() has no digit in both training and test videos", () => {
    const lines = (split: Split) => new Set(make(1500, 1, split, 3).map(({ digit }) => digit.line));
    const parts = splitDigits(digits);
    for (const split of ["train", "validation", "test"] as Split[]) {
      const own = new Set(parts[split].map(({ line }) => line));
      expect([...lines(split)].every((line) => own.has(line))).toBe(true);
    }
    expect(lines("train").isDisjointFrom(lines("test"))).toBe(true);
  });

  it("makeVideos() moves a digit by four pixels per frame in its direction", () => {
    for (const { frames, digit, direction } of make(30, 4, "test", 4)) {
      const { dx, dy } = MOTION_DIRECTIONS[direction], { width, height } = FRAME_SHAPE;
      const places = Array.from({ length: width * height }, (_, n) => n);
      const [first] = places.filter((n) =>
        renderOnTorus(digit, { x: n % width, y: Math.floor(n / width) }, FRAME_SHAPE).data.every((
          ink,
          k,
        ) => ink === frames[0].data[k])
      );
      const [x, y] = [first % width, Math.floor(first / width)];
      frames.forEach((frame, t) => {
        expect(frame).toEqual(renderOnTorus(digit, { x: x + t * dx, y: y + t * dy }, FRAME_SHAPE));
      });
      expect(Math.abs(dx) + Math.abs(dy)).toBe(direction === 0 ? 0 : 4);
    }
  });

  it("makeVideos() draws every direction about equally often, wherever a digit begins", () => {
    const videos = make(2000, 1, "train", 5), count = MOTION_DIRECTIONS.map(() => [0, 0]);
    for (const { frames: [frame], direction } of videos) { // ink in the left and in the right half
      const left = frame.data.reduce((sum, ink, n) => n % 24 < 12 ? sum + ink : sum - ink, 0) > 0;
      count[direction][Number(left)]++;
    }
    for (const half of count.flat()) expect(Math.abs(half - 200)).toBeLessThan(50);
  });

  it("makeVideos() refuses no videos and videos of zero frames", () => {
    expect(() => make(0, 4, "train", 1)).toThrow("Cannot generate 0 videos");
    expect(() => make(1, 0, "train", 1)).toThrow("Cannot generate 0 frames");
    expect(() => make(1, 2.5, "train", 1)).toThrow("Cannot generate 2.5 frames");
  });
});

describe("renderOnTorus()", () => {
  it("renderOnTorus() has periodic boundaries: a digit leaves on one side and enters on the other", () => {
    const [digit] = digits,
      at = (x: number, y: number) => renderOnTorus(digit, { x, y }, FRAME_SHAPE);
    expect(at(-3, 20)).toEqual(at(21, -4));
    const sum = (A: Matrix) => A.data.reduce((all, ink) => all + ink, 0);
    expect(sum(at(20, 21))).toBeCloseTo(sum(digit.image), 12);
    expect(at(20, 21).data[0]).toBe(digit.image.data[3 * 8 + 4]);
  });
});

describe("videoBatch()", () => {
  it("videoBatch() puts videos side by side, frame by frame", () => {
    const videos = make(3, 2, "test", 6), batch = videoBatch(videos);
    videos.forEach(({ frames, digit, direction }, b) => {
      frames.forEach((frame, t) => expect(batch.frames[t].column(b)).toEqual(frame));
      expect([batch.digits[b], batch.directions[b]]).toEqual([digit.label, direction]);
    });
  });

  it("videoBatch() refuses no videos, zero frames and two lengths", () => {
    const [video] = make(1, 2, "test", 6);
    expect(() => videoBatch([])).toThrow("Cannot batch videos of zero frames");
    expect(() => videoBatch([{ ...video, frames: [] }])).toThrow("zero frames");
    expect(() => videoBatch([video, ...make(1, 3, "test", 6)]))
      .toThrow("Cannot batch videos of 2 and 3 frames: they must have the same length");
  });
});
