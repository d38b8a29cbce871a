import type { Captioner, CaptionerSizes } from "./captioner.ts";
import { imageRNN } from "./image_rnn.ts";

/**
 * Creates the captioner of the lecture: h_t = tanh(Whh h_{t−1} + Wxh x_t + Wih v + bh), ŷ_t = softmax(Why h_t + by). The image
 * enters at every time step.
 */
export function lectureCaptioner(sizes: CaptionerSizes): Captioner {
  return {
    ...imageRNN(sizes),
    name: "lecture",
    source: "the lecture: CNN + RNN",
    step: ({ Wxh, Whh, bh }, x, h, image) =>
      Whh.matmul(h).add(Wxh.matmul(x)).add(image!).addColumn(bh).tanh(),
  };
}
