import { openBlas } from "../../lib/fast/blas.ts";
import { Memory } from "../../lib/fast/memory.ts";
import { makeProduct } from "../../lib/fast/product.ts";

/** Returns a function that multiplies M×K by K×N with the kernels or OpenBLAS; B is packed only once, as weights are. */
export function productStep(M: number, K: number, N: number, blas: boolean): () => void {
  const memory = new Memory();
  const [a, b, c] = [M * K, K * N, M * N].map((size) => memory.alloc(size));
  memory.view(a, M * K).fill(0.5);
  memory.view(b, K * N).fill(0.25);
  const product = makeProduct(memory, { M, K, N }, blas ? openBlas(memory) : undefined);
  product.prepare(b);
  return () => product.run(c, a, false);
}
