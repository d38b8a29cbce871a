import type { Captioner, CaptionerSizes } from "./captioner.ts";
import { hiddenOf, layerInit, lstmParams, lstmStep, readout, wordsAndReadout } from "../layers.ts";

/**
 * Creates LRCN-2f, two factored LSTM layers: the first reads only the words, the second h¹_t and, at every time step, the
 * image; ŷ_t = softmax(Why h²_t + by). The state is c¹, h¹, c², h² from top to bottom. Donahue et al. 2015, figure 3.
 */
export function donahueCaptioner(sizes: CaptionerSizes): Captioner {
  const { embedding: E, hidden: H, features: I } = sizes;
  return {
    name: "Donahue",
    source: "Donahue et al. 2015, LRCN-2f, figure 3",
    sizes,
    params: (random) => ({
      ...wordsAndReadout(sizes, random),
      ...lstmParams(E, H, random, "1"),
      ...lstmParams(H, H, random, "2"),
      Wi2: layerInit(random)(4 * H, I),
    }),
    start: ({ Wi2 }, v, zeros) => ({ state: zeros(4 * H), image: Wi2.matmul(v) }),
    step({ Wx1, Wh1, b1, Wx2, Wh2, b2 }, x, state, image) {
      const first = lstmStep(Wh1, b1, Wx1.matmul(x), state.sliceRows(0, 2 * H));
      const fromBelow = Wx2.matmul(hiddenOf(first)).add(image!);
      return first.vstack(lstmStep(Wh2, b2, fromBelow, state.sliceRows(2 * H, 4 * H)));
    },
    scores: (p, _x, state) => readout(p, state.sliceRows(3 * H, 4 * H)),
  };
}
