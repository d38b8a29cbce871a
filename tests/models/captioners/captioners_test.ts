import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import {
  bptt,
  CaptionCell,
  Matrix,
  normal,
  numericalGradient,
  oneHot,
  type Params,
  Readout,
  relativeError,
  seeded,
  sequenceLoss,
  unroll,
} from "rnn";
import {
  captionDecoder,
  type Captioner,
  captioners,
  captionLoss,
  type Captions,
  cnnParams,
  type CNNShape,
  cs231nLSTMCaptioner,
  greedyCaptions,
  perplexity,
  saliency,
  sceneCNN,
  zerosLikeBatch,
} from "rnn/models";
import { gradients, toValues, Value } from "rnn/autodiff";
import { sample } from "rnn/text";
import { cs231nCaptioner } from "../../../models/captioners/cs231n.ts";
import { everyCaptioner } from "./every_captioner.ts";
import { linspace } from "./linspace.ts";

const SIZES = { words: 7, embedding: 4, hidden: 8, features: 5 };
const BATCH = 3;
const captions: Captions = {
  words: [[1, 1, 1], [4, 3, 6], [5, 0, 3]].map((list) => Int32Array.from(list)),
  targets: [[4, 3, 6], [5, 2, 3], [2, -1, 2]].map((list) => Int32Array.from(list)),
};

/** Weights large enough that every path matters, biases too. */
function weights(captioner: Captioner): Params {
  const random = seeded(3), params = captioner.params(random);
  return Object.fromEntries(
    Object.entries(params).map(([name, W]) => [
      name,
      W.cols === 1 ? normal(0.3)(W.rows, 1, random) : W,
    ]),
  );
}

for (const [name, make] of Object.entries(everyCaptioner)) {
  describe(`captionLoss() of ${name}`, () => {
    const captioner = make(SIZES), params = weights(captioner);
    const v = normal(1)(SIZES.features, BATCH, seeded(4));
    const loss = () => {
      const values = toValues(params), seen = new Value(v);
      return {
        values,
        seen,
        E: captionLoss(captioner, values, seen, captions, zerosLikeBatch(BATCH)),
      };
    };
    const { values, seen, E } = loss(), found = gradients(E);
    const numerical = (A: Matrix) => numericalGradient(() => loss().E.matrix.at(0), A);

    for (const param of Object.keys(params)) {
      it(`captionLoss() has the gradient of finite differences for ${param}`, () => {
        const d = found.get(values[param])!;
        expect(relativeError(d, numerical(params[param]))).toBeLessThan(1e-7);
        expect(d.norm()).toBeGreaterThan(1e-3);
      });
    }
    it("captionLoss() has the gradient of finite differences for the features v", () => {
      expect(relativeError(found.get(seen)!, numerical(v))).toBeLessThan(1e-7);
    });

    it("captionLoss() doesn't depend on the input of a masked step", () => {
      const words = captions.words.map((list) => list.slice());
      words[2][1] = 5;
      const E2 = captionLoss(
        { ...captioner, extra: undefined },
        values,
        seen,
        { ...captions, words },
        zerosLikeBatch(BATCH),
      );
      const E1 = captionLoss(
        { ...captioner, extra: undefined },
        values,
        seen,
        captions,
        zerosLikeBatch(BATCH),
      );
      expect(E2.matrix.at(0)).toBeCloseTo(E1.matrix.at(0), 13);
    });

    it("greedyCaptions() decodes the same as sample() for each image alone", () => {
      const all = greedyCaptions(captioner, params, v, { start: 1, end: 2, longest: 6 });
      all.forEach((caption, b) => {
        const decoder = captionDecoder(captioner, params, v.column(b));
        const alone = sample(decoder, [1], 6, { temperature: 0, end: 2 });
        expect(alone).toEqual(caption);
      });
    });

    it("greedyCaptions() refuses a start or an end that is not a word, and an invalid length", () => {
      const decode = (changed: object) => () =>
        greedyCaptions(captioner, params, v, { start: 1, end: 2, longest: 6, ...changed });
      for (const bad of [7, -1, 1.5, NaN]) {
        const must = "it must be an integer from 0 to 6";
        expect(decode({ start: bad })).toThrow(`Cannot start at class ${bad}: ${must}`);
        expect(decode({ end: bad })).toThrow(`Cannot end at class ${bad}: ${must}`);
      }
      expect(decode({ longest: NaN }))
        .toThrow("Cannot decode: longest must be a positive integer, got NaN");
      const { step, initialState } = captionDecoder(captioner, params, v.column(0));
      expect(() => step(initialState, NaN)).toThrow("Cannot read class NaN");
    });

    it("captionDecoder() refuses features of the wrong length, and of two images", () => {
      expect(() => captionDecoder(captioner, params, new Matrix(4, 1)))
        .toThrow(`Cannot caption images: ${captioner.name} expects 5 features, got 4`);
      expect(() => captionDecoder(captioner, params, new Matrix(5, 2)))
        .toThrow("Cannot decode 2 images at once: expected one");
    });
  });
}

