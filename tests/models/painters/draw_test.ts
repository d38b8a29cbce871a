import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { adam } from "rnn/train";
import {
  attentiveCanvas,
  bernoulliNLL,
  drawCell,
  drawModel,
  type DrawSizes,
  drawState0,
  generateImages,
  type GenerativeModel,
  klToStandardNormal,
  latentNoise,
  negativeELBO,
  vaeModel,
  wholeCanvas,
  zerosLikeBatch,
} from "rnn/models";
import {
  bptt,
  jacobianPaths,
  Matrix,
  normal,
  numericalGradient,
  type Params,
  relativeError,
  seeded,
  unroll,
} from "rnn";
import { gradients, type TapeStep, toValues, Value } from "rnn/autodiff";
import { TapeTrainer } from "rnn/fast";
import { elboObjective } from "rnn/models";
import { expectReadableGradients, overfit } from "../readable_path.ts";

const SIDE = 6, BATCH = 5;
const sizes = { steps: 3, latent: 3, encoder: 4, decoder: 4 };
const attentive: DrawSizes = { ...sizes, access: attentiveCanvas({ side: SIDE, filters: 3 }) };
const whole: DrawSizes = { ...sizes, access: wholeCanvas(SIDE) };
const models: Record<string, GenerativeModel> = {
  "DRAW with attention": drawModel(attentive),
  "DRAW without attention": drawModel(whole),
  "a VAE": vaeModel({ pixels: SIDE ** 2, latent: 3, hidden: 8 }),
  "a VAE of shared depth": vaeModel({ pixels: SIDE ** 2, latent: 3, hidden: 8, repeats: 3 }),
};

/** Weights large enough that every path matters, biases too. */
function weights(model: GenerativeModel): Params {
  const random = seeded(3);
  return Object.fromEntries(
    Object.entries(model.params(random)).map(([name, W]) => [
      name,
      W.cols === 1 ? normal(0.3)(W.rows, 1, random) : W,
    ]),
  );
}

const images = new Matrix(SIDE ** 2, BATCH).map(
  ((random) => () => random() < 0.4 ? 1 : 0)(seeded(5)),
);

for (const [name, model] of Object.entries(models)) {
  describe(`negativeELBO() of ${name}`, () => {
    const params = weights(model), noise = latentNoise(model, BATCH, seeded(6));
    const mean = () => {
      const all = negativeELBO(model, params, images, noise).data;
      return all.reduce((sum, E) => sum + E, 0) / BATCH;
    };
    const values = toValues(params), given = noise.map((e) => new Value(e));
    const E = model.negativeELBO(values, new Value(images), given, zerosLikeBatch(BATCH))
      .batchMean();
    const found = gradients(E);

    for (const param of Object.keys(params)) {
      it(`negativeELBO() has the gradient of finite differences for ${param}`, () => {
        const d = found.get(values[param])!;
        expect(relativeError(d, numericalGradient(mean, params[param]))).toBeLessThan(1e-7);
        expect(d.norm()).toBeGreaterThan(1e-4);
      });
    }

    it("elboObjective() has the readable gradients", () => {
      expectReadableGradients(params, elboObjective(model), {
        ...{ data: { images, noise }, batch: BATCH },
        loss: (p) =>
          model.negativeELBO(p, new Value(images), given, zerosLikeBatch(BATCH)).batchMean(),
      });
    });
  });
}

for (const [name, draw] of Object.entries({ "with attention": attentive, "without": whole })) {
  describe(`drawCell() ${name}`, () => {
    const model = drawModel(draw), params = weights(model);
    const image = images.column(1), noise = latentNoise(model, 1, seeded(8));
    const cell = drawCell(draw, params).withContext(image);
    const trace = unroll(cell, noise, drawState0(params)) as TapeStep[];
    const last = trace.length, from = cell.stateSize - cell.hiddenSize; // the first row of the canvas
    const error = (canvas: Matrix) => canvas.map((c) => 1 / (1 + Math.exp(-c))).subtract(image);
    const direct = trace.map(({ state, h }, n) =>
      n + 1 < last ? new Matrix(state.rows, 1) : Matrix.blocks([[new Matrix(from, 1)], [error(h)]])
    );

    it("drawCell() unrolls to the terms of negativeELBO()", () => {
      const kl = trace.map(({ named }) =>
        new Value(named.mu).apply(klToStandardNormal, new Value(named.logSigma)).matrix.at(0)
      );
      const E = new Value(trace[last - 1].h).apply(bernoulliNLL, new Value(image)).matrix.at(0);
      const sum = kl.reduce((total, nats) => total + nats, E);
      expect(sum).toBeCloseTo(negativeELBO(model, params, image, noise).at(0), 10);
    });

    it("drawCell() has factors whose product ∂canvas_T/∂canvas_k matches finite differences", () => {
      const paths = jacobianPaths(cell, trace, direct);
      const product = paths.product(last, 1), columns = product.T.sliceRows(from);
      const canvasOf = (j: number, h: number) => {
        const moved = new Matrix(cell.stateSize, 1, trace[0].state.data.slice());
        moved.data[from + j] += h;
        return unroll(cell, noise.slice(1), moved).at(-1)!.h;
      };
      for (const j of [0, 7, 20]) {
        const numerical = canvasOf(j, 1e-5).subtract(canvasOf(j, -1e-5)).scale(1 / 2e-5);
        const found = columns.sliceRows(j, j + 1).T.sliceRows(from);
        expect(relativeError(found, numerical)).toBeLessThan(1e-8);
        expect(found.at(j)).toBeGreaterThan(0.5); // the canvas is a sum, so its own factor is 1
      }
    });

    it("drawCell() has terms that sum to the gradient of bptt()", () => {
      const { dparams } = bptt(cell, trace, direct), paths = jacobianPaths(cell, trace, direct);
      for (const param of Object.keys(dparams)) {
        const terms = trace.map((_, n) => paths.term(last, n + 1)[param]);
        const sum = terms.reduce((total, term) => total.add(term));
        const size = terms.reduce((total, term) => total + term.norm(), 0);
        expect(sum.subtract(dparams[param]).norm()).toBeLessThanOrEqual(1e-12 * size);
      }
    });
  });
}

