import { Matrix } from "../../lib/matrix.ts";
import {
  backTwice,
  drawing,
  plainWeights,
  twice,
  weighted,
  weightedSum,
} from "../../grading/judge/cases.ts";
import type { Check, ProblemSet } from "../../grading/judge/check.ts";

const D = 2, H = 3, B = 2, T = 4; // inputs, units, sequences, steps

/** Gradients that are short, long, beyond measure, infinite and not a number. */
const guardCases: Check["cases"] = (random) => {
  const draw = drawing(random), { matrix, whole } = draw;
  const gradients = (std: number) => ({
    ...{ Wxh: matrix(H, D, std), Whh: matrix(H, H, std), bh: matrix(H, 1, std) },
  });
  const spoilt = [1e12, Infinity, -Infinity, NaN].map((entry, n) => {
    const dweights = gradients(0.8);
    [dweights.Whh, dweights.Wxh, dweights.Whh, dweights.bh][n].data[whole(H)] = entry;
    return dweights;
  });
  return [gradients(0.05), gradients(3), ...spoilt].map((dweights) => ({
    call: { name: "guard", args: [plainWeights(draw, D, H), dweights, draw.between(0.5, 1.5)] },
  }));
};

/** Steps that all shrink, all stretch, do both at once, all but one do the same, and keep each length. */
const verdictCases: Check["cases"] = (random) => {
  const { between, whole } = drawing(random);
  const steps = (low: number, high: number) => Array.from({ length: T }, () => between(low, high));
  const butOne = (sigmas: number[], sigma: number) => sigmas.with(whole(T), sigma);
  const [less, more] = [steps(0.5, 0.95), steps(1.05, 1.5)];
  const [least, most] = [steps(0.1, 0.4), steps(1.6, 2)];
  return [
    ...[[less, least], [most, more], [more, less], [most, least]],
    ...[[butOne(less, 1.2), least], [most, butOne(more, 0.8)], [steps(1, 1), steps(1, 1)]],
  ].map((args) => ({ call: { name: "verdict", args } }));
};

