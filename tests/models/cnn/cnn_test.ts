import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { cnnFeatures, cnnParams, type CNNShape, convolve, digitCNN, sceneCNN } from "rnn/models";
import { gradients, toValues, Value } from "rnn/autodiff";
import { Matrix, normal, numericalGradient, relativeError, seeded } from "rnn";
import { layerShapes } from "../../../models/cnn/cnn.ts";

const SMALL: CNNShape = {
  image: { channels: 1, height: 4, width: 6 },
  layers: [{ channels: 2, pools: true }, { channels: 3, pools: false }],
  features: 4,
};

describe("cnnFeatures()", () => {
  const random = seeded(2), params = cnnParams(SMALL, random), images = normal(1)(24, 3, random);
  const weights = normal(1)(4, 3, random);
  for (const b of ["k1", "k2", "bv"]) {
    params[b].data.set(normal(0.3)(params[b].rows, 1, random).data);
  }
  const E = () =>
    cnnFeatures(SMALL, toValues(params), new Value(images)).matrix.hadamard(weights).data
      .reduce((sum, e) => sum + e, 0);
  const values = toValues(params), pixels = new Value(images);
  const found = gradients(cnnFeatures(SMALL, values, pixels), weights);

  for (const name of Object.keys(params)) {
    it(`cnnFeatures() has the gradient of finite differences for ${name}`, () => {
      const d = found.get(values[name])!;
      expect(relativeError(d, numericalGradient(E, params[name], 1e-6))).toBeLessThan(1e-7);
      expect(d.norm()).toBeGreaterThan(1e-3);
    });
  }

  it("cnnFeatures() has the gradient of finite differences for every pixel", () => {
    expect(relativeError(found.get(pixels)!, numericalGradient(E, images, 1e-6))).toBeLessThan(
      1e-7,
    );
  });

  it("cnnFeatures() treats each image of a batch independently", () => {
    const alone = [0, 1, 2].map((b) =>
      cnnFeatures(SMALL, values, new Value(images.column(b))).matrix
    );
    const together = cnnFeatures(SMALL, values, pixels).matrix;
    expect(relativeError(Matrix.blocks([alone]), together)).toBeLessThan(1e-14);
  });

  it("cnnFeatures() refuses an image of the wrong size", () => {
    const p = toValues(cnnParams(digitCNN, random));
    expect(() => cnnFeatures(digitCNN, p, new Value(new Matrix(63, 1))))
      .toThrow("Cannot read images: expected 64 rows for 1×8×8 pixels, got 63×1");
  });
});

describe("convolve()", () => {
  it("convolve() is the sum over each neighbourhood", () => {
    const random = seeded(3), maps = { channels: 2, height: 3, width: 4 };
    const [K, k, X] = [[3, 18], [3, 1], [24, 2]].map(([m, n]) => normal(1)(m, n, random));
    const out = convolve(new Value(K), new Value(k), new Value(X), maps).matrix;
    const pixel = (c: number, y: number, x: number, b: number) =>
      y < 0 || y > 2 || x < 0 || x > 3 ? 0 : X.at((c * 3 + y) * 4 + x, b);
    for (let n = 0; n < 3 * 3 * 4 * 2; n++) {
      const [b, x, y, d] = [n % 2, (n >> 1) % 4, Math.floor(n / 8) % 3, Math.floor(n / 24)];
      let sum = k.at(d);
      for (let j = 0; j < 18; j++) {
        const [c, dy, dx] = [Math.floor(j / 9), Math.floor(j / 3) % 3 - 1, j % 3 - 1];
        sum += K.at(d, j) * pixel(c, y + dy, x + dx, b);
      }
      expect(out.at((d * 3 + y) * 4 + x, b)).toBeCloseTo(sum, 12);
    }
  });
});

describe("layerShapes()", () => {
  it("layerShapes() returns the input shape of each layer", () => {
    expect(layerShapes(sceneCNN).map(({ channels: c, height: h, width: w }) => [c, h, w]))
      .toEqual([[1, 24, 24], [16, 12, 12], [32, 6, 6], [32, 6, 6]]);
    const params = cnnParams(sceneCNN, seeded(1));
    expect(Object.entries(params).map(([name, W]) => `${name} ${W.shape}`)).toEqual([
      "K1 16×9",
      "k1 16×1",
      "K2 32×144",
      "k2 32×1",
      "K3 32×288",
      "k3 32×1",
      "Wv 128×1152",
      "bv 128×1",
    ]);
  });
});
