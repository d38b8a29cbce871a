import type { CustomOp } from "./custom_op.ts";

/** e^A, entry by entry. */
export const exponential: CustomOp = {
  rows: ({ rows }) => rows,
  forward({ data: y }, { data: a }) {
    for (let n = 0; n < y.length; n++) y[n] = Math.exp(a[n]);
  },
  backward({ data: dy }, { data: y }, _, [da]) {
    if (!da) return;
    for (let n = 0; n < y.length; n++) da.data[n] += dy[n] * y[n];
  },
};

/** softmax of every column. y_i = e^{a_i − max a} / Σ_k e^{a_k − max a}, because e^{a_i} alone could overflow. */
export const softmaxColumns: CustomOp = {
  rows: ({ rows }) => rows,
  forward({ cols, data: y }, { data: a }) {
    for (let b = 0; b < cols; b++) {
      let top = -Infinity, sum = 0;
      for (let n = b; n < a.length; n += cols) top = Math.max(top, a[n]);
      for (let n = b; n < a.length; n += cols) sum += y[n] = Math.exp(a[n] - top);
      for (let n = b; n < a.length; n += cols) y[n] /= sum;
    }
  },
  /** ∂E/∂a_i = y_i (∂E/∂y_i − Σ_k ∂E/∂y_k y_k). */
  backward({ cols, data: dy }, { data: y }, _, [da]) {
    if (!da) return;
    for (let b = 0; b < cols; b++) {
      let mean = 0;
      for (let n = b; n < y.length; n += cols) mean += dy[n] * y[n];
      for (let n = b; n < y.length; n += cols) da.data[n] += y[n] * (dy[n] - mean);
    }
  },
};
