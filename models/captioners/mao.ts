import type { Captioner, CaptionerSizes } from "./captioner.ts";
import { layerInit, readout, wordsAndReadout } from "../layers.ts";

/** Constants of g(z) = 1.7159 tanh(2z/3), which preserves unit variance (LeCun et al. 1998, §4.4). */
const [HEIGHT, SLOPE] = [1.7159, 2 / 3];

/**
 * Creates an m-RNN: the recurrence r_t = max(0, Ur r_{t−1} + Uw w_t) does not depend on the image. A multimodal layer
 * m_t = g(Vw w_t + Vr r_t + VI v) combines word, recurrent state and image; ŷ_t = softmax(Why m_t + by). Mao et al. 2015,
 * §3.2 and figure 2.
 */
export function maoCaptioner(sizes: CaptionerSizes): Captioner {
  const { embedding: E, hidden: H, features: I } = sizes;
  return {
    name: "Mao",
    source: "Mao et al. 2015, m-RNN, §3.2",
    sizes,
    params(random) {
      const draw = layerInit(random);
      return {
        ...wordsAndReadout(sizes, random),
        ...{ Ur: draw(H, H), Uw: draw(H, E) },
        ...{ Vw: draw(H, E), Vr: draw(H, H), VI: draw(H, I) },
      };
    },
    start: ({ VI }, v, zeros) => ({ state: zeros(H), image: VI.matmul(v) }),
    step: ({ Ur, Uw }, w, r) => Ur.matmul(r).add(Uw.matmul(w)).relu(),
    scores(p, w, r, image) {
      const { Vw, Vr } = p;
      const m = Vw.matmul(w).add(Vr.matmul(r)).add(image!).scale(SLOPE).tanh().scale(HEIGHT);
      return readout(p, m);
    },
  };
}
