import type { Blas } from "./blas.ts";
import type { Address, Memory } from "./memory.ts";
import type { Shape } from "./shape.ts";

const FEW = 8; // rows for which the kernels, whose B is packed once, are at least as fast
const UNPACKED = 1e6; // multiply-adds up to which OpenBLAS doesn't pack
const OVERHANG = 32; // numbers of a tile or panel that sticks out; a product's own, since threads share the memory
const DEEPEST = 512; // steps of k for which a strip of A stays in the nearest cache

/** A matrix product of one shape: `prepare` lays B out, `run` multiplies as often as wanted. */
export interface Product {
  prepare(b: Address): void;
  /** With the number of rows where A has fewer than M. */
  run(c: Address, a: Address, adds: boolean, rows?: number): void;
}

/** The product that is fastest here: OpenBLAS where there is one and M > 1, otherwise the kernels. N is a multiple of 4. */
export function makeProduct(memory: Memory, shape: Shape, blas?: Blas): Product {
  if (shape.M === 1 && !shape.aT && shape.K % 4 === 0) return new RowProduct(memory, shape);
  if (blas && gains(shape)) return new BlasProduct(blas, shape);
  return new TiledProduct(memory, shape);
}

/**
 * Whether OpenBLAS is faster: it packs B again at every call, which few rows don't repay, unless the whole product is so
 * small that it does without (measured: bench/RESULTS.md, "The dense product").
 */
function gains({ M, K, N }: Shape): boolean {
  return M > FEW || (M > 1 && M * K * N <= UNPACKED);
}

/** The kernel for one row. */
class RowProduct implements Product {
  readonly #panels: Address;
  readonly #overhang: Address;

  constructor(readonly memory: Memory, readonly shape: Shape) {
    this.#panels = memory.alloc(shape.K * Math.ceil(shape.N / 32) * 32);
    this.#overhang = memory.alloc(OVERHANG);
  }

  prepare(b: Address): void {
    const { K, N, bT } = this.shape;
    const [row, col] = bT ? [4, 4 * K] : [4 * N, 4];
    this.memory.kernels.packWidePanels(this.#panels, b, row, col, K, N);
  }

  run(c: Address, a: Address, adds: boolean): void {
    const { K, N } = this.shape;
    this.memory.kernels.rowProduct(c, a, this.#panels, this.#overhang, N, K, +adds);
  }
}

/** The kernel of 4×8 tiles; a long k is cut, so that what is read again is still near. */
class TiledProduct implements Product {
  readonly #panels: Address;
  readonly #strips: Address;
  readonly #overhang: Address;
  readonly #wide: number;

  constructor(readonly memory: Memory, readonly shape: Shape) {
    this.#wide = Math.ceil(shape.N / 8) * 8;
    this.#panels = memory.alloc(shape.K * this.#wide);
    this.#strips = memory.alloc((shape.M + 3) * Math.min(shape.K, DEEPEST));
    this.#overhang = memory.alloc(OVERHANG);
  }

  prepare(b: Address): void {
    const { K, N, bT } = this.shape;
    const [row, col] = bT ? [4, 4 * K] : [4 * N, 4];
    for (let k = 0; k < K; k += DEEPEST) {
      const depth = Math.min(DEEPEST, K - k);
      const panels = this.#panels + 4 * k * this.#wide;
      this.memory.kernels.packPanels(panels, b + k * row, row, col, depth, N);
    }
  }

  run(c: Address, a: Address, adds: boolean, rows = this.shape.M): void {
    const { M, K, N, aT } = this.shape;
    const [row, col] = aT ? [4, 4 * M] : [4 * K, 4];
    const { packStrips, product } = this.memory.kernels;
    for (let k = 0; k < K; k += DEEPEST) {
      const depth = Math.min(DEEPEST, K - k);
      const panels = this.#panels + 4 * k * this.#wide;
      packStrips(this.#strips, a + k * col, row, col, rows, depth);
      product(c, 4 * N, this.#strips, panels, this.#overhang, rows, N, depth, +(adds || k > 0));
    }
  }
}

/** The same through OpenBLAS, which reads B where it lies. */
class BlasProduct implements Product {
  #b = 0;

  constructor(readonly blas: Blas, readonly shape: Shape) {}

  prepare(b: Address): void {
    this.#b = b;
  }

  run(c: Address, a: Address, adds: boolean, rows = this.shape.M): void {
    this.blas.multiply(this.shape, rows, c, a, this.#b, adds);
  }
}