describe("generateImages()", () => {
  it("generateImages() returns probabilities for each time step, the same for the same noise", () => {
    for (const model of Object.values(models)) {
      const params = model.params(seeded(1)), noise = latentNoise(model, 5, seeded(9));
      const canvases = generateImages(model, params, noise);
      expect(canvases.length).toBe(model.steps);
      expect(canvases.every(({ shape }) => shape === `${SIDE ** 2}×5`)).toBe(true);
      expect(canvases.every(({ data }) => data.every((ink) => ink > 0 && ink < 1))).toBe(true);
      expect(generateImages(model, model.params(seeded(1)), noise)).toEqual(canvases);
      expect(generateImages(model, params, latentNoise(model, 5, seeded(10)))).not.toEqual(
        canvases,
      );
    }
  });
});

describe("GenerativeModel", () => {
  const model = models["DRAW with attention"], params = model.params(seeded(1));
  const noise = latentNoise(model, BATCH, seeded(6));

  it("negativeELBO() refuses images of another size, pixels outside 0 to 1, and other noise", () => {
    expect(() => negativeELBO(model, params, new Matrix(25, BATCH), noise))
      .toThrow("Cannot paint images of 25 pixels: the painter's have 36");
    for (const bad of [-0.1, 1.5, NaN]) {
      expect(() => negativeELBO(model, params, images.map(() => bad), noise))
        .toThrow(`Cannot paint a pixel of ${bad}: ink is 0 to 1`);
    }
    expect(() => negativeELBO(model, params, images, noise.slice(1)))
      .toThrow("Cannot use noise: expected 3 time steps of 3×5, got 2 of 3×5");
    expect(() => generateImages(model, params, [])).toThrow("Cannot use noise");
  });

  it("drawModel() and vaeModel() refuse sizes that aren't positive integers", () => {
    expect(() => drawModel({ ...attentive, steps: 0 })).toThrow(
      "Cannot create a generative model: steps must be a positive integer, got 0",
    );
    expect(() => drawModel({ ...whole, latent: 1.5 })).toThrow(
      "latent must be a positive integer, got 1.5",
    );
    expect(() => attentiveCanvas({ side: 16, filters: 0 })).toThrow("through 0 filters");
    expect(() => drawModel({ ...sizes, access: wholeCanvas(0) })).toThrow(
      "side must be a positive integer, got 0",
    );
    expect(() => vaeModel({ pixels: 36, latent: 0, hidden: 8 })).toThrow(
      "latent must be a positive integer, got 0",
    );
  });
});

describe("elboObjective()", () => {
  const model = models["DRAW with attention"];
  const options = { optimizer: adam(0.02), clip: { norm: 5 }, batch: BATCH };
  const still = latentNoise(model, BATCH, seeded(3));

  /** Returns the bounds after some updates with seeded noise. */
  function trained(updates: number) {
    const params = model.params(seeded(1)), random = seeded(2);
    const trainer = new TapeTrainer(params, elboObjective(model), options);
    overfit(trainer, () => ({ images, noise: latentNoise(model, BATCH, random) }), updates);
    trainer.loss({ images, noise: still });
    return { trainer, params, each: trainer.output("negativeELBO") };
  }

  it("overfits the images, with the same bits for the same seeds", () => {
    const { params, each } = trained(400);
    const total = ({ data }: Matrix) => data.reduce((sum, E) => sum + E, 0);
    expect(total(each)).toBeLessThan(0.65 * total(trained(0).each));
    expect(relativeError(each, negativeELBO(model, params, images, still))).toBeLessThan(1e-5);
    expect(trained(400).each).toEqual(each);
  });

  it("refuses what negativeELBO() does, and another batch", () => {
    const { trainer } = trained(0);
    const load = (images: Matrix, noise = still) => () => trainer.loss({ images, noise });
    expect(load(new Matrix(25, BATCH))).toThrow("images of 25 pixels");
    expect(load(images.map(() => 2))).toThrow("a pixel of 2");
    expect(load(images.column(0), latentNoise(model, 1, seeded(1)))).toThrow("Cannot write 36×1");
  });
});
