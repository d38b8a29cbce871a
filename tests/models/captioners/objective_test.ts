import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { Matrix, normal, seeded } from "rnn";
import { toValues, Value } from "rnn/autodiff";
import { TapeTrainer } from "rnn/fast";
import {
  captioners,
  captionLoss,
  captionObjective,
  captionSteps,
  cnnFeatures,
  cnnParams,
  type CNNShape,
  imageClassifierObjective,
  imageClassifierParams,
  imageClassScores,
  imaginedFeatures,
} from "rnn/models";
import { tokenBatch, WordVocabulary } from "rnn/text";
import { adam } from "rnn/train";
import { zerosLikeBatch } from "../../../models/layers.ts";
import { everyCaptioner } from "./every_captioner.ts";
import { expectReadableGradients, overfit } from "../readable_path.ts";

const shape: CNNShape = {
  image: { channels: 1, height: 4, width: 4 },
  layers: [{ channels: 4, pools: true }],
  features: 8,
};
const images = normal(1)(16, 5, seeded(1)), optimizer = adam(0.02), batch = 5;

describe("imageClassifierObjective()", () => {
  const params = imageClassifierParams(shape, 4, seeded(2)), labels = [2, 0, 3, 1, 2];
  const loss = (p: Record<string, Value>) =>
    imageClassScores(shape, p, new Value(images)).crossEntropy(Int32Array.from(labels));

  it("has the readable gradients for a batch of five", () => {
    const data = { images, labels };
    expectReadableGradients(params, imageClassifierObjective(shape), { data, batch, loss });
  });

  it("overfits five images, and the weights are written back", () => {
    const trainer = new TapeTrainer(params, imageClassifierObjective(shape), { optimizer, batch });
    overfit(trainer, () => ({ images, labels }), 200);
    const scores = imageClassScores(shape, toValues(params), new Value(images)).matrix;
    labels.forEach((label, b) => {
      const column = scores.column(b).data;
      expect(column.indexOf(Math.max(...column))).toBe(label);
    });
  });
});

