import { Matrix } from "../../lib/matrix.ts";
import {
  innerProduct,
  innerProductSum,
  rnnWeights,
  sampler,
  severalOfEach,
  twoBackwardCalls,
  twoCalls,
} from "../../grading/judge/cases.ts";
import type { Check, ProblemSet } from "../../grading/judge/check.ts";

const D = 2, H = 3, B = 2, T = 4; // inputs, units, sequences, time steps

/** Gradients that are small, large, above 1e10, infinite and NaN. */
const guardCases: Check["cases"] = (random) => {
  const draw = sampler(random), { matrix, integer } = draw;
  const gradients = (std: number) => ({
    ...{ Wxh: matrix(H, D, std), Whh: matrix(H, H, std), bh: matrix(H, 1, std) },
  });
  const caseOf = (dweights: ReturnType<typeof gradients>) => ({
    call: { name: "guard", args: [rnnWeights(draw, D, H), dweights, draw.uniform(0.5, 1.5)] },
  });
  const unusable = [1e12, Infinity, -Infinity, NaN].map((entry, n) => () => {
    const dweights = gradients(0.8);
    [dweights.Whh, dweights.Wxh, dweights.Whh, dweights.bh][n].data[integer(H)] = entry;
    return caseOf(dweights);
  });
  const usable = [0.05, 3].map((std) => () => caseOf(gradients(std)));
  return severalOfEach(random, [...usable, ...unusable]);
};

/** Singular values of steps that all shrink, all stretch, do both, do so except for one, and keep each length. */
const verdictCases: Check["cases"] = (random) => {
  const { uniform, integer } = sampler(random);
  const steps = (low: number, high: number) => Array.from({ length: T }, () => uniform(low, high));
  const exceptOne = (sigmas: number[], sigma: number) => sigmas.with(integer(T), sigma);
  const less = () => steps(0.5, 0.95), more = () => steps(1.05, 1.5);
  const least = () => steps(0.1, 0.4), most = () => steps(1.6, 2), ones = () => steps(1, 1);
  const kinds: (() => number[][])[] = [
    () => [less(), least()],
    () => [most(), more()],
    () => [more(), less()],
    () => [most(), least()],
    () => [exceptOne(less(), 1.2), least()],
    () => [most(), exceptOne(more(), 0.8)],
    () => [ones(), ones()],
  ];
  return severalOfEach(
    random,
    kinds.map((kind) => () => ({ call: { name: "verdict", args: kind() } })),
  );
};

