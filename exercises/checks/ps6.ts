import {
  innerProduct,
  innerProductSum,
  rnnWeights,
  type Sampler,
  twoBackwardCalls,
  twoCalls,
} from "../../grading/judge/cases.ts";
import type { ProblemSet } from "../../grading/judge/check.ts";
import type { Value } from "../../grading/judge/values.ts";

const D = 2, H = 3, I = 4, B = 2, T = 3, V = 4; // inputs, units, image features, sequences, time steps, classes
const WORDS = ["a", "three", "above", "seven"];

/** Weights of a readout: Why (V×H), by (V×1). */
const readout = ({ matrix }: Sampler) => ({ Why: matrix(V, H), by: matrix(V, 1) });

/** The list, rotated by a random offset. */
const rotated = <A>({ integer }: Sampler, list: A[]): A[] => {
  const n = integer(list.length);
  return [...list.slice(n), ...list.slice(0, n)];
};

/** Two open beams and a finished one, drawn such that each named mistake keeps other beams; the end token is class V. */
function beams(draw: Sampler): Value[] {
  const near = (value: number, off: number) => value + draw.uniform(-off, off);
  const words = (n: number) => Array.from({ length: n }, () => draw.integer(V));
  const next = (weights: number[]) => {
    const some = rotated(draw, weights.map((weight) => weight * near(1, 0.05)));
    return some.map((weight) => Math.log(weight / some.reduce((a, b) => a + b)));
  };
  const all = rotated(draw, [
    { words: words(3), logp: near(-1.55, 0.05), next: next([0.48, 0.4, 0.04, 0.04, 0.04]) },
    { words: words(3), logp: near(-2.6, 0.05), next: next([0.5, 0.2, 0.1, 0.1, 0.1]) },
    { words: [...words(1), V], logp: near(-1.4, 0.05), next: next([0.6, 0.1, 0.1, 0.1, 0.1]) },
  ]);
  return [all.map(({ words, logp }) => ({ words, logp })), all.map(({ next }) => next), 3, V];
}