/** Problem set 4: two ways to hold a gradient, then the factors that make it long or short. */
export const ps4: ProblemSet = {
  id: "ps4",
  title: "Vanishing, exploding, clipping",
  checks: [
    {
      id: "ps4.clip_rows",
      points: 2,
      shows: "A gradient held row by row, each unit measured by its own weights",
      functions: ["clipRows"],
      hints: [
        "Each row gets a factor of its own: 1 where its gradient is short enough, less where it is too long",
        "factor_i = min(1, λ max(‖W_i‖, ε) / ‖dW_i‖), and row i of the answer is factor_i dW_i",
        "sliceRows(i, i + 1).norm() is the norm of a row; dW.scaleRows(Matrix.column(factors)) multiplies",
      ],
      mistakes: {
        "whole matrix at once":
          "One factor holds for all rows: take the norms of row i, not of the whole matrix",
        "columns instead of rows":
          "The weights that come into unit i stand in row i, here they were taken from column i",
        "short rows lengthened":
          "A gradient that is short enough stays as it is: the factor is never above 1",
        "one threshold for all": "λ is a share, not a length: multiply it by max(‖W_i‖, ε)",
        "floor forgotten":
          "A row of zeros keeps a zero gradient for ever: ‖W_i‖ counts as ε where it is smaller",
      },
      cases: twice("clipRows", (draw) => [
        draw.matrix(4, H).scaleRows(Matrix.column([1, 1, 1, 0])),
        draw.matrix(4, H).scaleRows(Matrix.column([0.01, 1, 2, 1])),
        draw.between(0.05, 0.2),
      ]),
    },
    {
      id: "ps4.guard",
      points: 2,
      shows: "A step that stays usable when the gradient is NaN, infinite or beyond measure",
      functions: ["guard"],
      hints: [
        "Decide by the norm of all gradients together, before anything is clipped",
        "n ≤ 10¹⁰ is false for NaN, for Infinity and for what is too long: one comparison finds all three",
        "Where n ≤ 1e10 fails, give Whh.scale(0.02) and zeros; below that, clipByNorm does the rest",
      ],
      mistakes: {
        "NaN let through":
          "n > 1e10 is false for NaN, as every comparison with NaN is: ask for !(n <= 1e10)",
        "only NaN caught": "An infinite norm can't be clipped either: θ / ∞ is 0, and 0 · ∞ is NaN",
        "huge norms let through": "A norm above 1e10 takes the first rule, even if it is finite",
        "all weights shrunk": "Only Whh gets a share of itself as its step, the others get zeros",
        "new weights instead of a step":
          "Give the step, not the weights after it: the optimizer subtracts it later",
      },
      cases: guardCases,
    },
    {
      id: "ps4.jacobian",
      points: 2,
      shows: "One factor of the product, and the gradient that passes through it",
      functions: ["leakyStep", "leakyJacobian"],
      hints: [
        "h_t depends on h_{t−1} in two ways: by the share that is kept, and through the tanh",
        "J = (1 − α) I + α diag(1 − n_t²) Whh, and ∂E/∂h_{t−1} = Jᵀ ∂E/∂h_t",
        "Whh.scaleRows(slopes) is diag(slopes) Whh, with slopes = leakyNew(…).map(tanhSlope)",
      ],
      mistakes: {
        "columns scaled":
          "The slope belongs to unit i of h_t, a row: diag(1 − n²) stands on the left of Whh",
        "kept share forgotten": "The path around the tanh is missing: J also holds (1 − α) I",
        "α forgotten": "The new counts α times: its part of J is α diag(1 − n²) Whh",
        "slope of the whole state":
          "tanh gave n_t, not h_t: the slope is 1 − n_t², before the kept share is added",
        "J instead of its transpose": "A change goes forth by J, a gradient goes back by Jᵀ",
      },
      cases: backTwice("leakyJacobian", "leakyStep", (draw) => {
        const [x, hPrev, dh] = [D, H, H].map((rows) => draw.matrix(rows, 1));
        return {
          args: [x, hPrev, plainWeights(draw, D, H), draw.between(0.2, 0.4)],
          more: [dh],
          E: (h) => weighted(h, dh),
          wrt: { dhPrev: hPrev },
        };
      }),
    },
    {
      id: "ps4.sigma",
      points: 3,
      shows: "The largest singular value of a product that is never multiplied out",
      functions: ["stretch"],
      hints: [
        "P v and Pᵀ w need no product of matrices: carry the vector through one factor after another",
        "P v = J_t(⋯(J_{k+1} v)), Pᵀ w = J_{k+1}ᵀ(⋯(J_tᵀ w)), v ← PᵀP v / ‖PᵀP v‖",
        "Forth: for each J of Js, v = J.matmul(v). Back: for each J from the end of Js, w = J.T.matmul(w)",
      ],
      mistakes: {
        "only forth": "Without the way back v turns to an eigenvector of P: w = Pᵀ P v, not P v",
        "transposes forgotten": "The way back goes through the transposes: Pᵀ, not P again",
        "back in the order of time": "The way back begins with the last factor: J_tᵀ meets w first",
        "product turned round": "J_{k+1} stands last in the product: it is the first that v meets",
        "squared": "This sigma is σ²: asked is the length of P v itself",
      },
      cases: twice("stretch", (draw) => [
        ...[draw.sequence(3, H, H), draw.matrix(H, 1), 1 + draw.whole(3)],
      ]),
    },
    {
      id: "ps4.antisymmetric",
      points: 4,
      shows: "Backward through a skip over time, and through weights that stand in two places",
      functions: ["antisymmetricUnroll", "antisymmetricBackward"],
      hints: [
        "From h_t two ways lead back: straight to h_{t−1}, and through the tanh and A",
        "dz_t = ε ∂E/∂h_t ∘ (1 − n_t²), ∂E/∂h_{t−1} = ∂E_{t−1}/∂h_{t−1} + ∂E/∂h_t + Aᵀ dz_t, dA = Σ_t dz_t h_{t−1}ᵀ, ∂E/∂Whh = dA − dAᵀ",
        "Go from t = T to 1: add dhs[t − 1] to dh, make dz, add to dA and dbh, then add A.T.matmul(dz) to dh",
      ],
      mistakes: {
        "skip forgotten":
          "h_{t−1} also goes straight into h_t: ∂E/∂h_t itself is part of what goes back",
        "back through Whh":
          "The state was multiplied by A, so its gradient goes back by Aᵀ, not Whhᵀ",
        "only one of two places":
          "This is ∂E/∂A. A weight stands in A twice, the second time transposed and with minus",
        "ε forgotten": "The tanh counts ε times in h_t: so does all that goes back through it",
        "h_t for h_{t−1}": "A met the state before the step: dA takes dz_t h_{t−1}ᵀ",
      },
      cases: backTwice("antisymmetricBackward", "antisymmetricUnroll", (draw) => {
        const h0 = draw.matrix(H, B), weights = plainWeights(draw, D, H);
        const dhs = draw.sequence(T, H, B);
        return {
          args: [draw.sequence(T, D, B), h0, weights, draw.between(0.2, 0.5)],
          more: [dhs],
          E: (hs) => weightedSum(hs, dhs),
          wrt: { dh0: h0, dWhh: weights.Whh, dbh: weights.bh },
        };
      }),
    },
    {
      id: "ps4.slip",
      points: 2,
      shows: "The lecture's rule, mended: which size, which border, and where no rule decides",
      functions: ["verdict"],
      hints: [
        "Lengths are multiplied: what separates shorter from longer is a factor of one, not zero",
        "vanishes: σ_max(J_j) < 1 for all j; explodes: σ_min(J_j) > 1 for all j; cannot tell: all else",
        "largest.every(…) decides the first word, smallest.every(…) the second, and the third is left",
      ],
      mistakes: {
        "the slip itself": "This is the slide: whatever the sizes are, the gradients vanish",
        "border at zero":
          "No length is below zero, so the border is not there: a factor of one keeps a length",
        "σ_max taken for exploding":
          "σ_max above one is only necessary: another direction may still shrink. Look at σ_min",
        "one step taken for all":
          "A single step does not decide: each of them must shorten, or each must lengthen",
        "one counted as shorter":
          "A factor of exactly one makes nothing shorter: it keeps a length",
      },
      cases: verdictCases,
    },
  ],
};
