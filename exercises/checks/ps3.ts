import type { Matrix } from "../../lib/matrix.ts";
import {
  type Back,
  backTwice,
  type Draw,
  drawing,
  plainWeights,
  weighted,
  weightedSum,
} from "../../grading/judge/cases.ts";
import type { Case, ProblemSet } from "../../grading/judge/check.ts";

const D = 2, H = 3, B = 2, T = 4; // inputs, units, sequences, steps

/** Problem set 3: a tick backward, the loop backward over time, and the terms that the loop adds up. */
export const ps3: ProblemSet = {
  id: "ps3",
  title: "Backpropagation through time and the terms (t, k)",
  checks: [
    {
      id: "ps3.tick",
      points: 2,
      shows: "One tick backward: two ways lead back to the old state",
      functions: ["leakyStep", "leakyBackward"],
      hints: [
        "The new state is a sum of two parts: send dh back through each, and add where both arrive",
        "dz = α dh ∘ (1 − ĥ²); dhPrev = (1 − α) dh + Whhᵀ dz; dWhh = dz h_{t−1}ᵀ; dbh = Σ_columns dz",
        "Call leakyCandidate for ĥ, map tanhSlope over it, and build dz before all else",
      ],
      mistakes: {
        "leak forgotten":
          "h_{t−1} also reaches h_t past the tanh: (1 − α) dh belongs to dhPrev as well",
        "α forgotten": "The tanh enters h_t only α times: dz holds the factor α",
        "tanh′ forgotten": "z goes through tanh: dz holds the slope 1 − ĥ², entry by entry",
        "slope of the mixed state": "1 − ĥ² takes what tanh gave, before the old state is mixed in",
        "h_t for h_{t−1}": "Whh was multiplied by the old state: dWhh = dz h_{t−1}ᵀ, not dz h_tᵀ",
        "bias not summed over the batch":
          "All sequences share bh: dbh is H×1, the sum of the columns of dz",
      },
      cases: backTwice("leakyBackward", "leakyStep", (draw) => {
        const tick = plainTick(draw);
        return { ...tick, args: [...tick.args, alpha(draw)] };
      }),
    },
    {
      id: "ps3.bptt",
      points: 3,
      shows: "The whole way back: states hand the gradient on, weights add it up",
      functions: ["leakyUnroll", "leakyBptt"],
      hints: [
        "Walk from the last step to the first, and carry what each step sends to the one before it",
        "∂E/∂h_t = ∂E_t/∂h_t + what step t+1 sends back; dWhh = Σ_t of what the ticks give",
        "Put h0 in front of the states, then step t takes hs[t − 1] and dhs[t − 1].add(fromLater)",
      ],
      mistakes: {
        "weights not summed over time": "Each tick gives its own share: add it, do not replace",
        "direct gradient only": "A state also bears on later losses: add the dhPrev of step t+1",
        "last loss only": "The loss at every step enters at its own state, not only at step T",
        "states shifted by one": "Step t started from h_{t−1}: the first one takes h0, not h_1",
        "dxs from the end": "The walk goes backward, the list does not: dxs begins with step 1",
      },
      cases: backTwice("leakyBptt", "leakyUnroll", (draw) => {
        const [xs, h0, dhs] = [draw.sequence(T, D, B), draw.matrix(H, B), draw.sequence(T, H, B)];
        const weights = plainWeights(draw, D, H);
        return {
          ...{ args: [xs, h0, weights, alpha(draw)], more: [dhs], E: (hs) => weightedSum(hs, dhs) },
          wrt: { dxs: xs, dh0: h0, ...gradientsOf(weights) },
        };
      }),
    },
    {
      id: "ps3.terms",
      points: 3,
      shows: "Each use of the weights on its own: the terms k = 1 … t of the loss at step t",
      functions: ["untiedUnroll", "leakyTerms"],
      hints: [
        "Go back from step t once, and write down each tick's dWhh instead of adding it up",
        "term(t, k) = what the tick k gives for dWhh where ∂E_t/∂h_k enters; then k falls by one",
        "Start dhAt at dh and k at t: keep back.dWhh, then dhAt = back.dhPrev, as long as k ≥ 1",
      ],
      mistakes: {
        "total for immediate":
          "Term k holds the use at step k alone: each earlier use has a term of its own",
        "Jacobians forgotten":
          "∂E_t/∂h_k is not ∂E_t/∂h_t: go back through every tick from t down to k+1",
        "nearest first":
          "The list begins with k = 1, the farthest use; the nearest, k = t, ends it",
        "a term k = 0": "h_0 is given, no weight made it: the sum begins with k = 1",
        "loss at T": "Only the loss at step t counts: start at t, not at the end of the sequence",
      },
      cases: (random) => [3, 4].map((t) => termsOf(drawing(random), t)),
    },
    {
      id: "ps3.truncated",
      points: 3,
      shows: "A gradient that looks back w steps and no further, from every loss",
      functions: ["leakyTruncated"],
      hints: [
        "Every loss walks back on its own, and stops after as many ticks as the window says",
        "Σ_t Σ_k term(t, k) over 1 ≤ k ≤ t with t − k < w: that is w ticks at most, k = t among them",
        "Two loops: t upward over the losses, inside it k downward from t with two conditions",
      ],
      mistakes: {
        "one step too many": "t − k < w lets w ticks pass, the tick t itself among them, not w + 1",
        "window ignored": "This is the whole gradient: stop as soon as t − k reaches the window",
        "cut into chunks": "The window goes along with t: it does not end where a chunk begins",
        "last steps only":
          "The window is counted from each t, not from T: early losses have one too",
        "state restarted":
          "Only the gradient is cut: the states are those of the whole sequence from h0",
      },
      cases: (random) => [2, 3].map((window) => truncatedTo(window, drawing(random))),
    },
    {
      id: "ps3.multiplicative",
      points: 3,
      shows: "A product in the tick: each factor's gradient is scaled by the other factor",
      functions: ["multiplicativeStep", "multiplicativeBackward"],
      hints: [
        "Name the two factors a = Wxh x and u = Whh h_{t−1}: each one's slope is the other",
        "dz = dh ∘ (1 − h²), da = dz ∘ u, du = dz ∘ a; then dWxh = da xᵀ, dhPrev = Whhᵀ du",
        "Five lines before the record: a, u, dz, da and du; the bias takes dz as it is",
      ],
      mistakes: {
        "as if added": "The two are multiplied here: dz goes on into each one times the other",
        "factors exchanged": "da = dz ∘ u: into Wxh x goes the factor that is not Wxh x",
        "tanh′ forgotten": "The product stands inside the tanh: dz holds the slope 1 − h²",
        "Whh not transposed": "Going back, Whh stands transposed: dhPrev = Whhᵀ du",
        "bias not summed over the batch":
          "One bh serves all sequences: dbh is H×1, add up the columns of dz",
      },
      cases: backTwice("multiplicativeBackward", "multiplicativeStep", plainTick),
    },
    {
      id: "ps3.slip",
      points: 2,
      shows:
        "A published tick backward, mended: a weight's gradient holds what the weight multiplied",
      functions: ["plainStep", "mendedBackward"],
      hints: [
        "For each product in the forward line, ask what stood to the right of the weight",
        "∂⁺h_t/∂Whh holds h_{t−1} fixed and multiplies by it; the slope of tanh is 1 − h_t²",
        "Five of the six lines stay as they are: look at the second factor of dWhh",
      ],
      mistakes: {
        "the slip itself": "This is what was published, but this tick's Whh never multiplied h_t",
        "mended too far": "In the slope h_t was right: 1 − h_t² takes what tanh gave",
        "turned round": "dWhh has a row for each unit of z: dz stands first, then h_{t−1}ᵀ",
        "slope lost in dWhh": "dWhh takes dz as the other lines do, not dh",
      },
      cases: backTwice("mendedBackward", "plainStep", plainTick),
    },
  ],
};

