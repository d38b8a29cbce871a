import type { Sprite } from "../../lib/files/pictures.ts";
import type { Random } from "../../lib/random.ts";
import { type Aspect, placeAnywhere } from "./layout.ts";
import type { PictureBox } from "./scene.ts";

/** The share of the object behind that is hidden: enough to see which one is in front, and what is behind. */
const HIDDEN = [0.08, 0.25] as const;

/** The points of a sprite that are looked at, in each direction. */
const POINTS = 24;

/**
 * Places an object in front of a larger one. Returns the two boxes, or undefined if what is hidden is less than 8% or more than
 * 25% of the visible pixels of the one behind.
 */
export function placeInFront(
  front: { sprite: Sprite; size: number },
  behind: { sprite: Sprite; size: number },
  random: Random,
): [front: PictureBox, behind: PictureBox] | undefined {
  const [a, b] = [front, behind].map(({ sprite, size }) =>
    placeAnywhere(aspectOf(sprite), size, random)
  );
  const hidden = hiddenShare(a, front.sprite, b, behind.sprite);
  return hidden >= HIDDEN[0] && hidden <= HIDDEN[1] ? [a, b] : undefined;
}

/** Returns a sprite's width and height relative to the longer one. */
export function aspectOf({ width, height }: { width: number; height: number }): Aspect {
  const longer = Math.max(width, height);
  return [width / longer, height / longer];
}

/** Returns the share of the visible pixels of an object that those of another object hide. */
export function hiddenShare(
  front: PictureBox,
  frontSprite: Sprite,
  behind: PictureBox,
  behindSprite: Sprite,
): number {
  let visible = 0, hidden = 0;
  for (let i = 0.5; i < POINTS; i++) {
    for (let j = 0.5; j < POINTS; j++) {
      const [u, v] = [j / POINTS, i / POINTS];
      if (!isOpaque(behindSprite, u, v)) continue;
      visible++;
      const x = behind.x + u * behind.width, y = behind.y + v * behind.height;
      const inFront = isOpaque(
        frontSprite,
        (x - front.x) / front.width,
        (y - front.y) / front.height,
      );
      if (inFront) hidden++;
    }
  }
  return hidden / Math.max(1, visible);
}

/** Returns whether a sprite is opaque at a place, given as fractions of its width and height. */
function isOpaque({ width, height, rgba }: Sprite, u: number, v: number): boolean {
  if (u < 0 || v < 0 || u >= 1 || v >= 1) return false;
  return rgba[4 * (Math.floor(v * height) * width + Math.floor(u * width)) + 3] > 127;
}
