import type { Blas } from "./blas.ts";
import type { Address, Memory } from "./memory.ts";
import type { Shape } from "./shape.ts";
import type { Run } from "./split.ts";

const FEW = 8; // rows up to which the kernels, which pack B only once, are at least as fast as OpenBLAS
const SMALL = 1e6; // multiply-adds up to which OpenBLAS multiplies in place where it can
const LOW = 32; // rows up to which several small products are faster than one that packs B
const OVERHANG = 32; // floats of a tile or panel beyond C's edge; one buffer per product, since threads share the memory
const DEEPEST = 512; // length of k for which a strip of A stays in the L1 cache

/** Matrix product of one shape: `prepare` packs B, then `run` multiplies any number of times. */
export interface Product {
  prepare(b: Address): void;
  /** Computes C = A B, or C += A B if `adds`; `rows` is the number of rows of A if it has fewer than M. */
  run(c: Address, a: Address, adds: boolean, rows?: number): void;
}

/** Returns the fastest product for a shape: one of the kernels, or OpenBLAS if given. N must be a multiple of 4. */
export function makeProduct(memory: Memory, shape: Shape, blas?: Blas): Product {
  if (shape.M === 1 && !shape.aT && shape.K % 4 === 0) return new RowProduct(memory, shape);
  if (blas && blasIsFaster(blas, shape)) return new BlasProduct(blas, shape);
  return new TiledProduct(memory, shape);
}

/**
 * OpenBLAS packs B at every call, which does not pay for few rows, unless the product is small. The bounds are measured:
 * bench/RESULTS.md, "Dense product".
 */
function blasIsFaster(blas: Blas, shape: Shape): boolean {
  const { M, K } = shape;
  return M > FEW || (M > 1 && M * K * blockWidth(blas, shape) <= SMALL);
}

/** Returns how many columns of B OpenBLAS multiplies at once: all, or as many as a small product has. */
function blockWidth({ inPlace }: Blas, { M, K, N }: Shape): number {
  const small = Math.floor(SMALL / (M * K) / 16) * 16; // 16 floats are one vector
  return inPlace && M <= LOW && small > 0 ? Math.min(small, N) : N;
}

/** Returns the bytes from row to row and from column to column of a rows×cols matrix. */
function strides(rows: number, cols: number, transposed = false): [row: number, col: number] {
  return transposed ? [4, 4 * rows] : [4 * cols, 4];
}

/** Product of a single row, by the kernel `rowProduct`. */
class RowProduct implements Product {
  readonly #panels: Address;
  readonly #overhang: Address;

  constructor(readonly memory: Memory, readonly shape: Shape) {
    this.#panels = memory.alloc(shape.K * Math.ceil(shape.N / 32) * 32);
    this.#overhang = memory.alloc(OVERHANG);
  }

  prepare(b: Address): void {
    const { K, N, bT } = this.shape, [row, col] = strides(K, N, bT);
    this.memory.kernels.packWidePanels(this.#panels, b, row, col, K, N);
  }

  run(c: Address, a: Address, adds: boolean): void {
    const { K, N } = this.shape;
    this.memory.kernels.rowProduct(c, a, this.#panels, this.#overhang, N, K, +adds);
  }
}

/** Product in tiles of 4×8, by the kernel `product`; a long k is split, so that data used again is still in cache. */
class TiledProduct implements Product {
  readonly #panels: Address;
  readonly #strips: Address;
  readonly #overhang: Address;
  readonly #paddedN: number;

  constructor(readonly memory: Memory, readonly shape: Shape) {
    this.#paddedN = Math.ceil(shape.N / 8) * 8;
    this.#panels = memory.alloc(shape.K * this.#paddedN);
    this.#strips = memory.alloc((shape.M + 3) * Math.min(shape.K, DEEPEST));
    this.#overhang = memory.alloc(OVERHANG);
  }

  prepare(b: Address): void {
    const { K, N, bT } = this.shape, [row, col] = strides(K, N, bT);
    for (let k = 0; k < K; k += DEEPEST) {
      const depth = Math.min(DEEPEST, K - k), panels = this.#panels + 4 * k * this.#paddedN;
      this.memory.kernels.packPanels(panels, b + k * row, row, col, depth, N);
    }
  }

  run(c: Address, a: Address, adds: boolean, rows = this.shape.M): void {
    const { M, K, N, aT } = this.shape, [row, col] = strides(M, K, aT);
    const { packStrips, product } = this.memory.kernels;
    for (let k = 0; k < K; k += DEEPEST) {
      const depth = Math.min(DEEPEST, K - k), panels = this.#panels + 4 * k * this.#paddedN;
      packStrips(this.#strips, a + k * col, row, col, rows, depth);
      product(c, 4 * N, this.#strips, panels, this.#overhang, rows, N, depth, +(adds || k > 0));
    }
  }
}

/** Product by OpenBLAS, which reads B in place. */
class BlasProduct implements Product {
  readonly #blocks: Run[];
  #b = 0;

  constructor(readonly blas: Blas, readonly shape: Shape) {
    const width = blockWidth(blas, shape), { N } = shape;
    this.#blocks = Array.from({ length: Math.ceil(N / width) }, (_, n) => {
      return { first: n * width, count: Math.min(width, N - n * width) };
    });
  }

  prepare(b: Address): void {
    this.#b = b;
  }

  run(c: Address, a: Address, adds: boolean, rows = this.shape.M): void {
    for (const block of this.#blocks) {
      this.blas.multiply(this.shape, rows, block, c, a, this.#b, adds);
    }
  }
}
