import { Matrix } from "../../lib/matrix.ts";
import { oneHot } from "../../lib/vocabulary.ts";
import {
  innerProduct,
  type Sampler,
  twoBackwardCalls,
  twoCalls,
} from "../../grading/judge/cases.ts";
import type { ProblemSet } from "../../grading/judge/check.ts";
import { part } from "../../grading/judge/compare.ts";
import type { Value } from "../../grading/judge/values.ts";

const H = 3, B = 2, T = 5, V = 4; // units, sequences, time steps, classes

/** Problem set 2: what is summed, what is averaged, and the gradient with respect to the scores. */
export const ps2: ProblemSet = {
  id: "ps2",
  title: "Loss over time",
  checks: [
    {
      id: "ps2.masked",
      points: 1,
      summary: "The loss of a sequence does not depend on how much padding it has",
      functions: ["maskedLoss"],
      hints: [
        "A step without a target adds nothing to the sum, and it is not counted either",
        "E = (1/n) Σ_t −log ŷ_{t, target}, over the n steps whose target is a class",
        "Loop over t, skip the steps whose target is null, keep a sum and a count, divide at the end",
      ],
      mistakes: {
        "divided by all steps":
          "Padding has changed the loss: divide by the number of steps that have a target, not by T",
        "sum instead of mean": "A long sequence must not cost more: divide by the steps counted",
        "class 0 masked too":
          "Class 0 is a class like any other, but if (!target) treats it as missing: compare with null",
        "null read as class 0": "A step whose target is null has no target; it is not class 0",
      },
      cases: twoCalls("maskedLoss", (draw) => [draw.sequence(T, V), maskedTargets(draw)]),
    },
    {
      id: "ps2.masked_backward",
      points: 2,
      summary: "The gradient of a masked step is zero, and every other step has its share",
      functions: ["maskedLoss", "maskedBackward"],
      hints: [
        "Each E_t depends on its own scores only: one matrix for each step, and no sum over time",
        "∂E/∂s_t = (ŷ_t − y_t) / n where the target is a class, zeros where it is null",
        "Map over scores: new Matrix(V, 1) for null, otherwise softmax minus oneHot, scaled by 1 / n",
      ],
      mistakes: {
        "masked steps not zero":
          "A masked step is not a step with y = 0: its scores do not occur in E, so their gradient is zero",
        "masked steps left out":
          "The list needs one matrix for every step, otherwise later ones move to the wrong place: use zeros",
        "not divided":
          "This is the gradient of the sum: E is a mean, so each step's gradient is divided by n",
        "divided by all steps":
          "The n of the gradient is the n of the loss: the number of steps that have a target",
        "target minus prediction":
          "With this sign, gradient descent would raise the loss: the gradient is ŷ − y, prediction minus target",
      },
      cases: twoBackwardCalls("maskedBackward", "maskedLoss", (draw) => {
        const scores = draw.sequence(T, V);
        return {
          ...{ args: [scores, maskedTargets(draw)], more: [], E: numberOf, wrt: { "": scores } },
        };
      }),
    },
    {
      id: "ps2.label_smoothing",
      points: 2,
      summary: "The gradient is prediction minus target, even if the target is not a single class",
      functions: ["labelSmoothingLoss"],
      hints: [
        "Only the target changes: first compute q, then use it wherever the lecture has y",
        "q = (1 − ε) y + ε/V, E = −(1/B) Σ_b Σ_i q log ŷ, ∂E/∂s = (ŷ − q) / B",
        "Use y.map(…) for q, hadamard with −log of softmax(scores), and add up the entries of data",
      ],
      mistakes: {
        "wrong classes only":
          "ε is spread over all V classes, the target class too, which gets 1 − ε + ε/V",
        "q does not sum to one":
          "What is taken from the target class has to go somewhere: the entries of q sum to one",
        "gradient of the one-hot target":
          "The loss contains q, so its gradient does too: ŷ − q, not ŷ − y",
        "sum over the batch": "Both the loss and the gradient are means over the B columns",
      },
      cases: twoCalls("labelSmoothingLoss", (draw) => [
        ...[draw.matrix(V, B), [draw.integer(V), draw.integer(V)], draw.uniform(0.1, 0.3)],
      ]),
    },
    {
      id: "ps2.multilabel",
      points: 3,
      summary: "Several correct classes at one step, with a loss that is stable for large scores",
      functions: ["multilabelLoss"],
      hints: [
        "Each note is a binary classification of its own, so E also has a term for silent notes",
        "E = Σ_t Σ_i (log(1 + e^s) − y s), and ∂E/∂s = σ(s) − y, entry by entry",
        "For E map over s_t and subtract y_t ∘ s_t; for dscores map sigmoid over s_t and subtract y_t",
      ],
      mistakes: {
        "loss from the rounded ŷ":
          "Near 1, floating point keeps few digits of 1 − ŷ, so its logarithm is inaccurate: use the form in s",
        "only sounding notes":
          "Silent notes count as well: each costs −log(1 − ŷ), and its gradient is ŷ",
        "softmax over the notes":
          "Softmax makes the notes compete for one probability: in a chord each note has its own, σ(s)",
        "mean over time": "E is the sum over the steps here: nothing is divided by T",
        "derivative of σ kept":
          "The factor ŷ (1 − ŷ) of the sigmoid cancels with the loss: only ŷ − y is left",
      },
      cases: twoCalls("multilabelLoss", chords),
    },
    {
      id: "ps2.weight_tying",
      points: 3,
      summary: "A matrix that is used twice receives the sum of both gradients",
      functions: ["tiedStep", "tiedBackward"],
      hints: [
        "Pretend that there are two matrices, find both gradients, then add them, because they are one matrix",
        "∂E/∂Why = ds hᵀ + x dzᵀ, with dz = (Whyᵀ ds) ∘ (1 − h²)",
        "Take h from tiedStep, then compute dh and dz; dWhy is a sum of two products, biases use sumColumns",
      ],
      mistakes: {
        "output use only":
          "Why also multiplies x_t: this path through z adds the second term, x dzᵀ, to dWhy",
        "input use only": "Why also produces the scores: ds hᵀ is a term of dWhy as well",
        "tanh′ forgotten": "There is a tanh between h and z: dz = dh ∘ (1 − h²), not dh",
        "new state instead of the old":
          "Whh was multiplied by h_{t−1}, so its gradient contains that state: dz h_{t−1}ᵀ",
        "bias not summed over the batch":
          "One bias is shared by all columns: its gradient is their sum, one column",
      },
      cases: twoBackwardCalls("tiedBackward", "tiedStep", (draw) => {
        const { matrix } = draw;
        const [x, hPrev, dscores] = [letters(draw), matrix(H, B), matrix(V, B)];
        const [Why, Whh, bh, by] = [matrix(V, H), matrix(H, H), matrix(H, 1), matrix(V, 1)];
        return {
          args: [x, hPrev, { Why, Whh, bh, by }],
          more: [dscores],
          E: (step) => innerProduct(part(step, "scores"), dscores),
          wrt: { dWhy: Why, dWhh: Whh, dbh: bh, dby: by },
        };
      }),
    },
    {
      id: "ps2.slip",
      points: 2,
      summary:
        "A published perplexity, corrected: the mean runs over the predictions that were summed",
      functions: ["perplexity"],
      hints: [
        "Count the terms: how many predictions does the network make, and what is the sum divided by?",
        "Perplexity = 2^{(1/(n+1)) Σ_t −log2 ŷ_{t, target}}, with one term for each prediction",
        "Append END to the letters, map scores to bits, divide their sum by bits.length, then 2 **",
      ],
      mistakes: {
        "the slip itself":
          "This is what was published: n + 1 terms, divided by n − 1, so a uniform guess gets more than V",
        "divided by the letters":
          "There is one prediction more than there are letters: the end token is predicted as well",
        "the end left out":
          "The target of the last column of scores is END: its term belongs to the sum",
        "nats with base 2":
          "The base and the logarithm belong together: 2 with log2, or e with the natural logarithm",
      },
      cases: twoCalls("perplexity", ({ sequence, integer }) => [
        ...[sequence(T, V), Array.from({ length: T - 1 }, () => 1 + integer(V - 1))],
      ]),
    },
  ],
};

/** The targets of T steps: class 0, two other classes and two nulls, rotated by a random offset. */
function maskedTargets({ integer }: Sampler): Value[] {
  const targets = [0, null, 1 + integer(V - 1), null, 1 + integer(V - 1)];
  const start = integer(T);
  return [...targets.slice(start), ...targets.slice(0, start)];
}

/** Scores and targets of three steps with four notes; one silent note has the score 36, where 1 − ŷ has one digit left. */
function chords({ matrix, integer }: Sampler): Value[] {
  const scores = [1, 2, 3].map(() => matrix(4, 1));
  const start = integer(4); // two notes sound from here on, each step one note higher
  const note = (n: number) => oneHot((start + n) % 4, 4);
  const targets = scores.map((_, t) => note(t).add(note(t + 1)));
  scores[1].data[(start + 3) % 4] = 36;
  return [scores, targets];
}

/** A batch of one-hot columns, V×B. */
function letters({ integer }: Sampler): Matrix {
  return Matrix.blocks([Array.from({ length: B }, () => oneHot(integer(V), V))]);
}

/** The loss itself. Throws TypeError unless it is a number. */
function numberOf(E: Value): number {
  if (typeof E !== "number") throw new TypeError("expected a number");
  return E;
}
