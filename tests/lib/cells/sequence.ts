import { type Cell, type Matrix, normal, seeded, unroll } from "rnn";

/** Draws inputs x_1 … x_T for a cell, an initial state, and the coefficients direct_t of `linearLoss`. */
export function sequence(cell: Cell, T: number, batch: number, seed = 2) {
  const random = seeded(seed);
  const draw = (rows: number) => Array.from({ length: T }, () => normal(1)(rows, batch, random));
  const state0 = normal(0.5)(cell.stateSize, batch, random);
  return { xs: draw(cell.inputSize), direct: draw(cell.stateSize), state0 };
}

/** Computes the loss E = Σ_t Σ direct_t ∘ state_t, for which ∂E_t/∂state_t is direct_t. */
export function linearLoss(cell: Cell, xs: Matrix[], direct: Matrix[], state0?: Matrix): number {
  const dot = (A: Matrix, B: Matrix) => A.hadamard(B).data.reduce((sum, a) => sum + a, 0);
  return unroll(cell, xs, state0).reduce((sum, { state }, n) => sum + dot(state, direct[n]), 0);
}
