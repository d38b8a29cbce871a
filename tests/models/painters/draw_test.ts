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
import { FastTape } from "../../../lib/fast/tape.ts";
import { PaintTrainer } from "rnn/models";

const SIDE = 6, BATCH = 4;
const sizes = { steps: 3, latent: 3, encoder: 4, decoder: 4 };
const attentive: DrawSizes = { ...sizes, access: attentiveCanvas({ side: SIDE, filters: 3 }) };
const whole: DrawSizes = { ...sizes, access: wholeCanvas(SIDE) };
const painters: Record<string, GenerativeModel> = {
  "DRAW with attention": drawModel(attentive),
  "DRAW without attention": drawModel(whole),
  "a VAE": vaeModel({ pixels: SIDE ** 2, latent: 3, hidden: 8 }),
};

/** Weights large enough that every path matters, biases too. */
function weights(painter: GenerativeModel): Params {
  const random = seeded(3);
  return Object.fromEntries(
    Object.entries(painter.params(random)).map(([name, W]) => [
      name,
      W.cols === 1 ? normal(0.3)(W.rows, 1, random) : W,
    ]),
  );
}

const images = new Matrix(SIDE ** 2, BATCH).map(
  ((random) => () => random() < 0.4 ? 1 : 0)(seeded(5)),
);

for (const [name, painter] of Object.entries(painters)) {
  describe(`bound() of ${name}`, () => {
    const params = weights(painter), noise = latentNoise(painter, BATCH, seeded(6));
    const mean = () => {
      const all = negativeELBO(painter, params, images, noise).data;
      return all.reduce((sum, E) => sum + E, 0) / BATCH;
    };
    const values = toValues(params), given = noise.map((e) => new Value(e));
    const E = painter.negativeELBO(values, new Value(images), given, zerosLikeBatch(BATCH)).sum()
      .scale(1 / BATCH);
    const found = gradients(E);

    for (const param of Object.keys(params)) {
      it(`bound() has the gradient of finite differences for ${param}`, () => {
        const d = found.get(values[param])!;
        expect(relativeError(d, numericalGradient(mean, params[param]))).toBeLessThan(1e-7);
        expect(d.norm()).toBeGreaterThan(1e-4);
      });
    }

    it("bound() has the readable value and gradients on the fast tape, to 1e-5", () => {
      const tape = new FastTape(), p = tape.trainable(params);
      const x = tape.input(painter.pixels, BATCH);
      const inputs = noise.map(({ rows }) => tape.input(rows, BATCH));
      const each = painter.negativeELBO(p, x, inputs, (rows) => tape.input(rows, BATCH));
      tape.finish(each.sum().scale(1 / BATCH));
      x.write(images);
      noise.forEach((e, t) => inputs[t].write(e));
      for (let run = 0; run < 2; run++) {
        expect(Math.abs(tape.run() / mean() - 1)).toBeLessThan(1e-5);
        tape.back();
        for (const param of Object.keys(params)) {
          const d = found.get(values[param])!;
          expect(relativeError(p[param].readGradient(), d)).toBeLessThan(1e-5);
        }
      }
    });
  });
}

