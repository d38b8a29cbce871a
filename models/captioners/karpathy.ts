import type { Captioner, CaptionerSizes } from "./captioner.ts";
import { imageRNN } from "./image_rnn.ts";

/**
 * Creates NeuralTalk: h_t = max(0, Wxh x_t + Whh h_{t−1} + bh + 1(t = 1) ∘ bv) with bv = Wih v. The image is a bias of the
 * first time step only. Karpathy & Fei-Fei 2015, §3.2, with the ReLU of their code.
 */
export function karpathyCaptioner(sizes: CaptionerSizes): Captioner {
  return {
    ...imageRNN(sizes),
    name: "Karpathy",
    source: "Karpathy & Fei-Fei 2015, NeuralTalk, §3.2",
    step({ Wxh, Whh, bh }, x, h, bv, t) {
      const z = Whh.matmul(h).add(Wxh.matmul(x)).addColumn(bh);
      return (t === 1 ? z.add(bv!) : z).relu();
    },
  };
}
