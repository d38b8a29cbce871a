import type { Params } from "../../lib/cells/cell.ts";
import type { Random } from "../../lib/random.ts";
import type { Batch } from "../../lib/training/engine.ts";
import type { Weights, Zeros } from "../layers.ts";
import type { TensorOps } from "../../lib/autodiff/tensor_ops.ts";

/** The sizes of a captioner. */
export interface CaptionerSizes {
  /** V, the size of the vocabulary, including the special tokens. */
  words: number;
  /** E, the length of a word vector. */
  embedding: number;
  /** H, the number of hidden units. */
  hidden: number;
  /** I, the number of image features. */
  features: number;
}

/** The initial state of a captioner, and the projected image features that its time steps use. */
export interface CaptionStart<V> {
  state: V;
  image?: V;
}

/** An architecture that conditions a language model on an image; columns are the sequences of a batch. */
export interface Captioner {
  readonly name: string;
  /** The publication, with the section of its equations. */
  readonly source: string;
  readonly sizes: CaptionerSizes;
  /** Returns initial weights. */
  params(random: Random): Params;
  /** Computes the state before the first word from the features v. */
  start<V extends TensorOps<V>>(p: Weights<V>, v: V, zeros: Zeros<V>): CaptionStart<V>;
  /** Computes state_t from x_t, state_{t−1} and the image; t counts from 1. */
  step<V extends TensorOps<V>>(p: Weights<V>, x: V, state: V, image: V | undefined, t: number): V;
  /** Computes the scores of the next word, words × batch. */
  scores<V extends TensorOps<V>>(p: Weights<V>, x: V, state: V, image: V | undefined): V;
  /** Computes a term that each time step adds to the loss, beside −log ŷ of the next word. */
  extra?<V extends TensorOps<V>>(p: Weights<V>, state: V, v: V): V;
}

/** A batch of captions as classes; −1 is none. */
export interface Captions {
  /** words[t][b]: the input of caption b at time step t. */
  readonly words: Int32Array[];
  /** targets[t][b]: the target class. */
  readonly targets: Int32Array[];
}

/** Splits a batch of tokens, such as `tokenBatch` returns, into time steps. Throws RangeError for a batch of matrices. */
export function captionSteps({ xs, targets, steps, size }: Batch): Captions {
  const split = (classes: Batch["xs"] | Batch["targets"]) => {
    if (classes instanceof Int32Array) {
      return Array.from(
        { length: steps },
        (_, t) => classes.subarray(t * size, (t + 1) * size),
      );
    }
    throw new RangeError("Cannot load captions: expected classes of words, got matrices");
  };
  return { words: split(xs), targets: split(targets) };
}

/**
 * Computes E = Σ_t E_t of captions given features v (features × batch): −log ŷ of every word and the end token, without the
 * padding, averaged over the batch. On a tape its gradient flows through v into the CNN. Throws RangeError for captions of
 * 0 time steps and for a class outside the vocabulary.
 */
export function captionLoss<V extends TensorOps<V>>(
  captioner: Captioner,
  p: Weights<V>,
  v: V,
  { words, targets }: Captions,
  zeros: Zeros<V>,
): V {
  if (words.length === 0) throw new RangeError("Cannot compute the loss of 0 time steps");
  let { state, image } = captioner.start(p, v, zeros);
  return words.map((classes, n) => {
    const x = p.We.gatherColumns(classes);
    state = captioner.step(p, x, state, image, n + 1);
    const E_t = captioner.scores(p, x, state, image).crossEntropy(targets[n]);
    return captioner.extra ? E_t.add(captioner.extra(p, state, v)) : E_t;
  }).reduce((E, E_t) => E.add(E_t));
}
