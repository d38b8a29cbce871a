import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { bernoulliNLL, klToStandardNormal, reparameterize } from "rnn/models";
import { type CustomOp, Value } from "rnn/autodiff";
import { Matrix, normal, seeded } from "rnn";
import { expectGradients } from "../../lib/autodiff/custom_ops.ts";

describe("the terms of the negative ELBO", () => {
  const [mu, logSigma, noise] = [1, 2, 3].map((seed) => normal(0.7)(3, 4, seeded(seed)));
  const of = (op: CustomOp, ...operands: number[]) => {
    const [first, ...others] = operands.map((a) => new Value(Matrix.of([[a]])));
    return first.apply(op, ...others).matrix.at(0);
  };

  it("reparameterize is μ + σ ε, and has the gradients of finite differences", () => {
    expect(of(reparameterize, 1, Math.log(2), 3)).toBeCloseTo(7, 12);
    expectGradients(reparameterize, mu, logSigma, noise);
  });

  it("klToStandardNormal is 0 for the standard normal, μ²/2 for a shift, and its integral for another σ", () => {
    expect(of(klToStandardNormal, 0, 0)).toBe(0);
    expect(of(klToStandardNormal, 3, 0)).toBe(4.5);
    const sigma = 0.5, step = 1e-3;
    const q = (z: number) => Math.exp(-z * z / 2 / sigma ** 2) / sigma / Math.sqrt(2 * Math.PI);
    let integral = 0; // ∫ q log(q / p), where log(q / p) = −log σ − z²/2σ² + z²/2
    for (let z = -6; z < 6; z += step) {
      integral += step * q(z) * (-Math.log(sigma) - z * z / 2 / sigma ** 2 + z * z / 2);
    }
    expect(of(klToStandardNormal, 0, Math.log(sigma))).toBeCloseTo(integral, 8);
    expectGradients(klToStandardNormal, mu, logSigma);
  });

  it("bernoulliNLL is −log of the pixel's probability without overflow, and has its gradients", () => {
    expect(of(bernoulliNLL, 0, 1)).toBeCloseTo(Math.LN2, 12);
    expect(of(bernoulliNLL, Math.log(3), 0)).toBeCloseTo(-Math.log(1 / 4), 12);
    expect(of(bernoulliNLL, 800, 0)).toBe(800);
    expect(of(bernoulliNLL, -800, 0)).toBe(0);
    expectGradients(bernoulliNLL, mu, noise.map((a) => 1 / (1 + Math.exp(-a))));
  });

  it("the terms refuse operands of different sizes", () => {
    const [two, three] = [new Value(new Matrix(2, 1)), new Value(new Matrix(3, 1))];
    expect(() => two.apply(reparameterize, three, two)).toThrow(
      "Cannot sample: μ, log σ and noise must have the same rows, got 2, 3 and 2",
    );
    expect(() => two.apply(klToStandardNormal, three)).toThrow(
      "Cannot compute KL: μ and log σ must have the same rows, got 2 and 3",
    );
    expect(() => two.apply(bernoulliNLL, three)).toThrow(
      "canvas and image must have the same rows, got 2 and 3",
    );
  });
});