/** Problem set 6: captions as batches, and gradients of images and of sentence classifiers through time. */
export const ps6: ProblemSet = {
  id: "ps6",
  title: "Captioning and the shapes of sequences",
  checks: [
    {
      id: "ps6.padding",
      points: 2,
      summary: "Captions of different lengths in one batch, with targets only where they count",
      functions: ["padCaptions"],
      hints: [
        "The inputs are the caption shifted by one step, the targets are the caption itself",
        "Inputs are start, words, pad, pad …; targets are words, end, null, null …",
        "For step t and a caption: [start, ...words][t] ?? pad, and the same idea for the target",
      ],
      mistakes: {
        "pad as target":
          "There is no target after the end: use null, otherwise the network learns to predict pad",
        "targets not shifted":
          "A target is the next word: step 1 reads start, and its target is the first word",
        "end as input": "End is predicted but never read: after the last word the input is pad",
        "end forgotten":
          "After the last word the target is end, otherwise generated captions never stop",
        "a list for each caption":
          "A batch is processed step by step: the outer list is over time, the inner one over captions",
      },
      cases: twoCalls("padCaptions", (draw) => {
        const words = (n: number) => Array.from({ length: n }, () => WORDS[draw.integer(V)]);
        const [start, end, pad] = rotated(draw, ["first", "over", "none"]);
        return [rotated(draw, [2, 4, 1]).map(words), { start, end, pad }];
      }),
    },
    {
      id: "ps6.initial_state",
      points: 2,
      summary: "An image that enters once, as the initial state of the caption",
      functions: ["captionScores"],
      hints: [
        "Only h_0 depends on the image directly; after that it is a plain network that reads word vectors",
        "h_0 = Wproj v + bproj, then h_t = tanh(Wxh x_t + Whh h_{t−1} + bh), s_t = Why h_t + by",
        "x is Matrix.blocks([[…]]) of We.column(word), one column for each word of the step",
      ],
      mistakes: {
        "tanh on the initial state": "h_0 is an affine map of v: the tanh begins with h_1",
        "image bias forgotten": "bproj is added to every column of Wproj v: addColumn(bproj)",
        "image at every step":
          "The image enters h_0 and no other state: later ones depend on it only through h_0",
        "read out before the step":
          "The first scores are computed from h_1: read the word first, then compute the scores",
        "probabilities instead of scores":
          "The function returns scores: the softmax belongs to the loss, not here",
      },
      cases: twoCalls("captionScores", (draw) => {
        const words = Array.from({ length: T }, () => [draw.integer(V), draw.integer(V)]);
        const image = { Wproj: draw.matrix(H, I), bproj: draw.matrix(H, 1) };
        const weights = { We: draw.matrix(D, V), ...image, ...rnnWeights(draw, D, H) };
        return [words, draw.matrix(I, B), { ...weights, ...readout(draw) }];
      }),
    },
    {
      id: "ps6.image_backward",
      points: 3,
      summary: "An input that is used at every step receives a gradient from every step",
      functions: ["captionUnroll", "imageBackward"],
      hints: [
        "Go back through time as usual; at each step one term reaches the image: add them up",
        "dz_t = (∂E_t/∂h_t + Whhᵀ dz_{t+1}) ∘ slope_t, where slope_t is 1 or 0.1; ∂E/∂v = Σ_t Wihᵀ dz_t",
        "Start dv and dWih with zeros before the loop over t = T … 1, and add to both inside it",
      ],
      mistakes: {
        "last step only":
          "The image enters at every step, not only at T: each step contributes a gradient",
        "overwritten at every step":
          "Only the term of step 1 is left: add to dv and dWih instead of assigning them anew",
        "steps not connected":
          "A state also affects the next one: add Whhᵀ dz_{t+1} to the direct gradient at t",
        "slope of tanh": "1 − h² belongs to tanh: here the slope is 1 where h > 0, otherwise 0.1",
        "slope forgotten":
          "Between h and z there is a slope: multiply by 1 where h > 0, otherwise by 0.1",
      },
      cases: twoBackwardCalls("imageBackward", "captionUnroll", (draw) => {
        const v = draw.matrix(I, B), Wih = draw.matrix(H, I), dhs = draw.sequence(T, H, B);
        const args = [draw.sequence(T, D, B), v, { ...rnnWeights(draw, D, H), Wih }];
        return {
          args,
          more: [dhs],
          E: (hs) => innerProductSum(hs, dhs),
          wrt: { dv: v, dWih: Wih },
        };
      }),
    },
    {
      id: "ps6.pooling_backward",
      points: 3,
      summary: "A loss on the mean of all states, and the gradient of every word",
      functions: ["sentimentScores", "sentimentBackward"],
      hints: [
        "The mean sends the same gradient to every state, and each state also gets one from the next state",
        "dh_t = (1/T) Whyᵀ ∂E/∂s + Whhᵀ dz_{t+1}, dz_t = dh_t ∘ (1 − h_t²), ∂E/∂x_t = Wxhᵀ dz_t",
        "Compute the gradient of the mean before the loop, and add it to dhNext at every step",
      ],
      mistakes: {
        "last state only":
          "The scores depend on all states: the gradient enters at every step, not only at T",
        "1/T forgotten":
          "Each state enters the mean with the factor 1/T, so its gradient has that factor too",
        "path through later states forgotten":
          "h_t also affects the mean through h_{t+1}: add Whhᵀ dz_{t+1}",
        "slope forgotten":
          "There is a tanh between h and x: multiply dh_t by 1 − h_t², entry by entry",
        "last word first": "The loop runs backward, the list does not: dxs[0] belongs to x_1",
      },
      cases: twoBackwardCalls("sentimentBackward", "sentimentScores", (draw) => {
        const xs = draw.sequence(T, D, B), ds = draw.matrix(V, B);
        const args = [xs, { ...rnnWeights(draw, D, H), ...readout(draw) }];
        return { args, more: [ds], E: (s) => innerProduct(s, ds), wrt: { dxs: xs } };
      }),
    },
    {
      id: "ps6.beam",
      points: 3,
      summary: "One step of beam search with scores that are normalised by length",
      functions: ["beamStep"],
      hints: [
        "Collect all candidates of all beams in one list, sort it by score, keep the first K",
        "logp of a candidate = logp of its beam + logp of the word; score = logp / number of words",
        "flatMap over beams: [beam] where its last word is end, otherwise one record for each class",
      ],
      mistakes: {
        "length not counted":
          "Sort by logp divided by the number of words, including the new one, or short captions win",
        "finished beams dropped": "A finished beam remains a candidate, unchanged",
        "finished beams continued": "No word follows the end token: keep a finished beam unchanged",
        "one word for each beam":
          "Several continuations of one beam may be among the best: choose from all of them together",
        "beam's own logp forgotten":
          "The log-probabilities of all words are summed: start from the logp of the beam",
      },
      cases: twoCalls("beamStep", beams),
    },
    {
      id: "ps6.slip",
      points: 2,
      summary:
        "A published gradient, corrected: one loss at the end, and one term for every use of Whh",
      functions: ["sentenceStates", "correctedGradient"],
      hints: [
        "Count how often the sentence uses Whh, and how many of these uses the formula contains",
        "∂E_T/∂Whh = Σ_k dz_k h_{k−1}ᵀ, dz_k = ∂E_T/∂h_k ∘ (1 − h_k²), ∂E_T/∂h_{k−1} = Whhᵀ dz_k",
        "Go from T to 1, add each step's term to a matrix of zeros, then pass Whhᵀ dz on",
      ],
      mistakes: {
        "the slip itself":
          "This is what was published: only the use at step 1, which is zero where h_0 is zero",
        "last use only": "The loss is at T, but every step before it used Whh as well",
        "h_t instead of h_{t−1}":
          "At step t, Whh multiplies h_{t−1}: that state is the second factor beside dz_t",
        "slope forgotten": "There is a tanh between z_t and h_t: multiply by 1 − h_t²",
        "earlier states not reached":
          "∂E_T/∂h_t is not ∂E_T/∂h_T: each step further back multiplies by another Whhᵀ and slope",
      },
      cases: twoBackwardCalls("correctedGradient", "sentenceStates", (draw) => {
        const dh = draw.matrix(H, B), weights = rnnWeights(draw, D, H);
        const args = [draw.sequence(T, D, B), draw.matrix(H, B), weights];
        const E = (hs: Value) => innerProduct((hs as Value[])[T - 1], dh);
        return { args, more: [dh], E, wrt: { "": weights.Whh } };
      }),
    },
  ],
};
