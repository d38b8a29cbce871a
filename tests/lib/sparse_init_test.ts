import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { seeded, sparseInit, spectralRadius } from "rnn";

describe("sparse()", () => {
  it("draws 15 weights per unit and scales to a spectral radius of 0.95", () => {
    const W = sparseInit()(50, 50, seeded(1));
    for (let i = 0; i < 50; i++) {
      expect(W.data.slice(i * 50, (i + 1) * 50).filter((w) => w !== 0).length).toBe(15);
    }
    expect(spectralRadius(W)).toBeCloseTo(0.95, 10);
  });

  it("refuses weights of spectral radius 0", () => {
    expect(() => sparseInit(1)(3, 3, () => 0))
      .toThrow("Cannot draw sparse weights: the drawn weights have a spectral radius of 0");
  });

  it("refuses a number of weights or a radius that is not positive", () => {
    const draw = (incoming: number, radius?: number) => () =>
      sparseInit(incoming, radius)(3, 3, seeded(1));
    expect(draw(0))
      .toThrow("Cannot draw sparse weights: incoming must be a positive integer, got 0");
    expect(draw(1.5)).toThrow("incoming must be a positive integer, got 1.5");
    expect(draw(15, Infinity))
      .toThrow("Cannot draw sparse weights: the spectral radius must be finite and positive");
  });
});
