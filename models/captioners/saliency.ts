import { zerosLikeBatch } from "../layers.ts";
import { toValues } from "../../lib/autodiff/tape_cell.ts";
import type { Params } from "../../lib/cells/cell.ts";
import type { Matrix } from "../../lib/matrix.ts";
import { gradients } from "../../lib/autodiff/gradients.ts";
import { Value } from "../../lib/autodiff/value.ts";
import type { Captioner } from "./captioner.ts";
import { cnnFeatures, type CNNShape } from "../cnn/cnn.ts";

/** A word of a caption, and where in the image it comes from. */
export interface WordSaliency {
  /** The word's class. */
  readonly index: number;
  /** log ŷ of the word, given the image and the words before it. */
  readonly logProbability: number;
  /** ∂ log ŷ / ∂pixel, the shape of the image: what would make the word likelier. */
  readonly dimage: Matrix;
}

/**
 * For each word of a caption, given as classes after `start`, the gradient of its log ŷ with respect to every pixel of
 * one image (pixels × 1): back through the captioner, through v and through the CNN. Throws RangeError for images of
 * another number or size, and for a class outside.
 */
export function saliency(
  shape: CNNShape,
  captioner: Captioner,
  params: Params,
  image: Matrix,
  { start, words }: { start: number; words: number[] },
): WordSaliency[] {
  if (image.cols !== 1) throw new RangeError(`Cannot look at ${image.shape}: it is one image`);
  const p = toValues(params), pixels = new Value(image), v = cnnFeatures(shape, p, pixels);
  let { state, image: seen } = captioner.start(p, v, zerosLikeBatch(1));
  return words.map((index, n) => {
    const x = p.We.gatherColumns(Int32Array.of(n === 0 ? start : words[n - 1]));
    state = captioner.step(p, x, state, seen, n + 1);
    const E = captioner.scores(p, x, state, seen).crossEntropy(Int32Array.of(index));
    const dE = gradients(E).get(pixels)!;
    return { index, logProbability: -E.matrix.at(0), dimage: dE.scale(-1) };
  });
}
