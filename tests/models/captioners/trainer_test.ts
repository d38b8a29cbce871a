import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { adam } from "rnn/train";
import { tokenBatch, WordVocabulary } from "rnn/text";
import {
  captioners,
  captionLoss,
  classifierParams,
  classScoresOf,
  cnnFeatures,
  cnnParams,
  type CNNShape,
  imaginedFeatures,
  zerosLikeBatch,
} from "rnn/models";
import { Matrix, normal, seeded } from "rnn";
import { toValues, Value } from "rnn/autodiff";
import { CaptionTrainer, ClassifierTrainer } from "rnn/models";

const shape: CNNShape = {
  image: { channels: 1, height: 4, width: 4 },
  layers: [{ channels: 4, pools: true }],
  features: 8,
};
const random = seeded(1);
const images = normal(1)(16, 4, random), optimizer = adam(0.02), batch = 4;

describe("ClassifierTrainer", () => {
  it("ClassifierTrainer learns four images by heart and writes the weights back", () => {
    const params = classifierParams(shape, 4, random), labels = [2, 0, 3, 1];
    const trainer = new ClassifierTrainer(shape, params, { optimizer, batch });
    const first = trainer.update(images, labels);
    const E = classScoresOf(shape, toValues(params), new Value(images))
      .crossEntropy(Int32Array.from(labels));
    expect(first).toBeCloseTo(E.matrix.at(0), 5);
    for (let n = 0; n < 200; n++) trainer.update(images, labels);
    trainer.writeBack();
    const scores = classScoresOf(shape, toValues(params), new Value(images)).matrix;
    labels.forEach((label, b) => {
      const column = scores.column(b).data;
      expect(column.indexOf(Math.max(...column))).toBe(label);
    });
  });
});

describe("CaptionTrainer", () => {
  const captions = ["a three", "two nines", "a three above a nine", "a nine"];
  const vocabulary = new WordVocabulary(captions), given = tokenBatch(vocabulary, captions);
  const sizes = { words: vocabulary.size, embedding: 4, hidden: 8, features: 8 };
  const make = (tunes: boolean) => {
    const captioner = captioners.lecture(sizes), cnn = cnnParams(shape, seeded(2));
    const params = captioner.params(seeded(3));
    const how = { captioner, params, optimizer, batch, steps: 8 };
    const trainer = new CaptionTrainer({ ...how, eyes: { shape, params: cnn, tunes } });
    return { captioner, cnn, params, trainer };
  };

  it("CaptionTrainer begins with the loss of the readable path, padding or not", () => {
    const { captioner, cnn, params, trainer } = make(true);
    const cut = (all: Int32Array) =>
      Array.from({ length: given.steps }, (_, t) => all.slice(4 * t, 4 * t + 4));
    const v = cnnFeatures(shape, toValues(cnn), new Value(images));
    const both = { words: cut(given.xs as Int32Array), targets: cut(given.targets as Int32Array) };
    const E = captionLoss(captioner, toValues(params), v, both, zerosLikeBatch(4)).matrix.at(0);
    expect(trainer.update(images, given)).toBeCloseTo(E, 4);
  });

  for (const tunes of [true, false]) {
    it(`CaptionTrainer ${tunes ? "tunes the CNN" : "leaves a frozen CNN as it is"}`, () => {
      const { cnn, params, trainer } = make(tunes);
      const before = { ...structuredClone({ K: cnn.K1.data, W: params.Wih.data }) };
      let loss = Infinity;
      while (trainer.step < 300) loss = trainer.update(images, given);
      trainer.writeBack();
      expect(loss).toBeLessThan(0.1);
      expect(params.Wih.data).not.toEqual(before.W);
      if (tunes) expect(cnn.K1.data).not.toEqual(before.K);
      else expect(cnn.K1.data).toEqual(before.K);
    });
  }

  it("CaptionTrainer learns from features where there are no images", () => {
    const captioner = captioners.Mao(sizes), params = captioner.params(seeded(3));
    const trainer = new CaptionTrainer({ captioner, params, optimizer, batch, steps: 8 });
    const features = normal(1)(8, 4, seeded(4));
    let loss = Infinity;
    while (trainer.step < 300) loss = trainer.update(features, given);
    expect(loss).toBeLessThan(0.1);
  });

  it("imagined() gives features back from a caption: the nearest image is the one it belongs to", () => {
    const captioner = captioners.Chen(sizes), params = captioner.params(seeded(3));
    const trainer = new CaptionTrainer({ captioner, params, optimizer, batch, steps: 8 });
    const features = normal(1)(8, 4, seeded(4));
    while (trainer.step < 2000) trainer.update(features, given);
    trainer.writeBack();
    [1, 2].forEach((b) => { // the others are the beginning of another caption, or end like one
      const v = imaginedFeatures(params, [vocabulary.start, ...vocabulary.encode(captions[b])]);
      const far = [0, 1, 2, 3].map((n) => v.subtract(features.column(n)).norm());
      expect(far.indexOf(Math.min(...far))).toBe(b);
    });
  });

  it("CaptionTrainer names a loss that isn't finite, and the weights stay", () => {
    const { params, trainer } = make(true), before = params.Why.data.slice();
    const bad = images.map((a) => a > 1 ? NaN : a);
    expect(() => trainer.update(bad, given)).toThrow("Cannot go on: the loss is NaN at step 1");
    trainer.writeBack();
    expect(params.Why.data).toEqual(before.map(Math.fround));
  });

  it("CaptionTrainer refuses two weights of one name", () => {
    const { captioner, cnn, params } = make(true), how = { optimizer, batch, steps: 8 };
    const eyes = { shape, params: { ...cnn, bh: cnn.bv }, tunes: true };
    expect(() => new CaptionTrainer({ captioner, params, eyes, ...how }))
      .toThrow("Cannot train: the CNN and the captioner both have a bh");
  });

  it("CaptionTrainer refuses batches of another size, longer captions and numbers", () => {
    const { trainer } = make(true), xs = [new Matrix(2, 4)];
    expect(() => trainer.update(images, { ...given, size: 3 }))
      .toThrow("Cannot learn from 3 captions of 6 steps: the trainer takes 4 of up to 8");
    expect(() => trainer.update(images, { ...given, steps: 9 })).toThrow("9 steps");
    expect(() => trainer.update(images, { ...given, xs, steps: 1 })).toThrow("words are classes");
    expect(() => trainer.update(new Matrix(15, 4), given))
      .toThrow("Cannot write 15×4 into 16×4");
  });
});
