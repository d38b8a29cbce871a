import type { Model } from "../training/engine.ts";
import { Matrix } from "../matrix.ts";
import { oneHot } from "../vocabulary.ts";

/** What writes one class after another: it reads a class in some state and scores what may follow. */
export interface Decoder<S = unknown> {
  /** The state before anything is read. */
  readonly begin: S;
  /** Reads a class: the state after it, and scores (V×1) whose softmax is the probability of each next class. */
  read(state: S, index: number): { state: S; scores: Matrix };
}

/** A model as a stepper: its cell reads one-hot columns from a state of zeros. */
export function textDecoder({ cell, readout }: Model): Decoder<Matrix> {
  return {
    begin: new Matrix(cell.stateSize, 1),
    read: (statePrev, index) => {
      const { state, h } = cell.step(oneHot(index, cell.inputSize), statePrev);
      return { state, scores: readout.scores(h) };
    },
  };
}
