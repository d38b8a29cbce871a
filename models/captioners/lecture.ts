import type { Captioner, CaptionerSizes } from "./captioner.ts";
import { layerInit, readout, rnnParams, wordsAndReadout } from "../layers.ts";

/**
 * Creates the captioner of the lecture: h_t = tanh(Whh h_{t−1} + Wxh x_t + Wih v + bh), ŷ_t = softmax(Why h_t + by). The image
 * enters at every time step.
 */
export function lectureCaptioner(sizes: CaptionerSizes): Captioner {
  const { embedding: E, hidden: H, features: I } = sizes;
  return {
    name: "lecture",
    source: "the lecture: CNN + RNN",
    sizes,
    params: (random) => ({
      ...wordsAndReadout(sizes, random),
      ...rnnParams(E, H, random),
      Wih: layerInit(random)(H, I),
    }),
    start: ({ Wih }, v, zeros) => ({ state: zeros(H), image: Wih.matmul(v) }),
    step: ({ Wxh, Whh, bh }, x, h, image) =>
      Whh.matmul(h).add(Wxh.matmul(x)).add(image!).addColumn(bh).tanh(),
    scores: (p, _x, h) => readout(p, h),
  };
}
