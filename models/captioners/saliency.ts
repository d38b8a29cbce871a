import { zerosLikeBatch } from "../layers.ts";
import { toValues } from "../../lib/autodiff/tape_cell.ts";
import { checkIndex } from "../../lib/checks.ts";
import type { Params } from "../../lib/cells/cell.ts";
import type { Matrix } from "../../lib/matrix.ts";
import { gradients } from "../../lib/autodiff/gradients.ts";
import { Value } from "../../lib/autodiff/value.ts";
import type { Captioner } from "./captioner.ts";
import { cnnFeatures, type CNNShape } from "../cnn/cnn.ts";

/** A word of a caption and its saliency map. */
export interface WordSaliency {
  /** The word's class. */
  readonly index: number;
  /** log ŷ of the word, given the image and the words before it. */
  readonly logProbability: number;
  /** ∂ log ŷ / ∂pixels, in the shape of the image. */
  readonly dimage: Matrix;
}

/**
 * Computes the saliency of each word of a caption, given as classes without `start`: the gradient of its log ŷ with respect to
 * the pixels of one image (pixels × 1), backpropagated through the captioner and the CNN. Throws RangeError for more than one
 * image, for another size, and for a class outside the vocabulary.
 */
export function saliency(
  shape: CNNShape,
  captioner: Captioner,
  params: Params,
  image: Matrix,
  { start, words }: { start: number; words: number[] },
): WordSaliency[] {
  if (image.cols !== 1) {
    throw new RangeError(`Cannot compute saliency of ${image.cols} images: expected one`);
  }
  for (const index of [start, ...words]) {
    checkIndex("Cannot use word", index, 0, captioner.sizes.words - 1);
  }
  const p = toValues(params), pixels = new Value(image), v = cnnFeatures(shape, p, pixels);
  let { state, image: projected } = captioner.start(p, v, zerosLikeBatch(1));
  return words.map((index, n) => {
    const x = p.We.gatherColumns(Int32Array.of(n === 0 ? start : words[n - 1]));
    state = captioner.step(p, x, state, projected, n + 1);
    const E = captioner.scores(p, x, state, projected).crossEntropy(Int32Array.of(index));
    const dE = gradients(E).get(pixels)!;
    return { index, logProbability: -E.matrix.at(0), dimage: dE.scale(-1) };
  });
}