/** α, the share of the new in a leaky unit. */
function alpha(draw: Draw): number {
  return draw.between(0.3, 0.6);
}

/** The weights, by the names of their gradients. */
function gradientsOf({ Wxh, Whh, bh }: Record<string, Matrix>): Record<string, Matrix> {
  return { dWxh: Wxh, dWhh: Whh, dbh: bh };
}

/** A tick that takes x, h_{t−1} and plain weights, for a batch. */
function plainTick(draw: Draw): Back {
  const [x, hPrev, dh] = [draw.matrix(D, B), draw.matrix(H, B), draw.matrix(H, B)];
  const weights = plainWeights(draw, D, H);
  return {
    args: [x, hPrev, weights],
    more: [dh],
    E: (h) => weighted(h, dh),
    wrt: { dx: x, dhPrev: hPrev, ...gradientsOf(weights) },
  };
}

/** The terms of E_t: term k is the slope of E_t along a copy of Whh that step k alone uses. */
function termsOf(draw: Draw, t: number): Case {
  const [xs, h0, dh] = [draw.sequence(T, D), draw.matrix(H, 1), draw.matrix(H, 1)];
  const share = alpha(draw);
  const { Wxh, Whh, bh } = plainWeights(draw, D, H);
  const Whhs = xs.map(() => Whh.scale(1));
  return {
    call: { name: "leakyTerms", args: [xs, h0, { Wxh, Whh, bh }, share, t, dh] },
    gradient: {
      forward: { name: "untiedUnroll", args: [xs, h0, { Wxh, Whhs, bh }, share] },
      E: (hs) => weighted(Array.isArray(hs) ? hs[t - 1] : hs, dh),
      wrt: { "": Whhs.slice(0, t) },
    },
  };
}

/** A truncated gradient: no finite differences, it is no slope of E. */
function truncatedTo(window: number, draw: Draw): Case {
  const [xs, h0, dhs] = [draw.sequence(T, D, B), draw.matrix(H, B), draw.sequence(T, H, B)];
  const args = [xs, h0, plainWeights(draw, D, H), alpha(draw), dhs, window];
  return { call: { name: "leakyTruncated", args } };
}
