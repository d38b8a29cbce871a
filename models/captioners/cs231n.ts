import type { Captioner, CaptionerSizes } from "./captioner.ts";
import {
  affine,
  applyAffine,
  hiddenOf,
  lstmParams,
  lstmStep,
  readout,
  rnnParams,
  wordsAndReadout,
} from "../layers.ts";

/**
 * Creates the captioner of CS231n: h_0 = Wproj v + bproj, h_t = tanh(Wxh x_t + Whh h_{t−1} + bh). The image determines the
 * initial state only.
 */
export function cs231nCaptioner(sizes: CaptionerSizes): Captioner {
  const { embedding: E, hidden: H, features: I } = sizes;
  return {
    name: "CS231n",
    source: "Stanford CS231n, assignment 3, CaptioningRNN",
    sizes,
    params: (random) => ({
      ...wordsAndReadout(sizes, random),
      ...rnnParams(E, H, random),
      ...affine("proj", H, I, random),
    }),
    start: (p, v) => ({ state: applyAffine(p, "proj", v) }),
    step: ({ Wxh, Whh, bh }, x, h) => Whh.matmul(h).add(Wxh.matmul(x)).addColumn(bh).tanh(),
    scores: (p, _x, h) => readout(p, h),
  };
}

/** Creates the same captioner with an LSTM: h_0 = Wproj v + bproj and c_0 = 0. */
export function cs231nLSTMCaptioner(sizes: CaptionerSizes): Captioner {
  const { embedding: E, hidden: H, features: I } = sizes;
  return {
    name: "CS231n LSTM",
    source: "Stanford CS231n, assignment 3, CaptioningRNN with cell_type lstm",
    sizes,
    params: (random) => ({
      ...wordsAndReadout(sizes, random),
      ...lstmParams(E, H, random),
      ...affine("proj", H, I, random),
    }),
    start: (p, v, zeros) => ({ state: zeros(H).vstack(applyAffine(p, "proj", v)) }),
    step: ({ Wx, Wh, b }, x, state) => lstmStep(Wh, b, Wx.matmul(x), state),
    scores: (p, _x, state) => readout(p, hiddenOf(state)),
  };
}
