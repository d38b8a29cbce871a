import { toValues } from "../../lib/autodiff/tape_cell.ts";
import { checkIndex } from "../../lib/checks.ts";
import type { Params } from "../../lib/cells/cell.ts";
import { Matrix } from "../../lib/matrix.ts";
import { Value } from "../../lib/autodiff/value.ts";
import type { Captioner, CaptionerSizes } from "./captioner.ts";
import type { TensorOps } from "../../lib/autodiff/tensor_ops.ts";
import {
  affine,
  applyAffine,
  layerInit,
  readout,
  rnnParams,
  type Weights,
  wordsAndReadout,
} from "../layers.ts";

/** λ, the weight of the mean squared error of the features relative to −log ŷ of a word. */
const WEIGHT = 0.1;

/**
 * Creates a Mind's Eye captioner. Beside s_t = tanh(Wxh x_t + Whh s_{t−1} + Wih v + bh), a visual memory
 * u_t = tanh(Uw x_t + Uu u_{t−1} + bu) reads only the words and reconstructs the features, ṽ_t = Wvu u_t + bvu, at every time
 * step. The next word depends on both, and the loss is −log ŷ + λ ‖ṽ_t − v‖² / I. The state is u above s.
 * Chen & Zitnick 2015, §3.
 */
export function chenCaptioner(sizes: CaptionerSizes): Captioner {
  const { embedding: E, hidden: H, features: I } = sizes;
  return {
    name: "Chen",
    source: "Chen & Zitnick 2015, Mind's Eye, §3",
    sizes,
    params(random) {
      const draw = layerInit(random);
      return {
        ...wordsAndReadout(sizes, random, 2 * H),
        ...rnnParams(E, H, random),
        Wih: draw(H, I),
        ...{ Uw: draw(H, E), Uu: draw(H, H), bu: new Matrix(H, 1) },
        ...affine("vu", I, H, random),
      };
    },
    start: ({ Wih }, v, zeros) => ({ state: zeros(2 * H), image: Wih.matmul(v) }),
    step(p, x, state, image) {
      const { Wxh, Whh, bh } = p, sPrev = state.sliceRows(H, 2 * H);
      const u = remember(p, x, state.sliceRows(0, H));
      return u.vstack(Whh.matmul(sPrev).add(Wxh.matmul(x)).add(image!).addColumn(bh).tanh());
    },
    scores: (p, _x, state) => readout(p, state),
    extra(p, state, v) {
      const error = applyAffine(p, "vu", state.sliceRows(0, H)).subtract(v); // ṽ_t − v
      return error.hadamard(error).batchMean().scale(WEIGHT / I);
    },
  };
}

/**
 * Returns the features ṽ (I×1) that the visual memory of Mind's Eye reconstructs from a caption alone, given as classes
 * without the start token, so that images can be retrieved by a sentence. Throws RangeError for a class outside the
 * vocabulary.
 */
export function imaginedFeatures(params: Params, words: number[]): Matrix {
  const p = toValues(params);
  let u = new Value(new Matrix(params.Uu.rows, 1));
  for (const word of words) {
    checkIndex("Cannot read class", word, 0, params.We.cols - 1);
    u = remember(p, p.We.gatherColumns(Int32Array.of(word)), u);
  }
  return applyAffine(p, "vu", u).matrix;
}

/** Computes u_t = tanh(Uu u_{t−1} + Uw x_t + bu). */
function remember<V extends TensorOps<V>>({ Uu, Uw, bu }: Weights<V>, x: V, u: V): V {
  return Uu.matmul(u).add(Uw.matmul(x)).addColumn(bu).tanh();
}
