import { bptt } from "../../lib/bptt.ts";
import { padStateGradient, type Params, type Step } from "../../lib/cells/cell.ts";
import type { Model } from "../../lib/training/engine.ts";
import { crossEntropy } from "../../lib/loss.ts";
import type { Matrix } from "../../lib/matrix.ts";
import { unroll } from "../../lib/unroll.ts";

/** The pooling of hidden states before the readout: the last h, or the mean of all. */
export type Pooling = "last" | "mean";

/** Computes the class scores Why h + by of a sequence, h pooled over time. Throws RangeError for a sequence of zero length. */
export function sequenceClassScores(
  { cell, readout }: Model,
  xs: Matrix[],
  pooling: Pooling,
): Matrix {
  return readout.scores(pooled(unrolled({ cell, readout }, xs), pooling));
}

/** Computes E = −log ŷ of the class of each sequence, averaged over the batch, and ∂E/∂params. */
export function sequenceClassifierLoss(
  model: Model,
  xs: Matrix[],
  classes: number[],
  pooling: Pooling,
): { loss: number; dparams: Params } {
  const trace = unrolled(model, xs), h = pooled(trace, pooling);
  const { loss, dscores } = crossEntropy(model.readout.scores(h), classes);
  const { dh, dparams } = model.readout.backward(h, dscores);
  const back = bptt(model.cell, trace, spread(trace, dh, pooling));
  return { loss, dparams: { ...back.dparams, ...dparams } };
}

/**
 * Computes gradient × input of each time step, x_t · ∂(score_a − score_b)/∂x_t for one sequence. If x_t is one-hot, this is the
 * gradient of the entry of its word. Throws RangeError for a class outside the readout.
 */
export function gradientTimesInput(
  model: Model,
  xs: Matrix[],
  [a, b]: [number, number],
  pooling: Pooling,
): number[] {
  const { Why } = model.readout.params, trace = unrolled(model, xs);
  const bad = [a, b].find((index) => !Number.isInteger(index) || index < 0 || index >= Why.rows);
  if (bad !== undefined) {
    throw new RangeError(`Cannot attribute class ${bad}: the classes are 0 to ${Why.rows - 1}`);
  }
  const dh = Why.sliceRows(a, a + 1).subtract(Why.sliceRows(b, b + 1)).T;
  const { dxs } = bptt(model.cell, trace, spread(trace, dh, pooling));
  return xs.map((x, t) => x.hadamard(dxs[t]).data.reduce((sum, part) => sum + part, 0));
}

function unrolled({ cell }: Model, xs: Matrix[]): Step[] {
  if (xs.length === 0) throw new RangeError("Cannot classify a sentence of zero length");
  return unroll(cell, xs);
}

function pooled(trace: Step[], pooling: Pooling): Matrix {
  if (pooling === "last") return trace.at(-1)!.h;
  return trace.map(({ h }) => h).reduce((sum, h) => sum.add(h)).scale(1 / trace.length);
}

/** Returns the direct gradient ∂E_t/∂state_t of each time step from ∂E/∂ of the pooled h. */
function spread(trace: Step[], dh: Matrix, pooling: Pooling): Matrix[] {
  const T = trace.length, none = dh.scale(0), share = pooling === "mean" ? dh.scale(1 / T) : dh;
  return trace.map(({ state }, t) =>
    padStateGradient(pooling === "mean" || t === T - 1 ? share : none, state.rows)
  );
}
