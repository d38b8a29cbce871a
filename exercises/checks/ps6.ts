import {
  backTwice,
  type Draw,
  plainWeights,
  twice,
  weighted,
  weightedSum,
} from "../../grading/judge/cases.ts";
import type { ProblemSet } from "../../grading/judge/check.ts";
import type { Value } from "../../grading/judge/values.ts";

const D = 2, H = 3, I = 4, B = 2, T = 3, V = 4; // inputs, units, image features, sequences, steps, classes
const WORDS = ["a", "three", "above", "seven"];

/** Weights of a readout: Why (V×H), by (V×1). */
const readout = ({ matrix }: Draw) => ({ Why: matrix(V, H), by: matrix(V, 1) });

/** The list, begun at another place. */
const turned = <A>({ whole }: Draw, list: A[]): A[] => {
  const n = whole(list.length);
  return [...list.slice(n), ...list.slice(0, n)];
};

/** Two open beams and a finished one, drawn so that each named mistake keeps others; the end is class V. */
function beams(draw: Draw): Value[] {
  const near = (value: number, off: number) => value + draw.between(-off, off);
  const words = (n: number) => Array.from({ length: n }, () => draw.whole(V));
  const next = (shares: number[]) => {
    const some = turned(draw, shares.map((share) => share * near(1, 0.05)));
    return some.map((share) => Math.log(share / some.reduce((a, b) => a + b)));
  };
  const all = turned(draw, [
    { words: words(3), logp: near(-1.55, 0.05), next: next([0.48, 0.4, 0.04, 0.04, 0.04]) },
    { words: words(3), logp: near(-2.6, 0.05), next: next([0.5, 0.2, 0.1, 0.1, 0.1]) },
    { words: [...words(1), V], logp: near(-1.4, 0.05), next: next([0.6, 0.1, 0.1, 0.1, 0.1]) },
  ]);
  return [all.map(({ words, logp }) => ({ words, logp })), all.map(({ next }) => next), 3, V];
}

