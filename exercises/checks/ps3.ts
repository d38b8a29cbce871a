import type { Matrix } from "../../lib/matrix.ts";
import {
  type BackwardCall,
  innerProduct,
  innerProductSum,
  rnnWeights,
  type Sampler,
  sampler,
  twoBackwardCalls,
} from "../../grading/judge/cases.ts";
import type { Case, Check, ProblemSet } from "../../grading/judge/check.ts";

const D = 2, H = 3, B = 2, T = 4; // inputs, units, sequences, time steps

const STEP: Check = {
  id: "ps3.step",
  points: 2,
  summary: "One time step backward: two paths lead back to the old state",
  functions: ["leakyStep", "leakyBackward"],
  hints: [
    "The new state is a sum of two terms: send dh back through each, and add where both paths meet",
    "dz = α dh ∘ (1 − ĥ²); dhPrev = (1 − α) dh + Whhᵀ dz; dWhh = dz h_{t−1}ᵀ; dbh = Σ_columns dz",
    "Call leakyCandidate for ĥ, map tanhSlope over it, and compute dz before everything else",
  ],
  mistakes: {
    "leak forgotten":
      "h_{t−1} also reaches h_t without passing the tanh: dhPrev contains (1 − α) dh as well",
    "α forgotten": "The tanh enters h_t with the factor α, so dz contains α",
    "tanh′ forgotten": "z passes through tanh: dz contains the slope 1 − ĥ², entry by entry",
    "slope of the new state": "1 − ĥ² uses the output of the tanh, before the old state is added",
    "h_t instead of h_{t−1}":
      "Whh was multiplied by the old state: dWhh = dz h_{t−1}ᵀ, not dz h_tᵀ",
    "bias not summed over the batch":
      "All sequences share bh: dbh is H×1, the sum of the columns of dz",
  },
  cases: twoBackwardCalls("leakyBackward", "leakyStep", (draw) => {
    const step = rnnStep(draw);
    return { ...step, args: [...step.args, alpha(draw)] };
  }),
};

/** Problem set 3: one time step backward, backpropagation through time, and the terms that it sums. */
export const ps3: ProblemSet = {
  id: "ps3",
  title: "Backpropagation through time and the terms (t, k)",
  checks: [
    STEP,
    {
      id: "ps3.bptt",
      points: 3,
      summary: "Backpropagation through time: states pass the gradient on, weights sum it",
      functions: ["leakyStep", "leakyBackward", "leakyUnroll", "leakyBptt"],
      needs: STEP,
      hints: [
        "Go from the last step to the first, and keep what each step sends back to the one before it",
        "∂E/∂h_t = ∂E_t/∂h_t + what step t+1 sends back; dWhh = Σ_t of the steps' gradients",
        "Put h0 in front of the states; then step t uses hs[t − 1] and dhs[t − 1].add(dhNext)",
      ],
      mistakes: {
        "weights not summed over time":
          "Every step contributes a gradient of the weights: add it, do not overwrite",
        "direct gradient only":
          "A state also affects later losses: add the dhPrev that step t+1 returns",
        "last loss only":
          "The loss of every step contributes to the gradient of its own state, not only step T",
        "states shifted by one": "Step t started from h_{t−1}: the first one uses h0, not h_1",
        "dxs reversed": "The loop goes backward, the list does not: dxs begins with step 1",
      },
      cases: twoBackwardCalls("leakyBptt", "leakyUnroll", (draw) => {
        const [xs, h0, dhs] = [draw.sequence(T, D, B), draw.matrix(H, B), draw.sequence(T, H, B)];
        const weights = rnnWeights(draw, D, H);
        return {
          args: [xs, h0, weights, alpha(draw)],
          more: [dhs],
          E: (hs) => innerProductSum(hs, dhs),
          wrt: { dxs: xs, dh0: h0, ...gradientsOf(weights) },
        };
      }),
    },
    {
      id: "ps3.terms",
      points: 3,
      summary: "Each use of the weights separately: the terms k = 1 … t of the loss at step t",
      functions: ["leakyStep", "leakyBackward", "untiedUnroll", "leakyTerms"],
      needs: STEP,
      hints: [
        "Go back from step t once, and keep each step's dWhh instead of summing them",
        "term(t, k) = the dWhh of step k when ∂E_t/∂h_k enters it; then k decreases by one",
        "Start with dhAt = dh and k = t: keep back.dWhh, then set dhAt = back.dhPrev, while k ≥ 1",
      ],
      mistakes: {
        "total instead of immediate":
          "Term k contains only the use at step k: each earlier use has a term of its own",
        "Jacobians forgotten":
          "∂E_t/∂h_k is not ∂E_t/∂h_t: go back through every step from t down to k+1",
        "latest first":
          "The list begins with k = 1, the earliest use, and ends with k = t, the latest",
        "a term k = 0": "h_0 is given, no weight produced it: the sum begins with k = 1",
        "loss at T": "Only the loss at step t counts: start at t, not at the end of the sequence",
      },
      cases: (random) => [3, 4].map((t) => termsOf(sampler(random), t)),
    },
    {
      id: "ps3.truncated",
      points: 3,
      summary: "Truncated BPTT with a sliding window of w steps, one window for every loss",
      functions: ["leakyStep", "leakyBackward", "leakyTruncated"],
      needs: STEP,
      hints: [
        "Every loss goes back separately, and stops after as many steps as the window has",
        "Σ_t Σ_k term(t, k) over 1 ≤ k ≤ t with t − k < w: at most w steps, including k = t",
        "Two loops: t upward over the losses, and inside it k downward from t with two conditions",
      ],
      mistakes: {
        "one step too many": "t − k < w allows w steps including step t itself, not w + 1",
        "window ignored": "This is the full gradient: stop as soon as t − k reaches the window",
        "cut into chunks":
          "The window moves along with t: it does not end at the border of a chunk",
        "last steps only":
          "The window is counted from each t, not from T: early losses have one too",
        "state restarted":
          "Only the gradient is truncated: the states are those of the whole sequence from h0",
      },
      cases: (random) => [2, 3].map((window) => truncatedTo(window, sampler(random))),
    },
    {
      id: "ps3.multiplicative",
      points: 3,
      summary: "A product in the step: each factor's gradient is scaled by the other factor",
      functions: ["multiplicativeStep", "multiplicativeBackward"],
      hints: [
        "Name the two factors a = Wxh x and u = Whh h_{t−1}: the derivative by one is the other",
        "dz = dh ∘ (1 − h²), da = dz ∘ u, du = dz ∘ a; then dWxh = da xᵀ, dhPrev = Whhᵀ du",
        "Five lines before the record: a, u, dz, da and du; the gradient of the bias uses dz itself",
      ],
      mistakes: {
        "sum instead of product":
          "The two are multiplied here: each one's gradient is dz times the other",
        "factors exchanged": "da = dz ∘ u: the gradient of Wxh x contains the other factor",
        "tanh′ forgotten": "The product is inside the tanh: dz contains the slope 1 − h²",
        "Whh not transposed": "The backward pass uses the transpose: dhPrev = Whhᵀ du",
        "bias not summed over the batch":
          "One bh is shared by all sequences: dbh is H×1, the sum of the columns of dz",
      },
      cases: twoBackwardCalls("multiplicativeBackward", "multiplicativeStep", rnnStep),
    },
    {
      id: "ps3.slip",
      points: 2,
      summary:
        "A published backward step, corrected: a weight's gradient contains what it was multiplied by",
      functions: ["plainStep", "correctedBackward"],
      hints: [
        "For each product of the forward line, ask what is to the right of the weight",
        "∂⁺h_t/∂Whh treats h_{t−1} as fixed and contains it; the slope of tanh is 1 − h_t²",
        "Five of the six lines are correct: look at the second factor of dWhh",
      ],
      mistakes: {
        "the slip itself":
          "This is what was published, but in this step Whh was never multiplied by h_t",
        "too much corrected": "In the slope, h_t was correct: 1 − h_t² uses the output of the tanh",
        "factors exchanged": "dWhh has one row for each unit of z: first dz, then h_{t−1}ᵀ",
        "slope missing in dWhh": "dWhh uses dz as the other lines do, not dh",
      },
      cases: twoBackwardCalls("correctedBackward", "plainStep", rnnStep),
    },
  ],
};

