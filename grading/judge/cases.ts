import type { Matrix } from "../../lib/matrix.ts";
import { normal, type Random } from "../../lib/random.ts";
import type { Case, GradientCheck } from "./check.ts";
import { isMatrix, type Value } from "./values.ts";

/** Draws random inputs for an item. */
export interface Sampler {
  /** Draws a matrix with entries from N(0, std²); the default std is 0.8. */
  matrix(rows: number, cols: number, std?: number): Matrix;
  /** Draws a sequence of T matrices. */
  sequence(T: number, rows: number, cols?: number, std?: number): Matrix[];
  /** Draws a number from U(low, high). */
  uniform(low: number, high: number): number;
  /** Draws an integer from 0 to n − 1. */
  integer(n: number): number;
}

/** Returns a sampler that uses one random number generator. */
export function sampler(random: Random): Sampler {
  const matrix = (rows: number, cols: number, std = 0.8) => normal(std)(rows, cols, random);
  return {
    matrix,
    sequence: (T, rows, cols = 1, std = 0.8) =>
      Array.from({ length: T }, () => matrix(rows, cols, std)),
    uniform: (low, high) => low + (high - low) * random(),
    integer: (n) => Math.floor(n * random()),
  };
}

/** Returns two calls of one function, each with its own arguments. */
export function twoCalls(
  name: string,
  args: (draw: Sampler) => Value[],
): (random: Random) => Case[] {
  return (random) => [1, 2].map(() => ({ call: { name, args: args(sampler(random)) } }));
}

/**
 * Returns one to three cases of each kind, in a random order. It is for items with only a few possible answers: if
 * their order were fixed, a solution could return memorised answers without looking at the arguments.
 */
export function severalOfEach(random: Random, kinds: (() => Case)[]): Case[] {
  const { integer } = sampler(random);
  const cases = kinds.flatMap((make) => Array.from({ length: 1 + integer(3) }, make));
  for (let n = cases.length - 1; n > 0; n--) {
    const other = integer(n + 1);
    [cases[n], cases[other]] = [cases[other], cases[n]];
  }
  return cases;
}

/** The arguments of a backward pass, and what its answer is the gradient of. */
export interface BackwardCall extends Pick<GradientCheck, "E" | "wrt"> {
  /** The arguments of the forward pass, which the backward pass takes too. */
  args: Value[];
  /** The arguments after them: the incoming gradients. */
  more: Value[];
}

/** Returns two calls of a backward pass, each to be compared with finite differences of the named forward pass. */
export function twoBackwardCalls(
  name: string,
  forward: string,
  inputs: (draw: Sampler) => BackwardCall,
): (random: Random) => Case[] {
  return (random) =>
    [1, 2].map(() => {
      const { args, more, E, wrt } = inputs(sampler(random));
      return {
        call: { name, args: [...args, ...more] },
        gradient: { forward: { name: forward, args }, E, wrt },
      };
    });
}

/** Draws the weights of a plain cell: Wxh (H×D), Whh (H×H), bh (H×1). */
export function rnnWeights({ matrix }: Sampler, D: number, H: number): Record<string, Matrix> {
  return { Wxh: matrix(H, D), Whh: matrix(H, H), bh: matrix(H, 1) };
}

/** E = Σ A ∘ dA, whose gradient with respect to A is dA. Throws TypeError unless A is a matrix of that shape. */
export function innerProduct(A: Value, dA: Matrix): number {
  if (!isMatrix(A) || A.rows !== dA.rows || A.cols !== dA.cols) {
    throw new TypeError(`expected a ${dA.shape} matrix`);
  }
  return A.data.reduce((sum, a, n) => sum + a * dA.data[n], 0);
}

/** E = Σ_t Σ A_t ∘ dA_t. Throws TypeError unless the A_t are a list of matrices of those shapes. */
export function innerProductSum(As: Value, dAs: Matrix[]): number {
  if (!Array.isArray(As) || As.length !== dAs.length) {
    throw new TypeError(`expected a list of ${dAs.length} matrices`);
  }
  return dAs.reduce((sum, dA, t) => sum + innerProduct(As[t], dA), 0);
}
