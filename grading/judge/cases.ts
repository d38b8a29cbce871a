import type { Matrix } from "../../lib/matrix.ts";
import { normal, type Random } from "../../lib/random.ts";
import type { Case, Gradient } from "./check.ts";
import { isMatrix, type Value } from "./values.ts";

/** What an item's questions are made from. */
export interface Draw {
  /** A matrix of entries from N(0, std²). */
  matrix(rows: number, cols: number, std?: number): Matrix;
  /** T of them: a sequence. */
  sequence(T: number, rows: number, cols?: number, std?: number): Matrix[];
  /** A number between two others. */
  between(low: number, high: number): number;
  /** A whole number from 0 to n − 1. */
  whole(n: number): number;
}

/** Drawing from one source of chance. */
export function drawing(random: Random): Draw {
  const matrix = (rows: number, cols: number, std = 0.8) => normal(std)(rows, cols, random);
  return {
    matrix,
    sequence: (T, rows, cols = 1, std = 0.8) =>
      Array.from({ length: T }, () => matrix(rows, cols, std)),
    between: (low, high) => low + (high - low) * random(),
    whole: (n) => Math.floor(n * random()),
  };
}

/** Two calls of one function, each with arguments of its own. */
export function twice(name: string, args: (draw: Draw) => Value[]): (random: Random) => Case[] {
  return (random) => [1, 2].map(() => ({ call: { name, args: args(drawing(random)) } }));
}

/** What a backward pass is asked about: it takes what forward takes, and more. */
export interface Back extends Pick<Gradient, "E" | "wrt"> {
  /** Forward's arguments. */
  args: Value[];
  /** What backward takes after them: the gradients that come in. */
  more: Value[];
}

/** Two calls of a backward pass, each to be held to finite differences of the named forward. */
export function backTwice(
  name: string,
  forward: string,
  back: (draw: Draw) => Back,
): (random: Random) => Case[] {
  return (random) =>
    [1, 2].map(() => {
      const { args, more, E, wrt } = back(drawing(random));
      return {
        call: { name, args: [...args, ...more] },
        gradient: { forward: { name: forward, args }, E, wrt },
      };
    });
}

/** Weights of a plain cell: Wxh (H×D), Whh (H×H), bh (H×1). */
export function plainWeights({ matrix }: Draw, D: number, H: number): Record<string, Matrix> {
  return { Wxh: matrix(H, D), Whh: matrix(H, H), bh: matrix(H, 1) };
}

/** E = Σ A ∘ dA: the number whose gradient with respect to A is dA. Throws TypeError where A is no such matrix. */
export function weighted(A: Value, dA: Matrix): number {
  if (!isMatrix(A) || A.rows !== dA.rows || A.cols !== dA.cols) {
    throw new TypeError(`a matrix of ${dA.shape} is asked for`);
  }
  return A.data.reduce((sum, a, n) => sum + a * dA.data[n], 0);
}

/** Σ_t of `weighted` over a sequence. Throws TypeError where it is not of that length and shape. */
export function weightedSum(As: Value, dAs: Matrix[]): number {
  if (!Array.isArray(As) || As.length !== dAs.length) {
    throw new TypeError(`a list of ${dAs.length} matrices is asked for`);
  }
  return dAs.reduce((sum, dA, t) => sum + weighted(As[t], dA), 0);
}
