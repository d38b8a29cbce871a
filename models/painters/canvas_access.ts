import type { Params } from "../../lib/cells/cell.ts";
import type { Random } from "../../lib/random.ts";
import type { TensorOps } from "../../lib/autodiff/tensor_ops.ts";
import { affine, applyAffine, type Weights } from "../layers.ts";
import { batchedProduct } from "../../lib/autodiff/batched_product.ts";
import { filterBanks, WINDOW_ROWS, type WindowSizes } from "./filter_banks.ts";

/** The result of a read or write, and its attention window (`WINDOW_ROWS` × batch), undefined without attention. */
export interface AccessResult<V> {
  result: V;
  window?: V;
}

/** The read and write operations of DRAW on an image and a canvas of side×side pixels, controlled by the decoder's h. */
export interface CanvasAccess {
  readonly side: number;
  /** The number of rows of r_t. */
  readonly reads: number;
  /** Returns initial weights for a decoder with the given number of hidden units. */
  params(hidden: number, random: Random): Params;
  /** Computes r_t from x and the error x̂_t = x − σ(c_{t−1}). */
  read<V extends TensorOps<V>>(p: Weights<V>, x: V, error: V, h: V): AccessResult<V>;
  /** Computes the term that is added to the canvas. */
  write<V extends TensorOps<V>>(p: Weights<V>, h: V): AccessResult<V>;
}

/** Creates access without attention: read = [x, x̂], write = Ww h + bw. Gregor et al. 2015, §3.1. */
export function wholeCanvas(side: number): CanvasAccess {
  const pixels = side * side;
  return {
    side,
    reads: 2 * pixels,
    params: (hidden, random) => affine("w", pixels, hidden, random),
    read: (_, x, error) => ({ result: x.vstack(error) }),
    write: (p, h) => ({ result: applyAffine(p, "w", h) }),
  };
}

/**
 * Creates access with attention: read = γ [F_Y x F_Xᵀ, F_Y x̂ F_Xᵀ] (N×N each), write = 1/γ̂ F̂_Yᵀ w F̂_X with
 * w = Ww h + bw (N×N). The read window is an affine function of h_{t−1}, the write window one of h_t. Throws RangeError like
 * `filterBanks`. Gregor et al. 2015, §3.2 and §3.3.
 */
export function attentiveCanvas({ side, filters: N }: WindowSizes): CanvasAccess {
  const banks = filterBanks({ side, filters: N }), half = N * side;
  const down = batchedProduct([N, side, side]), across = batchedProduct([N, side, N], { bT: true });
  const widen = batchedProduct([N, N, side]), raise = batchedProduct([side, N, side], { aT: true });
  const times = (numbers: number) => batchedProduct([1, 1, numbers]);
  return {
    side,
    reads: 2 * N * N,
    params: (hidden, random) => ({
      ...affine("w", N * N, hidden, random),
      ...affine("Read", WINDOW_ROWS, hidden, random),
      ...affine("Write", WINDOW_ROWS, hidden, random),
    }),
    read(p, x, error, h) {
      const window = applyAffine(p, "Read", h), gamma = rowOf(window, 4).exp();
      const F = window.apply(banks), FX = F.sliceRows(0, half), FY = F.sliceRows(half);
      const glimpse = (image: typeof x) => FY.apply(down, image).apply(across, FX);
      return { result: gamma.apply(times(2 * N * N), glimpse(x).vstack(glimpse(error))), window };
    },
    write(p, h) {
      const window = applyAffine(p, "Write", h), w = applyAffine(p, "w", h);
      const F = window.apply(banks), FX = F.sliceRows(0, half), FY = F.sliceRows(half);
      const fade = rowOf(window, 4).scale(-1).exp(); // 1/γ̂
      return {
        result: fade.apply(times(side * side), FY.apply(raise, w.apply(widen, FX))),
        window,
      };
    },
  };
}

function rowOf<V extends TensorOps<V>>(A: V, row: number): V {
  return A.sliceRows(row, row + 1);
}
