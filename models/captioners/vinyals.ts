import type { Captioner, CaptionerSizes } from "./captioner.ts";
import { hiddenOf, layerInit, lstmParams, lstmStep, readout, wordsAndReadout } from "../layers.ts";

/**
 * Creates Show and Tell: x_{−1} = WI v, x_t = We S_t, p_{t+1} = LSTM(x_t). The image is the first input of the LSTM, before
 * the start token. Vinyals et al. 2015, §3.1, equations 10 to 12.
 */
export function vinyalsCaptioner(sizes: CaptionerSizes): Captioner {
  const { embedding: E, hidden: H, features: I } = sizes;
  return {
    name: "Vinyals",
    source: "Vinyals et al. 2015, Show and Tell, §3.1",
    sizes,
    params: (random) => ({
      ...wordsAndReadout(sizes, random),
      ...lstmParams(E, H, random),
      WI: layerInit(random)(E, I),
    }),
    start: ({ Wx, Wh, b, WI }, v, zeros) => ({
      state: lstmStep(Wh, b, Wx.matmul(WI.matmul(v)), zeros(2 * H)),
    }),
    step: ({ Wx, Wh, b }, x, state) => lstmStep(Wh, b, Wx.matmul(x), state),
    scores: (p, _x, state) => readout(p, hiddenOf(state)),
  };
}
