import type { Model } from "../training/engine.ts";
import { Matrix } from "../matrix.ts";
import { oneHot } from "../vocabulary.ts";

/** An autoregressive decoder with a state of type S: it reads one class at a time and scores the next one. */
export interface Decoder<S = unknown> {
  /** The state before the first class. */
  readonly initialState: S;
  /**
   * Reads a class; returns the next state, and the scores (V×1) whose softmax is the distribution of the next class.
   */
  step(state: S, index: number): { state: S; scores: Matrix };
}

/** Returns a model as a decoder: its cell reads one-hot columns, starting from a state of zeros. */
export function textDecoder({ cell, readout }: Model): Decoder<Matrix> {
  return {
    initialState: new Matrix(cell.stateSize, 1),
    step: (statePrev, index) => {
      const { state, h } = cell.step(oneHot(index, cell.inputSize), statePrev);
      return { state, scores: readout.scores(h) };
    },
  };
}
