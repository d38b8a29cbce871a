import { checkFinite, checkIndex } from "./checks.ts";
import { largest } from "./extent.ts";
import { Matrix } from "./matrix.ts";

/** The target class of a time step, an integer from 0, or null if the step has no loss. */
export type Target = number | null;

/**
 * Computes ŷ = softmax(scores), e^{s_i} / Σ_j e^{s_j} for each column, so that every column is a probability
 * distribution. Throws RangeError if a score is not finite.
 *
 * @example
 * ```ts
 * import { Matrix, softmax } from "@unrolled/rnn";
 * import assert from "node:assert/strict";
 *
 * const y = softmax(Matrix.column([0, Math.log(3)]));
 * assert(Math.abs(y.at(1) - 0.75) < 1e-12);
 * ```
 */
export function softmax(scores: Matrix): Matrix {
  checkFinite(scores, "scores");
  const out = new Matrix(scores.rows, scores.cols);
  for (let b = 0; b < scores.cols; b++) {
    const powers = shiftedPowers(scores.column(b).data);
    const total = sum(powers);
    powers.forEach((power, i) => out.data[i * scores.cols + b] = power / total);
  }
  return out;
}

/**
 * The row of the largest score in each column, the most probable class. Throws RangeError if there are no rows or a score
 * is not finite.
 */
export function argmax(scores: Matrix): Int32Array<ArrayBuffer> {
  if (scores.rows === 0) throw new RangeError("Cannot choose a class: there are no scores");
  checkFinite(scores, "scores");
  const { rows, cols, data } = scores, best = new Int32Array(cols);
  for (let i = 1; i < rows; i++) {
    for (let b = 0; b < cols; b++) if (data[i * cols + b] > data[best[b] * cols + b]) best[b] = i;
  }
  return best;
}

/** The result of `crossEntropy`. */
export interface CrossEntropy {
  /** E = −Σ_i y_i log ŷ_i in nats, averaged over the batch. */
  loss: number;
  /** ŷ, with the shape of the scores. */
  probabilities: Matrix;
  /** ∂E/∂scores = (ŷ − y) / batch size, with the shape of the scores. */
  dscores: Matrix;
}

/**
 * Computes the cross-entropy E = −log ŷ_target of scores (classes × batch) in nats, averaged over the batch, and its
 * gradient. A null target adds nothing to either. Throws RangeError if a target is not a class, if there is not one
 * target per sequence of the batch, or if a score is not finite.
 *
 * @example
 * ```ts
 * import { crossEntropy, Matrix } from "@unrolled/rnn";
 * import assert from "node:assert/strict";
 *
 * const { loss, dscores } = crossEntropy(Matrix.column([0, 0]), 1);
 * assert.equal(loss, Math.log(2)); // two classes of equal probability
 * assert.deepEqual([...dscores.data], [0.5, -0.5]); // ŷ − y
 * ```
 */
export function crossEntropy(scores: Matrix, targets: Target | Target[]): CrossEntropy {
  const list = Array.isArray(targets) ? targets : [targets];
  const B = scores.cols;
  if (list.length !== B) {
    throw new RangeError(
      `Cannot compute the cross-entropy: the batch size is ${B}, got ${list.length} targets`,
    );
  }
  const probabilities = softmax(scores);
  const dscores = new Matrix(scores.rows, B);
  let loss = 0;
  list.forEach((target, b) => {
    if (target === null) return;
    checkIndex("Cannot use target", target, 0, scores.rows - 1);
    loss += negativeLogLikelihood(scores.column(b).data, target) / B;
    for (let i = 0; i < scores.rows; i++) {
      dscores.data[i * B + b] = (probabilities.at(i, b) - (i === target ? 1 : 0)) / B;
    }
  });
  return { loss, probabilities, dscores };
}

/** The result of `squaredError`. */
export interface SquaredError {
  /** E = Σ_i (ŷ_i − y_i)², averaged over the batch. */
  loss: number;
  /** ∂E/∂outputs = 2 (ŷ − y) / batch size, with the shape of the outputs. */
  doutputs: Matrix;
}

/**
 * Computes the squared error E = Σ_i (ŷ_i − y_i)² of outputs (numbers × batch), averaged over the batch, and its
 * gradient. The unit is that of the targets, squared. Throws RangeError if the shapes differ, the batch is empty, or a
 * number is not finite.
 *
 * @example
 * ```ts
 * import { Matrix, squaredError } from "@unrolled/rnn";
 * import assert from "node:assert/strict";
 *
 * const { loss, doutputs } = squaredError(Matrix.column([3]), Matrix.column([1]));
 * assert.deepEqual([loss, doutputs.at(0)], [4, 4]);
 * ```
 */
export function squaredError(outputs: Matrix, targets: Matrix): SquaredError {
  if (outputs.cols === 0) throw new RangeError("Cannot compute the squared error of 0 sequences");
  checkFinite(outputs, "outputs");
  checkFinite(targets, "targets");
  const difference = outputs.subtract(targets), B = outputs.cols;
  const loss = sum(difference.data.map((d) => d * d)) / B;
  return { loss, doutputs: difference.scale(2 / B) };
}

/** e^{s − max s}, which is at most 1 and so cannot overflow. */
function shiftedPowers(scores: Float64Array): Float64Array {
  const max = largest(scores);
  return scores.map((s) => Math.exp(s - max));
}

/** −log softmax(scores)[target], from a difference of scores, so that a tiny probability does not become log 0. */
function negativeLogLikelihood(scores: Float64Array, target: number): number {
  return largest(scores) - scores[target] + Math.log(sum(shiftedPowers(scores)));
}

function sum(values: Float64Array): number {
  return values.reduce((a, b) => a + b, 0);
}