for (const [name, draw] of Object.entries({ "with attention": attentive, "without": whole })) {
  describe(`drawCell() ${name}`, () => {
    const painter = drawModel(draw), params = weights(painter);
    const image = images.column(1), noise = latentNoise(painter, 1, seeded(8));
    const cell = drawCell(draw, params).withContext(image);
    const trace = unroll(cell, noise, drawState0(params)) as TapeStep[];
    const last = trace.length, from = cell.stateSize - cell.hiddenSize; // where the canvas begins
    const error = (canvas: Matrix) => canvas.map((c) => 1 / (1 + Math.exp(-c))).subtract(image);
    const direct = trace.map(({ state, h }, n) =>
      n + 1 < last ? new Matrix(state.rows, 1) : Matrix.blocks([[new Matrix(from, 1)], [error(h)]])
    );

    it("drawCell() unrolled paints what the bound is made of", () => {
      const kl = trace.map(({ named }) =>
        new Value(named.mu).apply(klToStandardNormal, new Value(named.logSigma)).matrix.at(0)
      );
      const E = new Value(trace[last - 1].h).apply(bernoulliNLL, new Value(image)).matrix.at(0);
      const sum = kl.reduce((total, nats) => total + nats, E);
      expect(sum).toBeCloseTo(negativeELBO(painter, params, image, noise).at(0), 10);
    });

    it("drawCell()'s factors give ∂canvas_T/∂canvas_k as finite differences do", () => {
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
        expect(found.at(j)).toBeGreaterThan(0.5); // the canvas itself goes on, factor 1
      }
    });

    it("drawCell()'s terms sum to the gradient that bptt finds", () => {
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

describe("paintings()", () => {
  it("paintings() are chances of ink, one canvas a step, the same for the same noise", () => {
    for (const painter of Object.values(painters)) {
      const params = painter.params(seeded(1)), noise = latentNoise(painter, 5, seeded(9));
      const canvases = generateImages(painter, params, noise);
      expect(canvases.length).toBe(painter.steps);
      expect(canvases.every(({ shape }) => shape === `${SIDE ** 2}×5`)).toBe(true);
      expect(canvases.every(({ data }) => data.every((ink) => ink > 0 && ink < 1))).toBe(true);
      expect(generateImages(painter, painter.params(seeded(1)), noise)).toEqual(canvases);
      expect(generateImages(painter, params, latentNoise(painter, 5, seeded(10)))).not.toEqual(
        canvases,
      );
    }
  });
});

describe("Painter", () => {
  const painter = painters["DRAW with attention"], params = painter.params(seeded(1));
  const noise = latentNoise(painter, BATCH, seeded(6));

  it("bounds() refuses images of another size, ink outside 0 to 1, and other noise", () => {
    expect(() => negativeELBO(painter, params, new Matrix(25, BATCH), noise))
      .toThrow("Cannot paint images of 25 pixels: the painter's have 36");
    for (const bad of [-0.1, 1.5, NaN]) {
      expect(() => negativeELBO(painter, params, images.map(() => bad), noise))
        .toThrow(`Cannot paint a pixel of ${bad}: ink is 0 to 1`);
    }
    expect(() => negativeELBO(painter, params, images, noise.slice(1)))
      .toThrow("Cannot paint from 2 steps of noise of 3×4: 3 of 3×4 are needed");
    expect(() => generateImages(painter, params, [])).toThrow("Cannot paint from 0 steps of noise");
  });

  it("drawPainter() and vaePainter() refuse sizes of zero", () => {
    expect(() => drawModel({ ...attentive, steps: 0 })).toThrow("a painter with steps 0");
    expect(() => drawModel({ ...whole, latent: 1.5 })).toThrow("a painter with latent 1.5");
    expect(() => attentiveCanvas({ side: 16, filters: 0 })).toThrow("through 0 filters");
    expect(() => drawModel({ ...sizes, access: wholeCanvas(0) })).toThrow("with side 0");
    expect(() => vaeModel({ pixels: 36, latent: 0, hidden: 8 })).toThrow("with latent 0");
  });
});

describe("PaintTrainer", () => {
  const painter = painters["DRAW with attention"];
  const how = { optimizer: adam(0.02), clip: { norm: 5 }, batch: BATCH };

  /** The bounds after some updates with seeded noise. */
  function learnt(updates: number) {
    const params = painter.params(seeded(1)), trainer = new PaintTrainer(painter, params, how);
    const random = seeded(2), still = latentNoise(painter, BATCH, seeded(3));
    for (let n = 0; n < updates; n++) trainer.update(images, latentNoise(painter, BATCH, random));
    trainer.writeBack();
    return { trainer, params, each: trainer.bounds(images, still), still };
  }

  it("PaintTrainer learns four images by heart, the same bits for the same seeds", () => {
    const { trainer, params, each, still } = learnt(400);
    const total = ({ data }: Matrix) => data.reduce((sum, E) => sum + E, 0);
    expect(trainer.step).toBe(400);
    expect(total(each)).toBeLessThan(0.65 * total(learnt(0).each));
    expect(relativeError(each, negativeELBO(painter, params, images, still))).toBeLessThan(1e-5);
    expect(learnt(400).each).toEqual(each);
  });

  it("PaintTrainer refuses what bounds() does, and another batch", () => {
    const { trainer, still } = learnt(0);
    expect(() => trainer.update(new Matrix(25, BATCH), still)).toThrow("images of 25 pixels");
    expect(() => trainer.update(images.map(() => 2), still)).toThrow("a pixel of 2");
    expect(() => trainer.update(images.column(0), latentNoise(painter, 1, seeded(1))))
      .toThrow("Cannot write 36×1 into 36×4");
  });
});
