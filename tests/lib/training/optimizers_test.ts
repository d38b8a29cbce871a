import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { adagrad, adam, linearDecay, momentum, type Optimizer, rmsprop, sgd } from "rnn/train";

/** Returns w after two steps with the gradients 2 and −1, starting from w = 1. */
function twoSteps(optimizer: Optimizer): number {
  const w = new Float64Array([1]);
  const state = Array.from({ length: optimizer.stateCount }, () => new Float64Array(1));
  optimizer.update(w, new Float64Array([2]), state, 1);
  optimizer.update(w, new Float64Array([-1]), state, 2);
  return w[0];
}

function expectNear(found: number, expected: number): void {
  expect(Math.abs(found - expected)).toBeLessThan(1e-15);
}

describe("optimizers, by hand over two steps", () => {
  it("sgd() descends the gradient", () => {
    expectNear(twoSteps(sgd(0.1)), 1 - 0.1 * 2 + 0.1 * 1);
  });

  it("momentum() keeps part of the previous step", () => {
    expectNear(twoSteps(momentum(0.1, 0.9)), 1 - 0.1 * 2 - 0.1 * (0.9 * 2 - 1));
  });

  it("adagrad() divides by the root of the sum of squares", () => {
    const first = 0.1 * 2 / Math.sqrt(4 + 1e-8), second = 0.1 * -1 / Math.sqrt(5 + 1e-8);
    expectNear(twoSteps(adagrad(0.1)), 1 - first - second);
  });

  it("rmsprop() divides by the root of the running mean of squares", () => {
    const m1 = 0.1 * 4, m2 = 0.9 * m1 + 0.1;
    const steps = 0.1 * 2 / (Math.sqrt(m1) + 1e-8) - 0.1 / (Math.sqrt(m2) + 1e-8);
    expectNear(twoSteps(rmsprop(0.1, 0.9)), 1 - steps);
  });

  it("adam() corrects the bias of both running means", () => {
    const m2 = 0.9 * (0.1 * 2) - 0.1, v2 = 0.999 * (0.001 * 4) + 0.001;
    const first = 0.1 * 2 / (2 + 1e-8); // at the first step m̂ = dw and v̂ = dw²
    const second = 0.1 * (m2 / (1 - 0.81)) / (Math.sqrt(v2 / (1 - 0.999 ** 2)) + 1e-8);
    expectNear(twoSteps(adam(0.1)), 1 - first - second);
  });

  it("a learning rate may depend on the step", () => {
    expectNear(twoSteps(sgd((step) => 0.1 / step)), 1 - 0.1 * 2 + 0.05);
  });

  it("a weight without gradients is unchanged, even if ε = 0", () => {
    for (const rule of [adagrad(0.1, 0), rmsprop(0.1, 0.9, 0), adam(0.1, 0.9, 0.999, 0)]) {
      const w = new Float64Array([1]), state = [new Float64Array(1), new Float64Array(1)];
      rule.update(w, new Float64Array([0]), state, 1);
      expect(w[0]).toBe(1);
    }
  });

  it("throw if a learning rate, a decay rate or ε is invalid", () => {
    expect(() => sgd(-1)).toThrow(
      "Cannot train: the learning rate must be finite and non-negative, got -1",
    );
    expect(() => sgd(NaN)).toThrow(RangeError);
    expect(() => momentum(0.1, 1)).toThrow("Cannot train: the decay rate must be in [0, 1), got 1");
    expect(() => adam(0.1, 0.9, -0.1)).toThrow(RangeError);
    expect(() => adagrad(0.1, -1)).toThrow(
      "Cannot train: ε must be finite and non-negative, got -1",
    );
  });
});

describe("linearDecay()", () => {
  it("falls from the rate at the first step to 0, and stays there", () => {
    const rate = linearDecay(0.1, 4);
    expect([1, 2, 3, 4, 5, 6].map(rate)).toEqual([0.1, 0.1 * 0.75, 0.1 * 0.5, 0.1 * 0.25, 0, 0]);
  });
});
