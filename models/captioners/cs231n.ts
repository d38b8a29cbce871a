import { Matrix } from "../../lib/matrix.ts";
import type { Captioner, CaptionerSizes } from "./captioner.ts";
import { layerInit, lstmParams, lstmStep, readout, rnnParams, wordsAndReadout } from "../layers.ts";

/** CS231n's: h_0 = Wproj v + bproj, then h_t = tanh(Wxh x_t + Whh h_{t−1} + bh); the image is the state before the first word. */
export function cs231nCaptioner(sizes: CaptionerSizes): Captioner {
  const { embedding: E, hidden: H, features: I } = sizes;
  return {
    name: "CS231n",
    source: "Stanford CS231n, assignment 3, CaptioningRNN",
    sizes,
    params: (random) => ({
      ...wordsAndReadout(sizes, random),
      ...rnnParams(E, H, random),
      ...{ Wproj: layerInit(random)(H, I), bproj: new Matrix(H, 1) },
    }),
    start: ({ Wproj, bproj }, v) => ({ state: Wproj.matmul(v).addColumn(bproj) }),
    step: ({ Wxh, Whh, bh }, x, h) => Whh.matmul(h).add(Wxh.matmul(x)).addColumn(bh).tanh(),
    scores: (p, _x, h) => readout(p, h),
  };
}

/** The same with an LSTM: h_0 = Wproj v + bproj and c_0 = 0. */
export function cs231nLSTMCaptioner(sizes: CaptionerSizes): Captioner {
  const { embedding: E, hidden: H, features: I } = sizes;
  return {
    name: "CS231n LSTM",
    source: "Stanford CS231n, assignment 3, CaptioningRNN with cell_type lstm",
    sizes,
    params: (random) => ({
      ...wordsAndReadout(sizes, random),
      ...lstmParams(E, H, random),
      ...{ Wproj: layerInit(random)(H, I), bproj: new Matrix(H, 1) },
    }),
    start: ({ Wproj, bproj }, v, zeros) => ({
      state: zeros(H).vstack(Wproj.matmul(v).addColumn(bproj)),
    }),
    step: ({ Wx, Wh, b }, x, state) => lstmStep(Wh, b, Wx.matmul(x), state),
    scores: (p, _x, state) => readout(p, state.sliceRows(H, 2 * H)),
  };
}
