import { extent, largest } from "../../lib/extent.ts";
import type { Random } from "../../lib/random.ts";
import { type PictureBox, shared } from "./scene.ts";

/** The width and height of a sprite relative to its longer side. */
export type Aspect = readonly [width: number, height: number];

/** The least distance between objects, and from the border, as fractions of the picture's side. */
const MARGIN = 0.03, BORDER = 0.01;

/** The direction in which two groups lie. */
type Axis = "x" | "y";

/** Returns a random number in a range. */
export function between([low, high]: readonly [number, number], random: Random): number {
  return low + (high - low) * random();
}

/** Places an object anywhere. */
export function placeAnywhere([w, h]: Aspect, size: number, random: Random): PictureBox {
  const [width, height] = [size * w, size * h];
  const at = (length: number) => BORDER + (1 - 2 * BORDER - length) * random();
  return { x: at(width), y: at(height), width, height };
}

/** Places objects of given sizes without overlap; returns undefined if random places did not suffice. */
export function placeApart(
  aspect: Aspect,
  sizes: number[],
  random: Random,
): PictureBox[] | undefined {
  const placed: PictureBox[] = [];
  for (let tries = 0; placed.length < sizes.length; tries++) {
    if (tries === 100) return undefined;
    const box = placeAnywhere(aspect, sizes[placed.length], random);
    if (placed.every((other) => areApart(box, other))) placed.push(box);
  }
  return placed;
}

function areApart(a: PictureBox, b: PictureBox): boolean {
  return shared(a.x - MARGIN, a.width + 2 * MARGIN, b.x, b.width) === 0 ||
    shared(a.y - MARGIN, a.height + 2 * MARGIN, b.y, b.height) === 0;
}

/**
 * Places a first group before a second one along an axis: left of it for x, above it for y. Objects of a group stand side by
 * side across the axis. Returns undefined unless the relation is unambiguous (see `isBefore`).
 */
export function placeInOrder(
  axis: Axis,
  groups: readonly { aspect: Aspect; sizes: number[] }[],
  random: Random,
): PictureBox[][] | undefined {
  const [along, across] = axis === "x" ? [0, 1] : [1, 0];
  const lengths = groups.map(({ aspect, sizes }) => largest(sizes) * aspect[along]);
  const starts = randomStarts(lengths, random);
  if (!starts) return undefined;
  const boxes: PictureBox[][] = [];
  for (const [g, { aspect, sizes }] of groups.entries()) {
    const sides = randomStarts(sizes.map((size) => size * aspect[across]), random);
    if (!sides) return undefined;
    boxes.push(sizes.map((size, n) => {
      const slack = lengths[g] - size * aspect[along]; // a smaller object may stand anywhere beside a larger one
      const place = [starts[g] + slack * random(), sides[n]];
      const [x, y] = axis === "x" ? place : place.reverse();
      return { x, y, width: size * aspect[0], height: size * aspect[1] };
    }));
  }
  return isBefore(axis, boxes[0], boxes[1]) ? boxes : undefined;
}

/** Returns random starts of segments in order, with margins between them; undefined if they do not fit. */
function randomStarts(lengths: number[], random: Random): number[] | undefined {
  const margins = MARGIN * (lengths.length - 1) + 2 * BORDER;
  const free = 1 - margins - lengths.reduce((sum, length) => sum + length, 0);
  if (free < 0) return undefined;
  const gaps = lengths.map(() => free * random()).sort((a, b) => a - b);
  let used = BORDER;
  return lengths.map((length, n) => {
    const start = used + gaps[n];
    used += length + MARGIN;
    return start;
  });
}

/**
 * Returns whether a group is left of another (x), or above it (y), so that nobody would disagree: a margin separates them, and
 * their centers differ along the axis by at least twice as much as across it.
 */
export function isBefore(axis: Axis, first: PictureBox[], second: PictureBox[]): boolean {
  const size = axis === "x" ? "width" : "height";
  const end = largest(first.map((box) => box[axis] + box[size]));
  const gap = -largest(second.map((box) => -box[axis])) - end;
  const [a, b] = [centerOf(first), centerOf(second)];
  const difference = { x: Math.abs(a.x - b.x), y: Math.abs(a.y - b.y) };
  const across = axis === "x" ? difference.y : difference.x;
  return gap >= MARGIN - 1e-9 && difference[axis] >= 2 * across;
}

/** Returns the center of the smallest rectangle around boxes. */
function centerOf(boxes: PictureBox[]): { x: number; y: number } {
  const middle = (ends: number[]) => {
    const [low, high] = extent(ends);
    return (low + high) / 2;
  };
  return {
    x: middle(boxes.flatMap(({ x, width }) => [x, x + width])),
    y: middle(boxes.flatMap(({ y, height }) => [y, y + height])),
  };
}
