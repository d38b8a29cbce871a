import { checkIndex } from "../../lib/checks.ts";
import type { PictureSet } from "../../lib/files/pictures.ts";
import { choice, type Random } from "../../lib/random.ts";
import { checkCount } from "../integers.ts";
import { randomBackground } from "./background.ts";
import { between, placeAnywhere, placeApart, placeInOrder } from "./layout.ts";
import { aspectOf, placeInFront } from "./overlap.ts";
import { type Plan, randomKind, randomPlan, randomRendering, type Rendering } from "./plan.ts";
import { groupColor, type PictureBox, type PictureScene, type PlacedPicture } from "./scene.ts";
import type { PictureSplit } from "./splits.ts";

/** Options of `makePictureScenes`. */
export interface PictureSceneOptions {
  /** The number of scenes. */
  count: number;
  /** The purpose of the scenes. */
  split: PictureSplit;
  /** The source of randomness. */
  random: Random;
  /** The indices of the nouns to choose from; by default all. */
  among?: readonly number[];
}

type Range = readonly [low: number, high: number];

/** The longer side of one object, of several, of one in a pair, and of one behind: in training, and outside its range. */
const SIZES: Record<"one" | "many" | "pair" | "behind", { train: Range; other: readonly Range[] }> =
  {
    one: { train: [0.42, 0.8], other: [[0.26, 0.38], [0.86, 0.97]] },
    many: { train: [0.28, 0.38], other: [[0.19, 0.25]] },
    pair: { train: [0.3, 0.45], other: [[0.2, 0.27]] },
    behind: { train: [0.55, 0.75], other: [[0.38, 0.48], [0.8, 0.9]] },
  };
/** The size of an object in front, relative to the one behind. */
const FRONT_SCALE: Range = [0.5, 0.8];
/** The largest number of attempts to find nouns that may meet, and places where their relation is unambiguous. */
const ATTEMPTS = 10_000;

/**
 * Generates scenes for a split: one object, two or three of the same noun, or two groups of which the first is to the left of,
 * above, or in front of the second. In "validation" and "pairs", all have two groups. Throws RangeError unless count is a positive
 * integer, and if no scene can be made of the nouns.
 */
export function makePictureScenes(
  pictures: PictureSet,
  { count, split, random, among = pictures.nouns.map((_, n) => n) }: PictureSceneOptions,
): PictureScene[] {
  checkCount(count, "scenes");
  among.forEach((noun) => checkIndex("Cannot use noun", noun, 0, pictures.nouns.length - 1));
  return Array.from({ length: count }, () => {
    const rendering = randomRendering(split, random), kind = randomKind(split, random);
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const plan = randomPlan(pictures, among, { kind, split, ...rendering }, random);
      const boxes = plan && randomBoxes(pictures, plan, split, rendering, random);
      if (boxes) return compose(pictures, plan, boxes, rendering, random);
    }
    throw new RangeError(
      `Cannot make a scene for "${split}" of ${among.length} nouns: ${ATTEMPTS} attempts failed`,
    );
  });
}

/** Returns the boxes of each group, or undefined if this attempt found none that are unambiguous. */
function randomBoxes(
  { sprites }: PictureSet,
  { relation, groups }: Plan,
  split: PictureSplit,
  { set }: Rendering,
  random: Random,
): readonly PictureBox[][] | undefined {
  const sizeOf = (kind: keyof typeof SIZES) =>
    between(split === "sizes" ? choice(SIZES[kind].other, random) : SIZES[kind].train, random);
  const [a, b] = groups.map(({ noun }) => sprites[set][noun]!);
  if (relation === "front") {
    const size = sizeOf("behind"), front = { sprite: a, size: size * between(FRONT_SCALE, random) };
    return placeInFront(front, { sprite: b, size }, random)?.map((box) => [box]);
  }
  const single = relation === "alone" ? "one" : "pair";
  const parts = groups.map(({ noun, count }) => ({
    aspect: aspectOf(sprites[set][noun]!),
    sizes: Array.from({ length: count }, () => sizeOf(count === 1 ? single : "many")),
  }));
  if (relation !== "alone") return placeInOrder(relation === "left" ? "x" : "y", parts, random);
  const [{ aspect, sizes }] = parts;
  if (sizes.length === 1) return [[placeAnywhere(aspect, sizes[0], random)]];
  const boxes = placeApart(aspect, sizes, random);
  return boxes && [boxes];
}

/** Returns a scene with its objects in the order in which they are drawn, and a random background. */
function compose(
  { nouns }: PictureSet,
  { relation, groups }: Plan,
  boxes: readonly PictureBox[][],
  rendering: Rendering,
  random: Random,
): PictureScene {
  const placed = boxes.map((list, g) =>
    list.map((box): PlacedPicture => ({ noun: groups[g].noun, ...box, ...rendering }))
  );
  return {
    background: randomBackground(random),
    objects: placed.toReversed().flat(), // the first group is in front
    groups: groups.map((group, g) => {
      const color = groupColor(nouns, placed[g][0]);
      return color ? { ...group, color } : group;
    }),
    relation,
  };
}
