import { layerInit, readout, rnnParams, wordsAndReadout } from "../layers.ts";
import type { Captioner, CaptionerSizes } from "./captioner.ts";

/**
 * Returns what captioners share whose vanilla recurrence receives the image as Wih v (H×batch): their weights, the start from
 * h_0 = 0, and the scores Why h_t + by.
 */
export function imageRNN(
  sizes: CaptionerSizes,
): Pick<Captioner, "sizes" | "params" | "start" | "scores"> {
  const { embedding: E, hidden: H, features: I } = sizes;
  return {
    sizes,
    params: (random) => ({
      ...wordsAndReadout(sizes, random),
      ...rnnParams(E, H, random),
      Wih: layerInit(random)(H, I),
    }),
    start: ({ Wih }, v, zeros) => ({ state: zeros(H), image: Wih.matmul(v) }),
    scores: (p, _x, h) => readout(p, h),
  };
}
