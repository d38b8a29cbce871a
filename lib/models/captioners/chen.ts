import { Matrix } from "../../matrix.ts";
import type { Captioner, CaptionerSizes } from "../captioner.ts";
import { drawing, readout, rnnParams, wordsAndReadout } from "./parts.ts";

/** How much a squared error of the features, the mean over them, weighs against a word's −log ŷ. */
const WEIGHT = 0.1;

/**
 * Mind's Eye: beside s_t = tanh(Wxh x_t + Whh s_{t−1} + Wih v + bh) a visual memory u_t = tanh(Uw x_t + Uu u_{t−1} + bu)
 * that sees words alone and draws the image again, ṽ_t = Wvu u_t + bv, at every step; both give the next word, and the loss
 * is −log ŷ + λ ‖ṽ_t − v‖² / I. The state is u on s. Chen & Zitnick 2015, §3.
 */
export function chenCaptioner(sizes: CaptionerSizes): Captioner {
  const { embedding: E, hidden: H, features: I } = sizes;
  return {
    name: "Chen",
    source: "Chen & Zitnick 2015, Mind's Eye, §3",
    sizes,
    params(random) {
      const draw = drawing(random);
      return {
        ...wordsAndReadout(sizes, random, 2 * H),
        ...rnnParams(E, H, random),
        Wih: draw(H, I),
        ...{ Uw: draw(H, E), Uu: draw(H, H), bu: new Matrix(H, 1) },
        ...{ Wvu: draw(I, H), bv: new Matrix(I, 1) },
      };
    },
    begin: ({ Wih }, v, zeros) => ({ state: zeros(2 * H), image: Wih.matmul(v) }),
    tick({ Wxh, Whh, bh, Uw, Uu, bu }, x, state, image) {
      const u = Uu.matmul(state.sliceRows(0, H)).add(Uw.matmul(x)).addColumn(bu).tanh();
      const sPrev = state.sliceRows(H, 2 * H);
      return u.over(Whh.matmul(sPrev).add(Wxh.matmul(x)).add(image!).addColumn(bh).tanh());
    },
    scores: (p, _x, state) => readout(p, state),
    extra({ Wvu, bv }, state, v) {
      const error = Wvu.matmul(state.sliceRows(0, H)).addColumn(bv).subtract(v);
      return error.hadamard(error).sum().scale(WEIGHT / I / v.cols);
    },
  };
}