describe("captionObjective()", () => {
  const texts = ["a three", "two nines", "a three above a nine", "a nine", "two threes"];
  const vocabulary = new WordVocabulary(texts), captions = tokenBatch(vocabulary, texts);
  const sizes = { words: vocabulary.size, embedding: 4, hidden: 8, features: 8 };
  const captioner = captioners.lecture(sizes), data = { images, captions };
  const given = captionSteps(captions);
  const make = (tuned: boolean) => {
    const cnn = cnnParams(shape, seeded(2)), params = captioner.params(seeded(3));
    const network = { shape, frozen: tuned ? undefined : cnn };
    const objective = captionObjective(captioner, { steps: 8, cnn: network });
    const all = tuned ? { ...cnn, ...params } : params;
    return { cnn, params, all, objective };
  };

  for (const [name, of] of Object.entries(everyCaptioner)) {
    it(`has the readable gradients of the captioner “${name}” and its CNN, for a batch of five`, () => {
      const captioner = of(sizes), cnn = { shape };
      const params = { ...cnnParams(shape, seeded(2)), ...captioner.params(seeded(3)) };
      expectReadableGradients(params, captionObjective(captioner, { steps: captions.steps, cnn }), {
        ...{ data, batch },
        loss: (p) =>
          captionLoss(
            captioner,
            p,
            cnnFeatures(shape, p, new Value(images)),
            given,
            zerosLikeBatch(5),
          ),
      });
    });
  }

  for (const tuned of [true, false]) {
    it(`${tuned ? "tunes the CNN" : "leaves a frozen CNN as it is"}`, () => {
      const { cnn, params, all, objective } = make(tuned);
      const before = structuredClone({ K: cnn.K1.data, W: params.Wih.data });
      const trainer = new TapeTrainer(all, objective, { optimizer, batch });
      expect(overfit(trainer, () => data, 300)).toBeLessThan(0.1);
      expect(params.Wih.data).not.toEqual(before.W);
      if (tuned) expect(cnn.K1.data).not.toEqual(before.K);
      else expect(cnn.K1.data).toEqual(before.K);
    });
  }

  it("trains on features if there is no CNN", () => {
    const captioner = captioners.Mao(sizes), features = normal(1)(8, 5, seeded(4));
    const objective = captionObjective(captioner, { steps: 8 });
    const trainer = new TapeTrainer(captioner.params(seeded(3)), objective, { optimizer, batch });
    expect(overfit(trainer, () => ({ images: features, captions }), 300)).toBeLessThan(0.1);
  });

  it("leaves the weights unchanged if the loss isn't finite", () => {
    const { params, all, objective } = make(true), before = params.Why.data.slice();
    const trainer = new TapeTrainer(all, objective, { optimizer, batch });
    const bad = images.map((a) => a > 1 ? NaN : a);
    expect(trainer.gradients({ images: bad, captions })).toBeNaN();
    expect(trainer.update()).toBeNaN();
    trainer.writeBack();
    expect([trainer.step, params.Why.data]).toEqual([0, before.map(Math.fround)]);
  });

  it("refuses a number of time steps that is not a positive integer", () => {
    const sizes = { words: 5, embedding: 2, hidden: 2, features: 2 };
    for (const steps of [0, 2.5, NaN]) {
      expect(() => captionObjective(captioners.Chen(sizes), { steps }))
        .toThrow(`Cannot create an objective: steps must be a positive integer, got ${steps}`);
    }
  });

  it("refuses batches of another size, longer captions and numbers", () => {
    const { all, objective } = make(true), xs = [new Matrix(2, 5)];
    const trainer = new TapeTrainer(all, objective, { optimizer, batch });
    const load = (changed: Partial<typeof captions>, given = images) => () =>
      trainer.gradients({ images: given, captions: { ...captions, ...changed } });
    expect(load({ size: 3 })).toThrow("Cannot load 3 classes: the batch has 5 sequences");
    expect(load({ steps: 9 })).toThrow("Cannot load captions of 9 time steps: expected up to 8");
    expect(load({ xs: xs as never })).toThrow("expected classes of words, got matrices");
    expect(load({}, new Matrix(15, 5))).toThrow("Cannot write 15×5 into 16×5");
  });
});

describe("imaginedFeatures()", () => {
  it("refuses a class outside the vocabulary", () => {
    const sizes = { words: 5, embedding: 2, hidden: 2, features: 2 };
    const params = captioners.Chen(sizes).params(seeded(3));
    for (const bad of [5, -1, 0.5, NaN]) {
      expect(() => imaginedFeatures(params, [1, bad]))
        .toThrow(`Cannot read class ${bad}: it must be an integer from 0 to 4`);
    }
  });

  it("returns features from a caption that are nearest to those of its image", () => {
    const texts = ["a three", "two nines", "a three above a nine", "a nine"];
    const vocabulary = new WordVocabulary(texts), captions = tokenBatch(vocabulary, texts);
    const sizes = { words: vocabulary.size, embedding: 4, hidden: 8, features: 8 };
    const captioner = captioners.Chen(sizes), params = captioner.params(seeded(3));
    const features = normal(1)(8, 4, seeded(4));
    const objective = captionObjective(captioner, { steps: 8 });
    const trainer = new TapeTrainer(params, objective, { optimizer, batch: 4 });
    overfit(trainer, () => ({ images: features, captions }), 2000);
    [1, 2].forEach((b) => { // the other captions begin or end like another one
      const v = imaginedFeatures(params, [vocabulary.start, ...vocabulary.encode(texts[b])]);
      const far = [0, 1, 2, 3].map((n) => v.subtract(features.column(n)).norm());
      expect(far.indexOf(Math.min(...far))).toBe(b);
    });
  });
});
