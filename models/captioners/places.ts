import { layerInit, lstmParams, lstmStep, readout, rnnParams, wordsAndReadout } from "../layers.ts";
import type { TensorOps } from "../../lib/autodiff/tensor_ops.ts";
import type { Weights } from "../layers.ts";
import type { Captioner, CaptionerSizes } from "./captioner.ts";

/** The places of `placedCaptioner`, where i is the projected image and x_t a word vector. */
export const PLACES = {
  "initial state": "h_0 = i, as in CS231n's assignment 3",
  "first input": "x_0 = i, before the start token, as in Vinyals et al. 2015",
  "first step": "x_1 + i, as in Karpathy & Fei-Fei 2015",
  "every step": "x_t + i, as in the lecture",
  "readout": "tanh(h_t + i), which the readout sees, but no later state; Tanti et al. 2018, §3",
} as const;

/** A place at which an image enters a captioner. */
export type Place = keyof typeof PLACES;

/** A recurrence of `placedCaptioner`: the lecture's tanh RNN or an LSTM. */
export type PlacedCell = "RNN" | "LSTM";

/**
 * Creates a captioner whose image i = Wiv v (H×batch) enters at one of five places. All else is equal, the number of weights
 * too. The state of an LSTM is c above h, with c_0 = 0. Throws RangeError unless word vectors have as many elements as the
 * state has units, because i takes the place of either.
 */
export function placedCaptioner(cell: PlacedCell, place: Place, sizes: CaptionerSizes): Captioner {
  const { embedding: E, hidden: H, features: I } = sizes;
  if (E !== H) {
    throw new RangeError(
      `Cannot place the image: expected word vectors of ${H} elements, one for each unit, got ${E}`,
    );
  }
  const next = cell === "RNN" ? rnnStep : lstmOf, isOnce = place === "first step";
  return {
    name: `${cell}, ${place}`,
    source: PLACES[place],
    sizes,
    params: (random) => ({
      ...wordsAndReadout(sizes, random),
      ...(cell === "RNN" ? rnnParams : lstmParams)(E, H, random),
      Wiv: layerInit(random)(H, I),
    }),
    start(p, v, zeros) {
      const image = p.Wiv.matmul(v), nothing = zeros(cell === "RNN" ? H : 2 * H);
      if (place === "first input") return { state: next(p, image, nothing) };
      if (place !== "initial state") return { state: nothing, image };
      return { state: cell === "RNN" ? image : zeros(H).vstack(image) };
    },
    step: (p, x, state, image, t) =>
      next(p, place === "every step" || (isOnce && t === 1) ? x.add(image!) : x, state),
    scores(p, _x, state, image) {
      const h = state.sliceRows(state.rows - H);
      return readout(p, place === "readout" ? h.add(image!).tanh() : h);
    },
  };
}

/** Computes h_t = tanh(Whh h_{t−1} + Wxh x_t + bh). */
function rnnStep<V extends TensorOps<V>>({ Wxh, Whh, bh }: Weights<V>, x: V, h: V): V {
  return Whh.matmul(h).add(Wxh.matmul(x)).addColumn(bh).tanh();
}

function lstmOf<V extends TensorOps<V>>({ Wx, Wh, b }: Weights<V>, x: V, state: V): V {
  return lstmStep(Wh, b, Wx.matmul(x), state);
}