/** Problem set 6: captions in and out, images and verdicts back through time. */
export const ps6: ProblemSet = {
  id: "ps6",
  title: "Captioning and the shapes of sequences",
  checks: [
    {
      id: "ps6.padding",
      points: 2,
      shows: "Captions of any lengths in one batch, with a target only where one counts",
      functions: ["padded"],
      hints: [
        "What goes in is the caption moved one step later, what comes out is the caption itself",
        "Inputs are start, words, pad, pad …; targets are words, end, null, null …",
        "For step t and a caption: [start, ...words][t] ?? pad, and the same idea for the target",
      ],
      mistakes: {
        "pad as target":
          "After the end nothing is asked for: the target is null, or the network learns to say pad",
        "targets not shifted":
          "A target is the word that comes next: step 1 takes in start and should say the first word",
        "end goes in": "End is only ever said, never read: after its last word comes pad",
        "end forgotten":
          "After the last word the network should say end, or its captions never stop",
        "a list for each caption":
          "A batch goes step by step: the outer list is over time, the inner one over captions",
      },
      cases: twice("padded", (draw) => {
        const words = (n: number) => Array.from({ length: n }, () => WORDS[draw.whole(V)]);
        const [start, end, pad] = turned(draw, ["first", "over", "none"]);
        return [turned(draw, [2, 4, 1]).map(words), { start, end, pad }];
      }),
    },
    {
      id: "ps6.start",
      points: 2,
      shows: "An image that enters once, as the state a sentence starts from",
      functions: ["captionScores"],
      hints: [
        "Only h_0 knows the image; after that it is a plain network that reads word vectors",
        "h_0 = Wproj v + bproj, then h_t = tanh(Wxh x_t + Whh h_{t−1} + bh), s_t = Why h_t + by",
        "x is Matrix.blocks([[…]]) of We.column(word), one for each word of the step",
      ],
      mistakes: {
        "first state squeezed": "h_0 is a plain affine map of v: the tanh begins with h_1",
        "image bias forgotten": "bproj is added to every column of Wproj v: addColumn(bproj)",
        "image at every step":
          "The image enters h_0 and no other state: later ones only inherit it",
        "read out before the step":
          "The first scores come from h_1: take in the word, then read out",
        "probabilities for scores": "Scores are asked for: softmax belongs to the loss, not here",
      },
      cases: twice("captionScores", (draw) => {
        const words = Array.from({ length: T }, () => [draw.whole(V), draw.whole(V)]);
        const image = { Wproj: draw.matrix(H, I), bproj: draw.matrix(H, 1) };
        const weights = { We: draw.matrix(D, V), ...image, ...plainWeights(draw, D, H) };
        return [words, draw.matrix(I, B), { ...weights, ...readout(draw) }];
      }),
    },
    {
      id: "ps6.image_backward",
      points: 3,
      shows: "What is used at every step collects a gradient from every step",
      functions: ["captionUnroll", "imageBackward"],
      hints: [
        "Go back through time as always; at each step a share goes down to the image: add them up",
        "dz_t = (∂E_t/∂h_t + Whhᵀ dz_{t+1}) ∘ slope_t, where slope_t is 1 or 0.1; ∂E/∂v = Σ_t Wihᵀ dz_t",
        "Start dv and dWih at zeros before the loop over t = T … 1, and add to both inside it",
      ],
      mistakes: {
        "last step only":
          "The image enters at every step, not only at T: each one sends a gradient",
        "overwritten at every step":
          "Only what step 1 sends is left: add to dv and dWih, don't assign anew",
        "steps on their own":
          "A state also acts through the next one: add Whhᵀ dz_{t+1} to what enters at t",
        "slope of tanh": "1 − h² belongs to tanh: here the slope is 1 where h > 0, else 0.1",
        "slope forgotten":
          "Going from h back to z takes the slope: multiply by 1 where h > 0, else by 0.1",
      },
      cases: backTwice("imageBackward", "captionUnroll", (draw) => {
        const v = draw.matrix(I, B), Wih = draw.matrix(H, I), dhs = draw.sequence(T, H, B);
        const args = [draw.sequence(T, D, B), v, { ...plainWeights(draw, D, H), Wih }];
        return { args, more: [dhs], E: (hs) => weightedSum(hs, dhs), wrt: { dv: v, dWih: Wih } };
      }),
    },
    {
      id: "ps6.pool_backward",
      points: 3,
      shows: "A loss on the mean of all states, divided among the words",
      functions: ["moodScores", "moodBackward"],
      hints: [
        "The mean hands the same gradient to every state, and each state also hears from its successor",
        "dh_t = (1/T) Whyᵀ ∂E/∂s + Whhᵀ dz_{t+1}, dz_t = dh_t ∘ (1 − h_t²), ∂E/∂x_t = Wxhᵀ dz_t",
        "Compute the share of the mean before the loop, and add it to fromLater at every step",
      ],
      mistakes: {
        "last state only":
          "The verdict looks at all states: the gradient enters at every step, not only at T",
        "1/T forgotten": "Each state is one T-th of the mean: so is the gradient it gets from it",
        "way through later states forgotten":
          "h_t also moves the mean through h_{t+1}: add Whhᵀ dz_{t+1}",
        "slope forgotten": "Between h and x stands tanh: multiply dh_t by 1 − h_t², entry by entry",
        "last word first": "The loop runs backwards, the list doesn't: dxs[0] belongs to x_1",
      },
      cases: backTwice("moodBackward", "moodScores", (draw) => {
        const xs = draw.sequence(T, D, B), ds = draw.matrix(V, B);
        const args = [xs, { ...plainWeights(draw, D, H), ...readout(draw) }];
        return { args, more: [ds], E: (s) => weighted(s, ds), wrt: { dxs: xs } };
      }),
    },
    {
      id: "ps6.beam",
      points: 3,
      shows: "A search that keeps several beginnings, and is fair to long ones",
      functions: ["beamStep"],
      hints: [
        "Collect all candidates of all beams in one list, sort it by score, keep the first K",
        "logp of a candidate = logp of its beam + logp of the word; score = logp / number of words",
        "flatMap over beams: [beam] where its last word is end, else one record for each class",
      ],
      mistakes: {
        "length not counted":
          "Sort by logp divided by the number of words, the new one included, or short captions win",
        "finished beams dropped": "A finished beam stays a candidate, as it is",
        "finished beams continued":
          "After the end class no word follows: keep such a beam unchanged",
        "one word a beam":
          "A beam may have several children among the best: choose from all of them together",
        "past forgotten":
          "The log-probabilities of all words add up: begin with the beam's own logp",
      },
      cases: twice("beamStep", beams),
    },
    {
      id: "ps6.slip",
      points: 2,
      shows: "A published gradient, mended: one loss at the end, and a term for every use of Whh",
      functions: ["sentenceStates", "mendedGradient"],
      hints: [
        "Count how often the sentence uses Whh, and how many of these uses the formula knows",
        "∂E_T/∂Whh = Σ_k dz_k h_{k−1}ᵀ, dz_k = ∂E_T/∂h_k ∘ (1 − h_k²), ∂E_T/∂h_{k−1} = Whhᵀ dz_k",
        "Walk from T to 1, add each step's term to a matrix of zeros, then hand Whhᵀ dz on",
      ],
      mistakes: {
        "the slip itself":
          "This is what was published: the use at step 1 alone, and it is zero where h_0 is",
        "last use only": "The loss is at T, but Whh was at work at every step before it as well",
        "h_t for h_{t−1}": "In step t Whh multiplies h_{t−1}: that is what stands beside dz_t",
        "slope forgotten": "The way from h_t to z_t leads through tanh: times 1 − h_t²",
        "way back forgotten":
          "∂E_T/∂h_t is not ∂E_T/∂h_T: each step further back takes another Whhᵀ dz",
      },
      cases: backTwice("mendedGradient", "sentenceStates", (draw) => {
        const dh = draw.matrix(H, B), weights = plainWeights(draw, D, H);
        const args = [draw.sequence(T, D, B), draw.matrix(H, B), weights];
        const E = (hs: Value) => weighted((hs as Value[])[T - 1], dh);
        return { args, more: [dh], E, wrt: { "": weights.Whh } };
      }),
    },
  ],
};
