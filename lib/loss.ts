import { Matrix } from "./matrix.ts";

/** The right class at a step, counted from 0, or null where no loss is asked for. */
export type Target = number | null;

/**
 * ŷ = softmax(scores), e^{s_i} / Σ_j e^{s_j} for each column: probabilities that sum to one. Throws RangeError for a score
 * that is not finite.
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

/** The likeliest class of each column, the row of its largest score. Throws RangeError for a score that is not finite. */
export function argmax(scores: Matrix): Int32Array<ArrayBuffer> {
  checkFinite(scores, "scores");
  const { rows, cols, data } = scores, best = new Int32Array(cols);
  for (let i = 1; i < rows; i++) {
    for (let b = 0; b < cols; b++) if (data[i * cols + b] > data[best[b] * cols + b]) best[b] = i;
  }
  return best;
}

/** What one step of cross-entropy gives. */
export interface CrossEntropy {
  /** E = −Σ_i y_i log ŷ_i in nats, the mean over the batch. */
  loss: number;
  /** ŷ, the shape of the scores. */
  probabilities: Matrix;
  /** ∂E/∂scores = (ŷ − y) / batch size, the shape of the scores. */
  dscores: Matrix;
}

/**
 * The cross-entropy E = −log ŷ_target of scores (classes × batch), in nats, the mean over the batch.
 * A target of null adds no loss and no gradient. Throws RangeError for a target outside the classes, another number of
 * targets than the batch has, or a score that is not finite.
 */
export function crossEntropy(scores: Matrix, targets: Target | Target[]): CrossEntropy {
  const list = Array.isArray(targets) ? targets : [targets];
  if (list.length !== scores.cols) {
    throw new RangeError(`Cannot compare ${list.length} targets with a batch of ${scores.cols}`);
  }
  const probabilities = softmax(scores);
  const dscores = new Matrix(scores.rows, scores.cols);
  const B = scores.cols;
  let loss = 0;
  list.forEach((target, b) => {
    if (target === null) return;
    checkTarget(target, scores.rows);
    loss += surprise(scores.column(b).data, target) / B;
    for (let i = 0; i < scores.rows; i++) {
      dscores.data[i * B + b] = (probabilities.at(i, b) - (i === target ? 1 : 0)) / B;
    }
  });
  return { loss, probabilities, dscores };
}

/** What one step of squared error gives. */
export interface SquaredError {
  /** E = Σ_i (ŷ_i − y_i)², the mean over the batch. */
  loss: number;
  /** ∂E/∂outputs = 2 (ŷ − y) / batch size, the shape of the outputs. */
  doutputs: Matrix;
}

/**
 * The squared error E = Σ_i (ŷ_i − y_i)² of outputs (numbers × batch) against targets of the same shape, the mean over
 * the batch; in the square of the targets' unit. Throws RangeError where the shapes differ or a number is not finite.
 */
export function squaredError(outputs: Matrix, targets: Matrix): SquaredError {
  checkFinite(outputs, "outputs");
  checkFinite(targets, "targets");
  const difference = outputs.subtract(targets), B = outputs.cols;
  const loss = sum(difference.data.map((d) => d * d)) / B;
  return { loss, doutputs: difference.scale(2 / B) };
}

/** Throws RangeError where a matrix holds NaN or infinity: "x_7 holds NaN". */
export function checkFinite(A: Matrix, name: string): void {
  for (const a of A.data) if (!Number.isFinite(a)) throw new RangeError(`${name} holds ${a}`);
}

function checkTarget(target: number, classes: number): void {
  if (!Number.isInteger(target) || target < 0 || target >= classes) {
    throw new RangeError(`Cannot use target ${target}: the classes are 0 to ${classes - 1}`);
  }
}

/** e^{s − max s}: with the largest taken out, no exponential overflows. */
function shiftedPowers(scores: Float64Array): Float64Array {
  const max = largest(scores);
  return scores.map((s) => Math.exp(s - max));
}

/** −log softmax(scores)[target], as a difference of scores where the exponential is too small to hold. */
function surprise(scores: Float64Array, target: number): number {
  return largest(scores) - scores[target] + Math.log(sum(shiftedPowers(scores)));
}

function largest(values: Float64Array): number {
  return values.reduce((a, b) => Math.max(a, b), -Infinity);
}

function sum(values: Float64Array): number {
  return values.reduce((a, b) => a + b, 0);
}