/** α, the weight of the candidate in a leaky unit. */
function alpha(draw: Sampler): number {
  return draw.uniform(0.3, 0.6);
}

/** The weights, by the names of their gradients. */
function gradientsOf({ Wxh, Whh, bh }: Record<string, Matrix>): Record<string, Matrix> {
  return { dWxh: Wxh, dWhh: Whh, dbh: bh };
}

/** The backward call of a step that takes x, h_{t−1} and the weights of a plain cell, for a batch. */
function rnnStep(draw: Sampler): BackwardCall {
  const [x, hPrev, dh] = [draw.matrix(D, B), draw.matrix(H, B), draw.matrix(H, B)];
  const weights = rnnWeights(draw, D, H);
  return {
    args: [x, hPrev, weights],
    more: [dh],
    E: (h) => innerProduct(h, dh),
    wrt: { dx: x, dhPrev: hPrev, ...gradientsOf(weights) },
  };
}

/** The terms of E_t: term k is the derivative of E_t by a copy of Whh that only step k uses. */
function termsOf(draw: Sampler, t: number): Case {
  const [xs, h0, dh] = [draw.sequence(T, D), draw.matrix(H, 1), draw.matrix(H, 1)];
  const a = alpha(draw);
  const { Wxh, Whh, bh } = rnnWeights(draw, D, H);
  const Whhs = xs.map(() => Whh.scale(1));
  return {
    call: { name: "leakyTerms", args: [xs, h0, { Wxh, Whh, bh }, a, t, dh] },
    gradient: {
      forward: { name: "untiedUnroll", args: [xs, h0, { Wxh, Whhs, bh }, a] },
      E: (hs) => innerProduct(Array.isArray(hs) ? hs[t - 1] : hs, dh),
      wrt: { "": Whhs.slice(0, t) },
    },
  };
}

/** A truncated gradient; it is not the gradient of E, so finite differences do not apply. */
function truncatedTo(window: number, draw: Sampler): Case {
  const [xs, h0, dhs] = [draw.sequence(T, D, B), draw.matrix(H, B), draw.sequence(T, H, B)];
  const args = [xs, h0, rnnWeights(draw, D, H), alpha(draw), dhs, window];
  return { call: { name: "leakyTruncated", args } };
}
