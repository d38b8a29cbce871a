import type { Params } from "../../lib/cells/cell.ts";
import type { Random } from "../../lib/random.ts";
import type { TensorOps } from "../../lib/autodiff/tensor_ops.ts";
import { affine, type Weights } from "../layers.ts";
import { batchedProduct } from "../../lib/autodiff/batched_product.ts";
import { filterBanks, WINDOW_ROWS, type WindowSizes } from "./filter_banks.ts";

/** What a look gives, and where it looked: `WINDOW_ROWS` numbers, undefined where it is everywhere. */
export interface AccessResult<V> {
  result: V;
  window?: V;
}

/** One way of reading an image and of writing on a canvas, both of side×side pixels, as the decoder's h says. */
export interface CanvasAccess {
  readonly side: number;
  /** How many numbers are read. */
  readonly reads: number;
  /** The weights at the start, for a decoder of so many units. */
  params(hidden: number, random: Random): Params;
  /** r_t from x and the error x̂_t = x − σ(c_{t−1}). */
  read<V extends TensorOps<V>>(p: Weights<V>, x: V, error: V, h: V): AccessResult<V>;
  /** What is added to the canvas. */
  write<V extends TensorOps<V>>(p: Weights<V>, h: V): AccessResult<V>;
}

/** Without attention: read = [x, x̂], write = Ww h + bw. Gregor et al. 2015, §3.1. */
export function wholeCanvas(side: number): CanvasAccess {
  const pixels = side * side;
  return {
    side,
    reads: 2 * pixels,
    params: (hidden, random) => affine("w", pixels, hidden, random),
    read: (_, x, error) => ({ result: x.vstack(error) }),
    write: ({ Ww, bw }, h) => ({ result: Ww.matmul(h).addColumn(bw) }),
  };
}

/**
 * With attention: read = γ [F_Y x F_Xᵀ, F_Y x̂ F_Xᵀ], N×N numbers each, write = 1/γ̂ F̂_Yᵀ w F̂_X with w = Ww h + bw (N×N).
 * The reading window is an affine map of h_{t−1}, the writing one another of h_t. Throws RangeError as `filterBanks`.
 * Gregor et al. 2015, §3.2 and §3.3.
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
    read({ WRead, bRead }, x, error, h) {
      const window = WRead.matmul(h).addColumn(bRead), gamma = rowOf(window, 4).exp();
      const F = window.apply(banks), FX = F.sliceRows(0, half), FY = F.sliceRows(half);
      const seen = (image: typeof x) => FY.apply(down, image).apply(across, FX);
      return { result: gamma.apply(times(2 * N * N), seen(x).vstack(seen(error))), window };
    },
    write({ Ww, bw, WWrite, bWrite }, h) {
      const window = WWrite.matmul(h).addColumn(bWrite), w = Ww.matmul(h).addColumn(bw);
      const F = window.apply(banks), FX = F.sliceRows(0, half), FY = F.sliceRows(half);
      const faded = rowOf(window, 4).scale(-1).exp(); // 1/γ̂
      return {
        result: faded.apply(times(side * side), FY.apply(raise, w.apply(widen, FX))),
        window,
      };
    },
  };
}

function rowOf<V extends TensorOps<V>>(A: V, row: number): V {
  return A.sliceRows(row, row + 1);
}
