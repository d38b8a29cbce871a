import { openBlas } from "../../lib/fast/blas.ts";
import { Memory } from "../../lib/fast/memory.ts";
import { makeProduct } from "../../lib/fast/product.ts";
import type { Point } from "./points.ts";

/** A product of M×K by K×N; a point gives M as B, K as H and N as T. Both factors are packed each time. */
export function productStep({ B: M, H: K, T: N }: Point, blas: boolean): () => void {
  const memory = new Memory();
  const [a, b, c] = [M * K, K * N, M * N].map((size) => memory.alloc(size));
  memory.view(a, M * K).fill(0.5);
  memory.view(b, K * N).fill(0.25);
  const product = makeProduct(memory, { M, K, N }, blas ? openBlas(memory) : undefined);
  product.prepare(b); // weights are packed once for all steps of a sequence
  return () => product.run(c, a, false);
}
