import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import {
  attentiveCanvas,
  bounds,
  drawPainter,
  gradients,
  Matrix,
  noiseFor,
  normal,
  numericalGradient,
  type Painter,
  type Params,
  relativeError,
  seeded,
  vaePainter,
  Value,
  valuesOf,
  wholeCanvas,
  zerosOf,
} from "rnn";
import { FastTape } from "rnn/fast";

const SIDE = 6, BATCH = 4;
const sizes = { steps: 3, latent: 3, encoder: 4, decoder: 4 };
const painters: Record<string, Painter> = {
  "DRAW with attention": drawPainter({
    ...sizes,
    access: attentiveCanvas({ side: SIDE, filters: 3 }),
  }),
  "DRAW without attention": drawPainter({ ...sizes, access: wholeCanvas(SIDE) }),
  "a VAE": vaePainter({ pixels: SIDE ** 2, latent: 3, hidden: 8 }),
};

/** Weights large enough that every path matters, biases too. */
function weights(painter: Painter): Params {
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
    const params = weights(painter), noise = noiseFor(painter, BATCH, seeded(6));
    const mean = () => {
      const all = bounds(painter, params, images, noise).data;
      return all.reduce((sum, E) => sum + E, 0) / BATCH;
    };
    const values = valuesOf(params), given = noise.map((e) => new Value(e));
    const E = painter.bound(values, new Value(images), given, zerosOf(BATCH)).sum()
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
      const tape = new FastTape(), p = tape.learning(params);
      const x = tape.input(painter.pixels, BATCH);
      const inputs = noise.map(({ rows }) => tape.input(rows, BATCH));
      const each = painter.bound(p, x, inputs, (rows) => tape.input(rows, BATCH));
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
