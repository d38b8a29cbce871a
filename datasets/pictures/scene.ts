import type { PictureColor, PictureNoun } from "../../lib/files/pictures.ts";
import type { Background } from "./background.ts";

/** A rectangle as fractions of the picture's side, from the upper left corner. */
export interface PictureBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** One object of a scene; its box is that of its visible pixels if nothing is in front of it. */
export interface PlacedPicture extends PictureBox {
  /** The index of its noun. */
  readonly noun: number;
  /** The set that its sprite is from: 0 or 1. */
  readonly set: number;
  /** True if left and right are exchanged. */
  readonly mirrored: boolean;
  /** The angle in degrees by which its hues are rotated; 0 leaves its colors as they are. */
  readonly tint: number;
}

/** Objects of the same kind, of which a caption speaks together. */
export interface PictureGroup {
  /** The index of their noun. */
  readonly noun: number;
  /** Their number, from 1 to 3. */
  readonly count: number;
  /** Their color, if they have one that is known. */
  readonly color?: PictureColor;
}

/** The place of the first group relative to the second; "alone" if there is only one group. */
export type PictureRelation = "alone" | "left" | "above" | "front";

/** One to three objects on a background, with what is true of them. */
export interface PictureScene {
  readonly background: Background;
  /** In the order in which they are drawn, so that the last one is in front. */
  readonly objects: readonly PlacedPicture[];
  /** One group, or two of different nouns: the first is to the left of, above, or in front of the second. */
  readonly groups: readonly PictureGroup[];
  readonly relation: PictureRelation;
}

/** Returns a group's color: that of its noun in the set, unless the objects are tinted. */
export function groupColor(
  nouns: readonly PictureNoun[],
  { noun, set, tint }: PlacedPicture,
): PictureColor | undefined {
  return tint === 0 ? nouns[noun].colors[set] ?? undefined : undefined;
}

/**
 * Returns for each object the cells of a grid that it covers, counted row by row: those of which at least half is inside its
 * box, and the cell that contains the box's center. Throws RangeError unless the side is a positive integer.
 */
export function gridCells({ objects }: PictureScene, side: number): number[][] {
  if (!Number.isInteger(side) || side < 1) {
    throw new RangeError(`Cannot make a grid of ${side} columns: expected a positive integer`);
  }
  const cells = Array.from({ length: side * side }, (_, n) => n);
  return objects.map(({ x, y, width, height }) => {
    const column = Math.min(side - 1, Math.floor(side * (x + width / 2)));
    const row = Math.min(side - 1, Math.floor(side * (y + height / 2)));
    return cells.filter((n) => {
      const dx = shared(x, width, (n % side) / side, 1 / side);
      const dy = shared(y, height, Math.floor(n / side) / side, 1 / side);
      return n === row * side + column || 2 * dx * dy * side * side >= 1 - 1e-9;
    });
  });
}

/** Returns the length that two segments share. */
export function shared(a: number, lengthA: number, b: number, lengthB: number): number {
  return Math.max(0, Math.min(a + lengthA, b + lengthB) - Math.max(a, b));
}
