import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { makePictureScenes, type PictureScene, type PictureSplit, splitOfPair } from "rnn/data";
import { seeded } from "rnn";
import { isBefore } from "../../../datasets/pictures/layout.ts";
import { hiddenShare } from "../../../datasets/pictures/overlap.ts";
import { nounAt, nouns, pictures, scenesOf } from "./pictures.ts";

const SPLITS: PictureSplit[] = ["train", "validation", "test", "pairs", "renderings", "sizes"];
const scenes = new Map(SPLITS.map((split) => [split, scenesOf(split, 600)]));
const all = [...scenes.values()].flat();

/** The boxes of a scene's groups. */
const boxesOf = ({ objects, groups }: PictureScene) =>
  groups.map(({ noun }) => objects.filter((object) => object.noun === noun));

/** The pair of nouns in a scene of two groups. */
const pairOf = ({ groups: [a, b] }: PictureScene) => b && [nouns[a.noun], nouns[b.noun]] as const;

describe("makePictureScenes()", () => {
  it("is reproducible, and every seed gives other scenes", () => {
    expect(scenesOf("train", 20, 3)).toEqual(scenesOf("train", 20, 3));
    expect(scenesOf("train", 20, 3)).not.toEqual(scenesOf("train", 20, 4));
  });

  it("makes scenes of all kinds", () => {
    const train = scenes.get("train")!;
    const share = (test: (scene: PictureScene) => boolean) => train.filter(test).length / 600;
    expect(share(({ relation }) => relation === "left")).toBeCloseTo(0.25, 1);
    expect(share(({ relation }) => relation === "above")).toBeCloseTo(0.25, 1);
    expect(share(({ relation }) => relation === "front")).toBeCloseTo(0.15, 1);
    expect(share(({ objects }) => objects.length === 1)).toBeCloseTo(0.2, 1);
    expect(share(({ groups }) => groups.length === 1 && groups[0].count > 1)).toBeCloseTo(0.15, 1);
    expect(new Set(train.map(({ background }) => background.kind)).size).toBe(6);
  });

  it("places every object inside the picture, with the shape of its sprite", () => {
    const objects = all.flatMap(({ objects }) => objects);
    const outside = objects.filter(({ x, y, width, height }) =>
      Math.min(x, y) < 0 || Math.max(x + width, y + height) > 1
    );
    const distorted = objects.filter(({ noun, set, width, height }) => {
      const [w, h] = nouns[noun].sizes[set]!;
      return Math.abs(width / height - w / h) > 1e-9;
    });
    expect([outside, distorted]).toEqual([[], []]);
  });

  it("says how many objects there are, and their color", () => {
    for (const scene of all) {
      scene.groups.forEach(({ noun, count, color }, g) => {
        const objects = boxesOf(scene)[g];
        expect(objects).toHaveLength(count);
        const { set, tint } = objects[0];
        expect(color ?? null).toBe(tint === 0 ? nouns[noun].colors[set] : null);
      });
    }
  });

  it("makes each relation unambiguous", () => {
    for (const scene of all) {
      const [first, second] = boxesOf(scene);
      if (scene.relation === "left") expect(isBefore("x", first, second)).toBe(true);
      if (scene.relation === "above") expect(isBefore("y", first, second)).toBe(true);
      if (scene.relation !== "front") continue;
      expect(scene.objects.at(-1)).toBe(first[0]);
      const [a, b] = [first[0], second[0]].map(({ set, noun }) => pictures.sprites[set][noun]!);
      const hidden = hiddenShare(first[0], a, second[0], b);
      expect(hidden).toBeGreaterThanOrEqual(0.08);
      expect(hidden).toBeLessThanOrEqual(0.25);
    }
  });

  it("holds pairs of nouns out of training", () => {
    const seen = (split: PictureSplit) => {
      const pairs = scenes.get(split)!.map(pairOf).filter((pair) => pair !== undefined);
      expect(pairs.length).toBeGreaterThan(300);
      return pairs.map(([a, b]) => splitOfPair(a, b));
    };
    for (const split of ["train", "test", "renderings", "sizes"] as const) {
      expect(new Set(seen(split))).toEqual(new Set(["train"]));
    }
    expect(new Set(seen("pairs"))).toEqual(new Set(["pairs"]));
    expect(new Set(seen("validation"))).toEqual(new Set(["validation"]));
  });

  it("renders objects in another way in one split only", () => {
    for (const [split, list] of scenes) {
      const objects = list.flatMap(({ objects }) => objects);
      const [other, mirrored, tinted] = [
        objects.filter(({ set }) => set === 1).length / objects.length,
        objects.filter((object) => object.mirrored).length / objects.length,
        objects.filter(({ tint }) => tint !== 0).length / objects.length,
      ];
      for (const share of [other, mirrored, tinted]) {
        expect(share).toBeCloseTo(split === "renderings" ? 1 / 3 : 0, 1);
      }
    }
  });

  it("uses sizes outside the range of training in one split only", () => {
    const sizesOf = (split: PictureSplit) => {
      const single = scenes.get(split)!.filter(({ objects }) => objects.length === 1);
      return single.map(({ objects: [{ width, height }] }) => Math.max(width, height));
    };
    const inside = (size: number) => size >= 0.42 && size <= 0.8;
    expect(sizesOf("train").every(inside)).toBe(true);
    expect(sizesOf("sizes").some(inside)).toBe(false);
  });

  it("chooses among the nouns that it is given", () => {
    const among = ["a cat", "a dog", "an apple"].map(nounAt);
    const some = makePictureScenes(pictures, {
      count: 50,
      split: "train",
      random: seeded(1),
      among,
    });
    expect(some.flatMap(({ groups }) => groups).every(({ noun }) => among.includes(noun))).toBe(
      true,
    );
  });

  it("throws a RangeError for a bad count, an unknown noun, and too few nouns", () => {
    const make = (count: number, split: PictureSplit, among: number[]) => () =>
      makePictureScenes(pictures, { count, split, random: seeded(1), among });
    expect(make(0, "train", [1])).toThrow("Cannot generate 0 scenes: expected a positive integer");
    expect(make(1, "train", [nouns.length])).toThrow(`Cannot use noun ${nouns.length}`);
    expect(make(1, "pairs", [1])).toThrow('Cannot make a scene for "pairs" of 1 nouns');
    expect(make(1, "train", [])).toThrow("Cannot draw from an empty list");
  });
});

describe("splitOfPair()", () => {
  it("holds out 5% and 15% of all pairs, whatever their order", () => {
    const counts = { train: 0, validation: 0, pairs: 0 };
    const pairs = nouns.flatMap((a, n) => nouns.slice(n + 1).map((b) => [a, b]));
    for (const [a, b] of pairs) counts[splitOfPair(a, b)]++;
    expect(pairs.filter(([a, b]) => splitOfPair(a, b) !== splitOfPair(b, a))).toEqual([]);
    expect(counts.validation / pairs.length).toBeCloseTo(0.05, 2);
    expect(counts.pairs / pairs.length).toBeCloseTo(0.15, 2);
  });

  it("leaves every noun pairs of each kind", () => {
    for (const a of nouns) {
      const kinds = new Set(nouns.filter((b) => b !== a).map((b) => splitOfPair(a, b)));
      expect(kinds.size).toBe(3);
    }
  });
});
