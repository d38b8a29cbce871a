import type { PictureSet } from "../../lib/files/pictures.ts";
import { choice, type Random } from "../../lib/random.ts";
import { between } from "./layout.ts";
import type { PictureRelation, PlacedPicture } from "./scene.ts";
import { mayMeet, type PictureSplit } from "./splits.ts";

/** The properties that all objects of a scene share. */
export type Rendering = Pick<PlacedPicture, "set" | "mirrored" | "tint">;

/** A kind of scene: a relation, or "count" for two or three objects of the same noun. */
export type SceneKind = PictureRelation | "count";

/** Nouns with their numbers of objects, in the order of the relation. */
export interface Plan {
  readonly relation: PictureRelation;
  readonly groups: readonly { noun: number; count: number }[];
}

/** The kinds with their probabilities. */
const KINDS: readonly (readonly [kind: SceneKind, probability: number])[] = [
  ["alone", 0.2],
  ["count", 0.15],
  ["left", 0.25],
  ["above", 0.25],
  ["front", 0.15],
];
/** The probability that one of two groups that are apart has two objects. */
const PLURAL = 0.2;

/** Returns how objects are rendered: in one of three ways for "renderings", otherwise as in training. */
export function randomRendering(split: PictureSplit, random: Random): Rendering {
  const usual: Rendering = { set: 0, mirrored: false, tint: 0 };
  if (split !== "renderings") return usual;
  const tint = between([60, 300], random);
  return { ...usual, ...choice([{ set: 1 }, { mirrored: true }, { tint }], random) };
}

/** Draws a kind of scene: in "validation" and "pairs", one with two groups. */
export function randomKind(split: PictureSplit, random: Random): SceneKind {
  const kinds = split === "validation" || split === "pairs" ? KINDS.slice(2) : KINDS;
  let rest = random() * kinds.reduce((sum, [, probability]) => sum + probability, 0);
  return kinds.find(([, probability]) => (rest -= probability) < 0)?.[0] ?? kinds[0][0];
}

/** Draws the nouns of a scene; returns undefined if they do not fit, so that others must be drawn. */
export function randomPlan(
  { nouns, sprites }: PictureSet,
  among: readonly number[],
  { kind, split, set }: { kind: SceneKind; split: PictureSplit; set: number },
  random: Random,
): Plan | undefined {
  const canCount = (noun: number) => nouns[noun].en.length === 2 && nouns[noun].fr.length === 2;
  const [a, b] = [choice(among, random), choice(among, random)];
  if (!sprites[set][a] || !sprites[set][b]) return undefined;
  if (kind === "alone") return { relation: kind, groups: [{ noun: a, count: 1 }] };
  if (kind === "count") {
    const groups = [{ noun: a, count: choice([2, 3], random) }];
    return canCount(a) ? { relation: "alone", groups } : undefined;
  }
  if (a === b || !mayMeet(nouns[a], nouns[b], split)) return undefined;
  const groups = [a, b].map((noun) => ({ noun, count: 1 })), many = choice(groups, random);
  if (kind !== "front" && random() < PLURAL && canCount(many.noun)) many.count = 2;
  return { relation: kind, groups };
}
