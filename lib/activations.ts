/**
 * The logistic function σ(z) = 1 / (1 + e^{−z}), with values between 0 and 1; the activation of a gate.
 *
 * @example
 * ```ts
 * import { sigmoid } from "@unrolled/rnn";
 * import assert from "node:assert/strict";
 *
 * assert.equal(sigmoid(0), 0.5);
 * assert(sigmoid(-5) < 0.01 && sigmoid(5) > 0.99);
 * ```
 */
export function sigmoid(z: number): number {
  return 1 / (1 + Math.exp(-z));
}

/**
 * The derivative σ′(z) = s (1 − s), given the value s = σ(z).
 *
 * @example
 * ```ts
 * import { sigmoid, sigmoidSlope } from "@unrolled/rnn";
 * import assert from "node:assert/strict";
 *
 * assert.equal(sigmoidSlope(sigmoid(0)), 0.25); // σ is steepest at z = 0
 * ```
 */
export function sigmoidSlope(s: number): number {
  return s * (1 - s);
}

/**
 * The derivative tanh′(z) = 1 − h², given the value h = tanh(z).
 *
 * @example
 * ```ts
 * import { tanhSlope } from "@unrolled/rnn";
 * import assert from "node:assert/strict";
 *
 * assert.equal(tanhSlope(Math.tanh(0)), 1);
 * assert(tanhSlope(Math.tanh(5)) < 0.001); // a saturated unit passes almost no gradient
 * ```
 */
export function tanhSlope(h: number): number {
  return 1 - h * h;
}
