// Tests of what the experiments on captions of pictures share.
import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { Matrix, normal, seeded } from "rnn";
import { makePictureScenes, pictureCaptions, pictureWords } from "rnn/data";
import { attendCaptioner, captioners } from "rnn/models";
import { WordVocabulary } from "rnn/text";
import { attentionFigures, nameOf, placeOf } from "../../experiments/pictures/attention.ts";
import { captionsOf, figuresOf } from "../../experiments/pictures/evaluate.ts";
import { principalComponents } from "../../experiments/pictures/projection.ts";
import {
  FEW_NOUNS,
  loadPictureSet,
  type ScenePart,
  scenesOf,
  TESTS,
  TRAINING,
} from "../../experiments/pictures/scenes.ts";
import { columnsOf, trainOnPictures } from "../../experiments/pictures/train.ts";

const pictures = await loadPictureSet(), { nouns } = pictures;
const among = [3, 30, 100], language = "en";
const vocabulary = new WordVocabulary(pictureWords(nouns, language));
const scenes = makePictureScenes(pictures, { count: 24, split: "train", random: seeded(1), among });
/** Features that say what is in a scene and where: the box of each object in three rows for its noun. */
const features = scenes.map(({ objects }) => {
  const v = new Matrix(1, 12);
  objects.forEach(({ noun, x, y }) => {
    const at = 4 * among.indexOf(noun);
    [1, x, y].forEach((value, k) => v.data[at + k] += value);
  });
  return v;
});
const examples = { scenes, features };

describe("the scenes for tests", () => {
  const textsOf = (part: ScenePart) =>
    scenesOf(pictures, part).map((scene) => JSON.stringify(scene));
  const { train, ...few } = FEW_NOUNS;

  it("are none of those for training", () => {
    for (const [training, tests] of [[TRAINING, TESTS], [[train], few]] as const) {
      const known = new Set(training.flatMap(textsOf));
      expect(Object.values(tests).flatMap(textsOf).filter((text) => known.has(text))).toEqual([]);
    }
  });
});

describe("principalComponents()", () => {
  it("finds the directions in which samples vary most, and scales by the first deviation", () => {
    const [a, b, random] = [Matrix.column([3, 4, 0]), Matrix.column([-4, 3, 0]), seeded(2)];
    const samples = Matrix.blocks([
      Array.from({ length: 400 }, () => {
        const [x, y] = normal(1)(2, 1, random).data;
        return a.scale(x).add(b.scale(y / 4)).add(Matrix.column([7, 8, 9]));
      }),
    ]);
    const W = principalComponents(samples, 2), direction = (k: number) => W.T.column(k);
    expect(W.shape).toBe("2×3");
    expect(Math.abs(direction(0).T.matmul(a).at(0))).toBeCloseTo(direction(0).norm() * 5, 2);
    expect(Math.abs(direction(1).T.matmul(a).at(0))).toBeLessThan(0.1);
    expect(direction(0).norm() * 5).toBeCloseTo(1, 0);
  });
});

describe("trainOnPictures()", () => {
  it("learns to describe scenes, first those of one noun", async () => {
    const sizes = { words: vocabulary.size, embedding: 16, hidden: 48, features: 12 };
    const captioner = captioners.lecture(sizes), params = captioner.params(seeded(4));
    const model = { captioner, params, examples, pictures, language, vocabulary } as const;
    const how = { random: seeded(5), steps: 16, batch: 24, rate: 0.01, threshold: 1 };
    const budget = { updates: 400, singles: 50, dropout: 0.05 };
    const losses: number[] = [];
    const report = (_: number, loss: number) => losses.push(loss);
    await trainOnPictures({ ...model, ...how, ...budget, report });
    expect(losses.at(-1)).toBeLessThan(losses[0] / 2);
    const candidate = { ...model, nouns };
    const figures = figuresOf(captionsOf(candidate, examples), scenes, candidate);
    expect(figures.nouns).toBeGreaterThan(0.6);
  });
});

describe("figuresOf()", () => {
  const texts = scenes.map((scene) => pictureCaptions(scene, nouns, language)[0].text);

  it("finds no error in true captions", () => {
    const { right, nouns: named, relation, exact, bleu4, errors } = figuresOf(texts, scenes, {
      nouns,
      language,
    });
    expect({ right, named, relation, exact, errors }).toEqual({
      ...{ right: 1, named: 1, relation: 1, exact: 1, errors: {} },
    });
    expect(bleu4).toBeCloseTo(1, 12);
  });

  it("counts errors by kind", () => {
    const two = scenes.findIndex(({ groups }) => groups.length === 2);
    const alone = scenes.findIndex(({ groups }) => groups.length === 1);
    const wrong = texts.with(two, "a picture").with(alone, texts[two]);
    const { errors, right } = figuresOf(wrong, scenes, { nouns, language });
    expect(errors).toEqual({ "not a sentence": 1, "extra object": 1 });
    expect(right).toBeCloseTo(1 - 2 / scenes.length, 12);
  });
});

describe("attentionFigures()", () => {
  it("compares the attention for a name's words with the cells of its objects", () => {
    const sizes = { words: vocabulary.size, embedding: 4, hidden: 8, features: 2 * 49 };
    const captioner = attendCaptioner(sizes), params = captioner.params(seeded(6));
    const maps = scenes.map((_, n) => normal(1)(1, 2 * 49, seeded(n)));
    const texts = scenes.map((scene) => pictureCaptions(scene, nouns, language)[0].text);
    const found = attentionFigures(
      { captioner, params, vocabulary, nouns },
      { scenes, features: maps },
      texts,
    );
    expect(found.nouns).toBe(scenes.reduce((sum, { groups }) => sum + groups.length, 0));
    expect(found.chance).toBeGreaterThan(0.02);
    expect(found.onObject).toBeGreaterThan(0.3 * found.chance); // an untrained network looks anywhere
    expect(found.onObject).toBeLessThan(3 * found.chance);
  });

  it("finds a name in a caption", () => {
    const noun = nouns.findIndex(({ en }) => en[0] === "a hot dog");
    expect(nameOf({ noun, count: 1 }, nouns)).toEqual(["hot", "dog"]);
    expect(nameOf({ noun, count: 2 }, nouns)).toEqual(["hot", "dogs"]);
    expect(placeOf(["hot", "dog"], "a cat above a hot dog".split(" "))).toEqual([4, 5]);
    expect(placeOf(["hot", "dog"], "a hot cat".split(" "))).toBeUndefined();
  });
});

describe("columnsOf()", () => {
  it("puts each example into a column", () => {
    const v = columnsOf(examples, [2, 0]);
    expect([v.rows, v.cols]).toEqual([12, 2]);
    expect([...v.column(1).data]).toEqual([...features[0].data]);
  });
});
