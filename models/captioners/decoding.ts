import { zerosLikeBatch } from "../layers.ts";
import { toValues } from "../../lib/autodiff/tape_cell.ts";
import { checkIndex } from "../../lib/checks.ts";
import type { Params } from "../../lib/cells/cell.ts";
import type { Matrix } from "../../lib/matrix.ts";
import type { Decoder } from "../../lib/text/decoder.ts";
import { Value } from "../../lib/autodiff/value.ts";
import { greedyDecode, type GreedyOptions } from "../greedy.ts";
import { type Captioner, captionLoss, type Captions } from "./captioner.ts";

/** The state of a decoder after t words. */
export interface CaptionState {
  readonly state: Value;
  readonly t: number;
}

/**
 * Returns a decoder that describes one image, given its features v (features × 1), for `sample` and `beamSearch`.
 * Throws RangeError for v of another shape; reading throws one for a class outside the vocabulary.
 */
export function captionDecoder(
  captioner: Captioner,
  params: Params,
  v: Matrix,
): Decoder<CaptionState> {
  checkFeatures(captioner, v);
  if (v.cols !== 1) throw new RangeError(`Cannot decode ${v.cols} images at once: expected one`);
  const p = toValues(params), { words } = captioner.sizes;
  const { state, image } = captioner.start(p, new Value(v), zerosLikeBatch(1));
  return {
    initialState: { state, t: 0 },
    step: (before, index) => {
      checkIndex("Cannot read class", index, 0, words - 1);
      const x = p.We.gatherColumns(Int32Array.of(index)), t = before.t + 1;
      const state = captioner.step(p, x, before.state, image, t);
      return { state: { state, t }, scores: captioner.scores(p, x, state, image).matrix };
    },
  };
}

/**
 * Decodes a caption for each image of v (features × batch) greedily; the classes come without the end token. Throws
 * RangeError for another number of features, for a start or an end token outside the vocabulary, and unless `longest` is a
 * positive integer.
 */
export function greedyCaptions(
  captioner: Captioner,
  params: Params,
  v: Matrix,
  options: GreedyOptions,
): number[][] {
  checkFeatures(captioner, v);
  const p = toValues(params);
  let { state, image } = captioner.start(p, new Value(v), zerosLikeBatch(v.cols));
  const step = (words: Int32Array, t: number) => {
    const x = p.We.gatherColumns(words);
    state = captioner.step(p, x, state, image, t);
    return captioner.scores(p, x, state, image).matrix;
  };
  return greedyDecode({ batch: v.cols, classes: captioner.sizes.words }, step, options);
}

/**
 * Computes the perplexity e^{−Σ log ŷ / words} of captions, including their end tokens. Throws RangeError like
 * `captionLoss`, for another number of features, and if there are no targets.
 */
export function perplexity(
  captioner: Captioner,
  params: Params,
  v: Matrix,
  captions: Captions,
): number {
  checkFeatures(captioner, v);
  const count = captions.targets.reduce((sum, list) => sum + list.filter((w) => w >= 0).length, 0);
  if (count === 0) throw new RangeError("Cannot compute the perplexity of 0 words");
  const words = { ...captioner, extra: undefined }; // perplexity counts −log ŷ only
  const p = toValues(params);
  const E = captionLoss(words, p, new Value(v), captions, zerosLikeBatch(v.cols)).matrix.at(0);
  return Math.exp(E * v.cols / count);
}

function checkFeatures({ name, sizes: { features } }: Captioner, v: Matrix): void {
  if (v.rows !== features) {
    throw new RangeError(
      `Cannot caption images: ${name} expects ${features} features, got ${v.rows}`,
    );
  }
}
