import type { Params } from "../../lib/cells/cell.ts";
import type { Random } from "../../lib/random.ts";
import type { Weights, Zeros } from "../layers.ts";
import type { TensorOps } from "../../lib/autodiff/tensor_ops.ts";

/** The sizes of a captioner. */
export interface CaptionerSizes {
  /** V, the classes of words with start, end and null. */
  words: number;
  /** E, the numbers of a word vector. */
  embedding: number;
  /** H, the hidden units. */
  hidden: number;
  /** I, the features of an image. */
  features: number;
}

/** How a sentence begins: the state before the first word, and what the image gives to the steps. */
export interface CaptionStart<V> {
  state: V;
  image?: V;
}

/** One way of feeding an image into a sentence, as one paper has it; columns are the sequences of a batch. */
export interface Captioner {
  readonly name: string;
  /** Who published it, and where its equations stand. */
  readonly source: string;
  readonly sizes: CaptionerSizes;
  /** The weights at the start. */
  params(random: Random): Params;
  /** What happens before the first word. */
  start<V extends TensorOps<V>>(p: Weights<V>, v: V, zeros: Zeros<V>): CaptionStart<V>;
  /** One tick: x_t, state_{t−1} and the image give state_t; t counts from 1. */
  step<V extends TensorOps<V>>(p: Weights<V>, x: V, state: V, image: V | undefined, t: number): V;
  /** The scores of the next word, words × batch. */
  scores<V extends TensorOps<V>>(p: Weights<V>, x: V, state: V, image: V | undefined): V;
  /** What a step adds to the loss beside the next word's −log ŷ. */
  extra?<V extends TensorOps<V>>(p: Weights<V>, state: V, v: V): V;
}

/** Captions side by side: for each step the class that each of them reads, and the class asked for, −1 for none. */
export interface Captions {
  /** words[t][b]: the class that caption b reads at step t. */
  readonly words: Int32Array[];
  /** targets[t][b]: the class asked for. */
  readonly targets: Int32Array[];
}

/**
 * E = Σ_t E_t of captions given features v (features × batch): −log ŷ of every word and the end, those behind the end
 * masked, the mean over the batch. On the tape its gradient goes through v into the network that made v. Throws
 * RangeError for captions of no steps, and for a class outside.
 */
export function captionLoss<V extends TensorOps<V>>(
  captioner: Captioner,
  p: Weights<V>,
  v: V,
  { words, targets }: Captions,
  zeros: Zeros<V>,
): V {
  let { state, image } = captioner.start(p, v, zeros);
  let E: V | undefined;
  words.forEach((classes, n) => {
    const x = p.We.gatherColumns(classes);
    state = captioner.step(p, x, state, image, n + 1);
    let E_t = captioner.scores(p, x, state, image).crossEntropy(targets[n]);
    if (captioner.extra) E_t = E_t.add(captioner.extra(p, state, v));
    E = E ? E.add(E_t) : E_t;
  });
  if (!E) throw new RangeError("Cannot measure captions of no steps");
  return E;
}
