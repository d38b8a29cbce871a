import { zerosLikeBatch } from "../layers.ts";
import type { Weights } from "../layers.ts";
import { toValues } from "../../lib/autodiff/tape_cell.ts";
import type { Params } from "../../lib/cells/cell.ts";
import { argmax } from "../../lib/loss.ts";
import type { Matrix } from "../../lib/matrix.ts";
import type { Decoder } from "../../lib/text/decoder.ts";
import { Value } from "../../lib/autodiff/value.ts";
import { type Captioner, captionLoss, type Captions } from "./captioner.ts";

/** Where a sentence stands: the state after its last word, and how many words were read. */
export interface CaptionState {
  readonly state: Value;
  readonly t: number;
}

/**
 * A captioner that looks at the features v of one image (features × 1), as what reads a class and scores the next: see
 * `sample` and `beamSearch`. Throws RangeError for v of another shape.
 */
export function captionDecoder(
  captioner: Captioner,
  params: Params,
  v: Matrix,
): Decoder<CaptionState> {
  checkFeatures(captioner, v);
  if (v.cols !== 1) throw new RangeError(`Cannot caption ${v.shape} step by step: it is one image`);
  const p = toValues(params);
  const { state, image } = captioner.start(p, new Value(v), zerosLikeBatch(1));
  return {
    initialState: { state, t: 0 },
    step: (before, index) => {
      const x = p.We.gatherColumns(Int32Array.of(index)), t = before.t + 1;
      const state = captioner.step(p, x, before.state, image, t);
      return { state: { state, t }, scores: captioner.scores(p, x, state, image).matrix };
    },
  };
}

/**
 * The likeliest word at each step for every image of v (features × batch), up to `longest` of them or the end, which is
 * left out. Throws RangeError for features of another number, and for a start outside.
 */
export function greedyCaptions(
  captioner: Captioner,
  params: Params,
  v: Matrix,
  { start, end, longest }: { start: number; end: number; longest: number },
): number[][] {
  checkFeatures(captioner, v);
  const p = toValues(params), said: number[][] = Array.from({ length: v.cols }, () => []);
  const ended = said.map(() => false);
  let { state, image } = captioner.start(p, new Value(v), zerosLikeBatch(v.cols));
  let words = new Int32Array(v.cols).fill(start);
  for (let t = 1; t <= longest && ended.includes(false); t++) {
    const x = p.We.gatherColumns(words);
    state = captioner.step(p, x, state, image, t);
    words = argmax(captioner.scores(p, x, state, image).matrix);
    words.forEach((word, b) => {
      ended[b] ||= word === end;
      if (!ended[b]) said[b].push(word);
    });
  }
  return said;
}

/**
 * e^{−Σ log ŷ / words} of captions, their ends counted: how many words the captioner hesitates between. Throws RangeError
 * as `captionLoss`, for features of another number, and where no word is asked for.
 */
export function perplexity(
  captioner: Captioner,
  params: Params,
  v: Matrix,
  captions: Captions,
): number {
  checkFeatures(captioner, v);
  const asked = captions.targets.reduce((sum, list) => sum + list.filter((w) => w >= 0).length, 0);
  if (asked === 0) throw new RangeError("Cannot take the perplexity of 0 words");
  const words = { ...captioner, extra: undefined }; // the next word's loss alone
  const p: Weights<Value> = toValues(params);
  const E = captionLoss(words, p, new Value(v), captions, zerosLikeBatch(v.cols)).matrix.at(0);
  return Math.exp(E * v.cols / asked);
}

function checkFeatures({ name, sizes: { features } }: Captioner, v: Matrix): void {
  if (v.rows !== features) {
    throw new RangeError(`Cannot caption ${v.shape}: ${name} takes ${features} features`);
  }
}