describe("captionLoss()", () => {
  it("captionLoss() of the lecture's captioner equals that of CaptionCell, including all gradients", () => {
    const { words, embedding, hidden, features } = SIZES;
    const captioner = captioners.lecture(SIZES), params = weights(captioner);
    const v = normal(1)(features, BATCH, seeded(4));
    const cell = new CaptionCell(embedding, hidden, features, seeded(1));
    const readout = new Readout(hidden, words, seeded(1));
    for (const [name, W] of Object.entries({ ...cell.params, ...readout.params })) {
      W.data.set(params[name].data);
    }
    const xs = captions.words.map((list) =>
      params.We.matmul(Matrix.blocks([Array.from(list, (index) => oneHot(index, words))]))
    );
    const targets = captions.targets.map((list) => Array.from(list, (w) => w < 0 ? null : w));
    const seeing = cell.withContext(v), trace = unroll(seeing, xs);
    const { loss, direct, dparams } = sequenceLoss(readout, trace, targets);
    const back = bptt(seeing, trace, direct);

    const values = toValues(params), seen = new Value(v);
    const E = captionLoss(captioner, values, seen, captions, zerosLikeBatch(BATCH));
    const found = gradients(E);
    expect(E.matrix.at(0)).toBeCloseTo(loss, 12);
    for (const [name, d] of Object.entries({ ...back.dparams, ...dparams })) {
      expect(relativeError(found.get(values[name])!, d)).toBeLessThan(1e-12);
    }
    expect(relativeError(found.get(seen)!, back.dcontext!)).toBeLessThan(1e-12);
  });

  it("perplexity() is V for uniform predictions, and refuses captions without targets", () => {
    const captioner = captioners.lecture(SIZES), params = captioner.params(seeded(1));
    params.Why = params.Why.scale(0);
    const v = normal(1)(5, BATCH, seeded(4));
    expect(perplexity(captioner, params, v, captions)).toBeCloseTo(SIZES.words, 10);
    const { words } = captions, targets = words.map((list) => list.map(() => -1));
    expect(() => perplexity(captioner, params, v, { words, targets }))
      .toThrow("Cannot compute the perplexity of 0 words");
  });

  for (
    const [make, from, to, want] of [
      [cs231nCaptioner, -1.5, 0.3, 9.83235591003],
      [cs231nLSTMCaptioner, -0.5, 1.7, 9.82445935443],
    ] as const
  ) {
    it(`captionLoss() is the loss that CS231n published for its captioner: ${want}`, () => {
      const [N, D, W, H, V, T] = [10, 20, 30, 40, 3, 13];
      const captioner = make({ words: V, embedding: W, hidden: H, features: D });
      const all = (rows: number, cols: number) => linspace(-1.4, 1.3, rows, cols);
      const params = captioner.params(seeded(1));
      for (const [name, { rows, cols }] of Object.entries(params)) {
        params[name] = all(cols, rows).T; // theirs multiply from the right
      }
      const word = (n: number, t: number) => (n * T + t) % V;
      const at = (t: number, isTarget: boolean) =>
        Int32Array.from({ length: N }, (_, n) => word(n, t) || (isTarget ? -1 : 0)); // <NULL> is class 0
      const steps = Array.from({ length: T - 1 }, (_, t) => t);
      const E = captionLoss(
        captioner,
        toValues(params),
        new Value(linspace(from, to, N, D).T),
        { words: steps.map((t) => at(t, false)), targets: steps.map((t) => at(t + 1, true)) },
        zerosLikeBatch(N),
      );
      expect(Math.abs(E.matrix.at(0) - want)).toBeLessThan(1e-10);
    });
  }

  it("captionLoss() refuses captions of 0 time steps", () => {
    const captioner = captioners.lecture(SIZES), values = toValues(captioner.params(seeded(1)));
    const v = new Value(new Matrix(5, 1));
    expect(() => captionLoss(captioner, values, v, { words: [], targets: [] }, zerosLikeBatch(1)))
      .toThrow("Cannot compute the loss of 0 time steps");
  });
});

it("captioners share no weight names with a CNN", () => {
  const cnnNames = Object.keys(cnnParams(sceneCNN, seeded(1)));
  for (const make of Object.values(everyCaptioner)) {
    for (const name of Object.keys(make(SIZES).params(seeded(1)))) {
      expect(cnnNames).not.toContain(name);
    }
  }
});

describe("saliency()", () => {
  it("saliency() matches finite differences for every pixel, at every word", () => {
    const shape: CNNShape = {
      image: { channels: 1, height: 4, width: 4 },
      layers: [{ channels: 3, pools: true }],
      features: SIZES.features,
    };
    const captioner = captioners.Karpathy(SIZES), image = normal(1)(16, 1, seeded(8));
    const params = { ...cnnParams(shape, seeded(2)), ...weights(captioner) };
    const caption = { start: 1, words: [4, 5, 3, 2] };
    const all = saliency(shape, captioner, params, image, caption);
    expect(all.map(({ index }) => index)).toEqual(caption.words);
    all.forEach(({ dimage }, n) => {
      const log = () => saliency(shape, captioner, params, image, caption)[n].logProbability;
      expect(relativeError(dimage, numericalGradient(log, image, 1e-6))).toBeLessThan(1e-6);
    });
    expect(() => saliency(shape, captioner, params, new Matrix(16, 2), caption))
      .toThrow("Cannot compute saliency of 2 images: expected one");
    for (const bad of [7, -1, 1.5, NaN]) {
      expect(() => saliency(shape, captioner, params, image, { start: 1, words: [4, bad] }))
        .toThrow(`Cannot use word ${bad}: it must be an integer from 0 to 6`);
    }
  });
});
