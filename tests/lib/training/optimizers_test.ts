import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { adagrad, adam, momentum, type Optimizer, rmsprop, sgd } from "rnn/train";

/** w after two steps with the gradients 2 and −1, from w = 1. */
function twoSteps(optimizer: Optimizer): number {
  const w = new Float64Array([1]);
  const slots = Array.from({ length: optimizer.stateCount }, () => new Float64Array(1));
  optimizer.update(w, new Float64Array([2]), slots, 1);
  optimizer.update(w, new Float64Array([-1]), slots, 2);
  return w[0];
}

function expectNear(found: number, expected: number): void {
  expect(Math.abs(found - expected)).toBeLessThan(1e-15);
}

describe("optimizers, by hand over two steps", () => {
  it("sgd() goes down the gradient", () => {
    expectNear(twoSteps(sgd(0.1)), 1 - 0.1 * 2 + 0.1 * 1);
  });

  it("momentum() keeps a part of the step before", () => {
    expectNear(twoSteps(momentum(0.1, 0.9)), 1 - 0.1 * 2 - 0.1 * (0.9 * 2 - 1));
  });

  it("adagrad() divides by the root of all squares so far", () => {
    const first = 0.1 * 2 / Math.sqrt(4 + 1e-8), second = 0.1 * -1 / Math.sqrt(5 + 1e-8);
    expectNear(twoSteps(adagrad(0.1)), 1 - first - second);
  });

  it("rmsprop() divides by the root of a running mean of squares", () => {
    const m1 = 0.1 * 4, m2 = 0.9 * m1 + 0.1;
    const steps = 0.1 * 2 / (Math.sqrt(m1) + 1e-8) - 0.1 / (Math.sqrt(m2) + 1e-8);
    expectNear(twoSteps(rmsprop(0.1, 0.9)), 1 - steps);
  });

  it("adam() corrects both running means for their start at zero", () => {
    const m2 = 0.9 * (0.1 * 2) - 0.1, v2 = 0.999 * (0.001 * 4) + 0.001;
    const first = 0.1 * 2 / (2 + 1e-8); // at the first step m̂ = dw and v̂ = dw²
    const second = 0.1 * (m2 / (1 - 0.81)) / (Math.sqrt(v2 / (1 - 0.999 ** 2)) + 1e-8);
    expectNear(twoSteps(adam(0.1)), 1 - first - second);
  });

  it("a rate may depend on the step", () => {
    expectNear(twoSteps(sgd((step) => 0.1 / step)), 1 - 0.1 * 2 + 0.05);
  });

  it("a weight without gradients stays, even with ε = 0", () => {
    for (const rule of [adagrad(0.1, 0), rmsprop(0.1, 0.9, 0), adam(0.1, 0.9, 0.999, 0)]) {
      const w = new Float64Array([1]), slots = [new Float64Array(1), new Float64Array(1)];
      rule.update(w, new Float64Array([0]), slots, 1);
      expect(w[0]).toBe(1);
    }
  });

  it("refuse rates and decays that can't be used", () => {
    expect(() => sgd(-1)).toThrow("Cannot learn at a rate of -1");
    expect(() => sgd(NaN)).toThrow(RangeError);
    expect(() => momentum(0.1, 1)).toThrow("Cannot average with a decay of 1: 0 ≤ β < 1");
    expect(() => adam(0.1, 0.9, -0.1)).toThrow(RangeError);
    expect(() => adagrad(0.1, -1)).toThrow("Cannot divide with an ε of -1");
  });
});
