import type { Captioner, CaptionerSizes } from "./captioner.ts";
import { layerInit, lstmParams, lstmStep, readout, wordsAndReadout } from "../layers.ts";

/**
 * Show and Tell: x_{−1} = WI v, x_t = We S_t, p_{t+1} = LSTM(x_t); the image is the first word that the LSTM reads, and
 * isn't shown again. Vinyals et al. 2015, §3.1, equations 10 to 12.
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
    scores: (p, _x, state) => readout(p, state.sliceRows(H, 2 * H)),
  };
}
