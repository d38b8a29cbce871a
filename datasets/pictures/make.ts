import type { PictureSet } from "../../lib/files/pictures.ts";
import { choice, type Random } from "../../lib/random.ts";
import { checkCount } from "../integers.ts";
import { randomBackground } from "./background.ts";
import { between, placeAnywhere, placeApart, placeInOrder } from "./layout.ts";
import { aspectOf, placeInFront } from "./overlap.ts";
import {
  groupColor,
  type PictureBox,
  type PictureRelation,
  type PictureScene,
  type PlacedPicture,
} from "./scene.ts";
import { mayMeet, type PictureSplit } from "./splits.ts";

/** Options of `makePictureScenes`. */
export interface PictureSceneOptions {
  /** The number of scenes. */
  count: number;
  /** The purpose of the scenes. */
  split: PictureSplit;
  /** The source of randomness. */
  random: Random;
}

/** The properties that all objects of a scene share. */
type Rendering = Pick<PlacedPicture, "set" | "mirrored" | "tint">;

/** Nouns with their numbers of objects, in the order of the relation. */
interface Plan {
  relation: PictureRelation;
  groups: { noun: number; count: number }[];
}

type Range = readonly [low: number, high: number];

/** The longer sides of objects, as fractions of the picture's side, in training and outside its range. */
const SIZES: Record<"one" | "many" | "pair" | "behind", { train: Range; other: readonly Range[] }> =
  {
    one: { train: [0.42, 0.8], other: [[0.26, 0.38], [0.86, 0.97]] },
    many: { train: [0.28, 0.38], other: [[0.19, 0.25]] },
    pair: { train: [0.3, 0.45], other: [[0.2, 0.27]] },
    behind: { train: [0.5, 0.68], other: [[0.34, 0.46], [0.74, 0.84]] },
  };
/** The size of an object in front, relative to the one behind. */
const FRONT_SCALE: Range = [0.5, 0.75];
/** The relations with their probabilities in training; "count" is two or three objects of one noun. */
const KINDS: readonly (readonly [kind: PictureRelation | "count", probability: number])[] = [
  ["alone", 0.2],
  ["count", 0.15],
  ["left", 0.25],
  ["above", 0.25],
  ["front", 0.15],
];
/** The probability that one of two groups has two objects. */
const PLURAL = 0.2;

/**
 * Generates scenes for a split: one object, two or three of the same noun, or two groups of which the first is to the left of,
 * above, or in front of the second. In "validation" and "pairs", all have two groups. Throws RangeError unless count is a positive
 * integer.
 */
export function makePictureScenes(
  pictures: PictureSet,
  { count, split, random }: PictureSceneOptions,
): PictureScene[] {
  checkCount(count, "scenes");
  return Array.from({ length: count }, () => {
    const rendering = randomRendering(split, random);
    for (;;) {
      const plan = randomPlan(pictures, split, rendering, random);
      const boxes = randomBoxes(pictures, plan, split, rendering, random);
      if (boxes) return compose(pictures, plan, boxes, rendering, random);
    }
  });
}

/** Returns how objects are rendered: in one of three ways for "renderings", otherwise as in training. */
function randomRendering(split: PictureSplit, random: Random): Rendering {
  const usual: Rendering = { set: 0, mirrored: false, tint: 0 };
  if (split !== "renderings") return usual;
  const tint = between([60, 300], random);
  return { ...usual, ...choice([{ set: 1 }, { mirrored: true }, { tint }], random) };
}

function randomPlan(
  { nouns, sprites }: PictureSet,
  split: PictureSplit,
  { set }: Rendering,
  random: Random,
): Plan {
  const kind = randomKind(split, random);
  const draw = (fits: (noun: number) => boolean): number => {
    for (;;) {
      const noun = Math.floor(nouns.length * random());
      if (sprites[set][noun] && fits(noun)) return noun;
    }
  };
  const canCount = (noun: number) => nouns[noun].en.length === 2 && nouns[noun].fr.length === 2;
  if (kind === "alone") return { relation: kind, groups: [{ noun: draw(() => true), count: 1 }] };
  if (kind === "count") {
    return { relation: "alone", groups: [{ noun: draw(canCount), count: choice([2, 3], random) }] };
  }
  const first = draw(() => true);
  const second = draw((noun) => noun !== first && mayMeet(nouns[noun], nouns[first], split));
  const groups = [first, second].map((noun) => ({ noun, count: 1 }));
  const many = choice(groups, random);
  if (kind !== "front" && random() < PLURAL && canCount(many.noun)) many.count = 2;
  return { relation: kind, groups };
}

function randomKind(split: PictureSplit, random: Random): PictureRelation | "count" {
  const onlyPairs = split === "validation" || split === "pairs";
  const kinds = onlyPairs ? KINDS.slice(2) : KINDS;
  let rest = random() * kinds.reduce((sum, [, share]) => sum + share, 0);
  return kinds.find(([, share]) => (rest -= share) < 0)?.[0] ?? kinds[0][0];
}

/** Returns the boxes of each group, or undefined if this attempt found none that are unambiguous. */
function randomBoxes(
  { sprites }: PictureSet,
  { relation, groups }: Plan,
  split: PictureSplit,
  { set }: Rendering,
  random: Random,
): readonly PictureBox[][] | undefined {
  const [a, b] = groups.map(({ noun }) => sprites[set][noun]!);
  const sizeOf = (kind: keyof typeof SIZES) =>
    between(split === "sizes" ? choice(SIZES[kind].other, random) : SIZES[kind].train, random);
  if (relation === "front") {
    const size = sizeOf("behind"), front = { sprite: a, size: size * between(FRONT_SCALE, random) };
    return placeInFront(front, { sprite: b, size }, random)?.map((box) => [box]);
  }
  const sizes = groups.map(({ count }) =>
    Array.from(
      { length: count },
      () => sizeOf(groups.length === 2 && count === 1 ? "pair" : count === 1 ? "one" : "many"),
    )
  );
  if (relation !== "alone") {
    const parts = [a, b].map((sprite, g) => ({ aspect: aspectOf(sprite), sizes: sizes[g] }));
    return placeInOrder(relation === "left" ? "x" : "y", parts, random);
  }
  if (sizes[0].length === 1) return [[placeAnywhere(aspectOf(a), sizes[0][0], random)]];
  const boxes = placeApart(aspectOf(a), sizes[0], random);
  return boxes && [boxes];
}

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