/** Problem set 4: two ways to limit a gradient, then the factors that make it vanish or explode. */
export const ps4: ProblemSet = {
  id: "ps4",
  title: "Vanishing, exploding, clipping",
  checks: [
    {
      id: "ps4.adaptive_clipping",
      points: 2,
      summary: "Adaptive clipping: each unit's gradient is limited relative to its own weights",
      functions: ["adaptiveClip"],
      hints: [
        "Each row has its own factor: 1 if its gradient is small enough, less if it is too large",
        "factor_i = min(1, λ max(‖W_i‖, ε) / ‖dW_i‖), and row i of the result is factor_i dW_i",
        "sliceRows(i, i + 1).norm() is the norm of a row; use dW.scaleRows(Matrix.column(factors))",
      ],
      mistakes: {
        "whole matrix at once":
          "Here one factor is used for all rows: take the norms of row i, not of the whole matrix",
        "columns instead of rows":
          "The incoming weights of unit i are row i; here they were taken from column i",
        "short rows lengthened":
          "A gradient that is small enough stays as it is: the factor never exceeds 1",
        "one threshold for all":
          "λ is relative, not an absolute norm: multiply it by max(‖W_i‖, ε)",
        "ε forgotten":
          "A row of zeros would always get a zero gradient: where ‖W_i‖ is below ε, use ε",
      },
      cases: twoCalls("adaptiveClip", (draw) => [
        draw.matrix(4, H).scaleRows(Matrix.column([1, 1, 1, 0])),
        draw.matrix(4, H).scaleRows(Matrix.column([0.01, 1, 2, 1])),
        draw.uniform(0.05, 0.2),
      ]),
    },
    {
      id: "ps4.guard",
      points: 2,
      summary: "An update that stays usable when the gradient is NaN, infinite or huge",
      functions: ["guard"],
      hints: [
        "Decide by the norm of all gradients together, before anything is clipped",
        "n ≤ 10¹⁰ is false for NaN, for Infinity and for huge norms: one comparison covers all three",
        "Where n ≤ 1e10 is false, return Whh.scale(0.02) and zeros; otherwise clipByNorm does the rest",
      ],
      mistakes: {
        "NaN let through":
          "n > 1e10 is false for NaN, as every comparison with NaN is: test for !(n <= 1e10)",
        "only NaN caught":
          "An infinite norm cannot be clipped either: θ / ∞ is 0, and 0 · ∞ is NaN",
        "huge norms let through":
          "A norm above 1e10 falls under the first rule, even if it is finite",
        "all weights shrunk": "Only Whh has a step proportional to itself, all others have zeros",
        "new weights instead of a step":
          "Return the step, not the weights after it: the optimizer subtracts it later",
      },
      cases: guardCases,
    },
    {
      id: "ps4.jacobian",
      points: 2,
      summary: "One factor of the product, and the gradient that passes through it",
      functions: ["leakyStep", "leakyJacobian"],
      hints: [
        "h_t depends on h_{t−1} along two paths: directly, with the factor 1 − α, and through the tanh",
        "J = (1 − α) I + α diag(1 − n_t²) Whh, and ∂E/∂h_{t−1} = Jᵀ ∂E/∂h_t",
        "Whh.scaleRows(slopes) is diag(slopes) Whh, with slopes = leakyCandidate(…).map(tanhSlope)",
      ],
      mistakes: {
        "columns scaled":
          "The slope belongs to unit i of h_t, a row: diag(1 − n²) multiplies Whh from the left",
        "direct path forgotten": "The path around the tanh is missing: J also contains (1 − α) I",
        "α forgotten": "The candidate has the factor α: its part of J is α diag(1 − n²) Whh",
        "slope of the new state":
          "The output of the tanh is n_t, not h_t: the slope is 1 − n_t², before the old state is added",
        "J instead of its transpose":
          "A change of the state is multiplied by J, a gradient by its transpose Jᵀ",
      },
      cases: twoBackwardCalls("leakyJacobian", "leakyStep", (draw) => {
        const [x, hPrev, dh] = [D, H, H].map((rows) => draw.matrix(rows, 1));
        return {
          args: [x, hPrev, rnnWeights(draw, D, H), draw.uniform(0.2, 0.4)],
          more: [dh],
          E: (h) => innerProduct(h, dh),
          wrt: { dhPrev: hPrev },
        };
      }),
    },
    {
      id: "ps4.power_iteration",
      points: 3,
      summary: "The largest singular value of a product, without computing the product",
      functions: ["powerIteration"],
      hints: [
        "P v and Pᵀ w need no product of two matrices: multiply the vector by one factor after another",
        "P v = J_t(⋯(J_{k+1} v)), Pᵀ w = J_{k+1}ᵀ(⋯(J_tᵀ w)), v ← PᵀP v / ‖PᵀP v‖",
        "Forward: for each J of Js, v = J.matmul(v). Backward: from the end of Js, w = J.T.matmul(w)",
      ],
      mistakes: {
        "forward only":
          "Without the backward half, v converges to an eigenvector of P: w = PᵀP v, not P v",
        "transposes forgotten": "The backward half multiplies by the transposes: Pᵀ, not P again",
        "backward in the order of time":
          "The backward half begins with the last factor: w is first multiplied by J_tᵀ",
        "product reversed":
          "J_{k+1} is the rightmost factor of the product: it is the first to multiply v",
        "squared": "This sigma is σ²: the result is the norm of P v itself",
      },
      cases: twoCalls("powerIteration", (draw) => [
        ...[draw.sequence(3, H, H), draw.matrix(H, 1), 1 + draw.integer(3)],
      ]),
    },
    {
      id: "ps4.antisymmetric",
      points: 4,
      summary: "Backward through a skip connection over time, and through weights that occur twice",
      functions: ["antisymmetricUnroll", "antisymmetricBackward"],
      hints: [
        "Two paths lead back from h_t: directly to h_{t−1}, and through the tanh and A",
        "dz_t = ε ∂E/∂h_t ∘ (1 − n_t²), ∂E/∂h_{t−1} = ∂E_{t−1}/∂h_{t−1} + ∂E/∂h_t + Aᵀ dz_t, dA = Σ_t dz_t h_{t−1}ᵀ, ∂E/∂Whh = dA − dAᵀ",
        "From t = T to 1: add dhs[t − 1] to dh, compute dz, add to dA and dbh, then add A.T.matmul(dz) to dh",
      ],
      mistakes: {
        "skip connection forgotten":
          "h_{t−1} is also added to h_t directly: ∂E/∂h_t itself is a term of what goes back",
        "back through Whh":
          "The state was multiplied by A, so its gradient is multiplied by Aᵀ, not Whhᵀ",
        "only one of two places":
          "This is ∂E/∂A. Each weight occurs in A twice, the second time transposed and with a minus",
        "ε forgotten": "The tanh enters h_t with the factor ε: so does the gradient through it",
        "h_t instead of h_{t−1}":
          "A was multiplied by the state before the step: dA contains dz_t h_{t−1}ᵀ",
      },
      cases: twoBackwardCalls("antisymmetricBackward", "antisymmetricUnroll", (draw) => {
        const h0 = draw.matrix(H, B), weights = rnnWeights(draw, D, H);
        const dhs = draw.sequence(T, H, B);
        return {
          args: [draw.sequence(T, D, B), h0, weights, draw.uniform(0.2, 0.5)],
          more: [dhs],
          E: (hs) => innerProductSum(hs, dhs),
          wrt: { dh0: h0, dWhh: weights.Whh, dbh: weights.bh },
        };
      }),
    },
    {
      id: "ps4.slip",
      points: 2,
      summary:
        "The lecture's rule, corrected: which norm, which threshold, and where no rule decides",
      functions: ["verdict"],
      hints: [
        "Norms are multiplied: the threshold between shrinking and growing is a factor of one, not zero",
        "vanishes: σ_max(J_j) < 1 for all j; explodes: σ_min(J_j) > 1 for all j; cannot tell: otherwise",
        "largest.every(…) decides the first case, smallest.every(…) the second, the third is the rest",
      ],
      mistakes: {
        "the slip itself": "This is the slide: whatever the norms are, the gradients vanish",
        "threshold at zero":
          "No norm is below zero, so zero cannot be the threshold: a factor of one keeps a length",
        "σ_max taken for exploding":
          "σ_max above one is only necessary: another direction may still shrink. Look at σ_min",
        "one step taken for all":
          "A single step does not decide: every step must shrink, or every step must stretch",
        "one counted as shrinking":
          "A factor of exactly one does not shrink anything: it keeps the length",
      },
      cases: verdictCases,
    },
  ],
};
