import { Matrix } from "../../lib/matrix.ts";
import { oneHot } from "../../lib/vocabulary.ts";
import { backTwice, type Draw, twice, weighted } from "../../grading/judge/cases.ts";
import type { ProblemSet } from "../../grading/judge/check.ts";
import { part } from "../../grading/judge/compare.ts";
import type { Value } from "../../grading/judge/values.ts";

const H = 3, B = 2, T = 5, V = 4; // units, sequences, steps, classes

/** Problem set 2: what is summed, what is averaged, and the gradient that enters at the scores. */
export const ps2: ProblemSet = {
  id: "ps2",
  title: "Loss over time",
  checks: [
    {
      id: "ps2.masked",
      points: 1,
      shows: "The loss of a sequence does not depend on how much padding stands in it",
      functions: ["maskedLoss"],
      hints: [
        "A step without a target adds nothing to the sum, and is not counted either",
        "E = (1/n) Σ_t −log ŷ_{t, target}, over the n steps whose target is a class",
        "Loop over t, skip where the target is null, keep a sum and a count, divide at the end",
      ],
      mistakes: {
        "divided by all steps":
          "Padding has changed the loss: divide by the steps that have a target, not by T",
        "sum instead of mean": "A long sequence must not cost more: divide by the steps counted",
        "class 0 masked too":
          "Class 0 is a class like any other, but if (!target) takes it for none: compare with null",
        "null read as class 0": "A step whose target is null asks for no class, not for class 0",
      },
      cases: twice("maskedLoss", (draw) => [draw.sequence(T, V), maskedTargets(draw)]),
    },
    {
      id: "ps2.masked_backward",
      points: 2,
      shows: "A masked step sends no gradient, and every other one its share",
      functions: ["maskedLoss", "maskedBackward"],
      hints: [
        "Each E_t depends on its own scores alone: one matrix for each step, and no sum over time",
        "∂E/∂s_t = (ŷ_t − y_t) / n where the target is a class, zeros where it is null",
        "Map over scores: new Matrix(V, 1) for null, else softmax minus oneHot, scaled by 1 / n",
      ],
      mistakes: {
        "masked steps push too":
          "A masked step is no step with y = 0: its scores don't stand in E, so their gradient is zero",
        "masked steps left out":
          "The list needs a matrix for every step, or later ones slip to the wrong place: zeros where masked",
        "not divided": "This is the gradient of the sum: E is a mean, so each step has 1/n of it",
        "divided by all steps": "The gradient's n is the loss's n: the steps that have a target",
        "target minus belief":
          "With this sign a step down the gradient raises the loss: it is ŷ − y, belief minus truth",
      },
      cases: backTwice("maskedBackward", "maskedLoss", (draw) => {
        const scores = draw.sequence(T, V);
        return { args: [scores, maskedTargets(draw)], more: [], E: nats, wrt: { "": scores } };
      }),
    },
    {
      id: "ps2.smooth",
      points: 2,
      shows: "The gradient is belief minus target, also where the target is no single class",
      functions: ["smoothCrossEntropy"],
      hints: [
        "Only the target changes: first make q, then put it wherever y stands in the lecture",
        "q = (1 − ε) y + ε/V, E = −(1/B) Σ_b Σ_i q log ŷ, ∂E/∂s = (ŷ − q) / B",
        "Use y.map(…) for q, hadamard with the map of −log over softmax(scores), and add the data",
      ],
      mistakes: {
        "shared by the wrong classes only":
          "ε is spread over all V classes, the right one too: it gets 1 − ε + ε/V",
        "share not given back":
          "What is taken from the right class must go somewhere: the entries of q sum to one",
        "gradient of the hard target":
          "The loss has q in it, so its gradient has as well: ŷ − q, not ŷ − y",
        "sum over the batch": "Both loss and gradient are the mean over the B columns",
      },
      cases: twice("smoothCrossEntropy", (draw) => [
        ...[draw.matrix(V, B), [draw.whole(V), draw.whole(V)], draw.between(0.1, 0.3)],
      ]),
    },
    {
      id: "ps2.multilabel",
      points: 3,
      shows: "Many right answers at one step, in a loss that survives a sure network",
      functions: ["chordLoss"],
      hints: [
        "Each note is a question of its own with two answers, so E has a part for silence as well",
        "E = Σ_t Σ_i (log(1 + e^s) − y s), and ∂E/∂s = σ(s) − y, entry by entry",
        "For E map over s_t and subtract y_t ∘ s_t; for dscores map sigmoid over s_t, subtract y_t",
      ],
      mistakes: {
        "loss from the rounded ŷ":
          "Near 1 the computer keeps hardly a digit of 1 − ŷ, so its logarithm is off: use the form in s",
        "only notes that sound":
          "A note that is silent counts as well: it costs −log(1 − ŷ), and its gradient is ŷ",
        "softmax over the notes":
          "Softmax shares one whole among the notes: in a chord each has a probability of its own, σ(s)",
        "mean over time": "E is the sum over the steps here: nothing is divided by T",
        "slope of σ kept":
          "The ŷ (1 − ŷ) of the sigmoid cancels against the loss: ŷ − y is all that is left",
      },
      cases: twice("chordLoss", chords),
    },
    {
      id: "ps2.tied",
      points: 3,
      shows: "A matrix that is used twice collects the gradient of both uses",
      functions: ["tiedStep", "tiedBackward"],
      hints: [
        "Pretend that there are two matrices, find both gradients, then add them: they are one",
        "∂E/∂Why = ds hᵀ + x dzᵀ, with dz = (Whyᵀ ds) ∘ (1 − h²)",
        "Take h from tiedStep, then dh, dz, and dWhy as one product plus another; sumColumns for biases",
      ],
      mistakes: {
        "output use only":
          "Why also stands before x_t: through z comes a second summand, x dzᵀ, to dWhy",
        "input use only": "Why also makes the scores: ds hᵀ is a summand of dWhy as well",
        "tanh′ forgotten": "Between h and z stands tanh: dz = dh ∘ (1 − h²), and not dh",
        "new state for the old":
          "Whh was multiplied with h_{t−1}, so that is what stands in its gradient: dz h_{t−1}ᵀ",
        "bias not summed over the batch":
          "One bias serves all columns: its gradient is the sum of them, one column",
      },
      cases: backTwice("tiedBackward", "tiedStep", (draw) => {
        const { matrix } = draw;
        const [x, hPrev, dscores] = [letters(draw), matrix(H, B), matrix(V, B)];
        const [Why, Whh, bh, by] = [matrix(V, H), matrix(H, H), matrix(H, 1), matrix(V, 1)];
        return {
          args: [x, hPrev, { Why, Whh, bh, by }],
          more: [dscores],
          E: (step) => weighted(part(step, "scores"), dscores),
          wrt: { dWhy: Why, dWhh: Whh, dbh: bh, dby: by },
        };
      }),
    },
    {
      id: "ps2.slip",
      points: 2,
      shows: "A published perplexity, mended: the mean is over the predictions that were summed",
      functions: ["perplexity"],
      hints: [
        "Count the summands: how many times was the network asked, and what is divided by?",
        "Perplexity = 2^{(1/(n+1)) Σ_t −log2 ŷ_{t, target}}, with one summand for each prediction",
        "Append END to the letters, map scores to bits, divide their sum by bits.length, then 2 **",
      ],
      mistakes: {
        "the slip itself":
          "This is what was published: n + 1 surprises, divided by n − 1, so an even guess gets more than V",
        "divided by the letters":
          "There is one prediction more than there are letters: the end is predicted as well",
        "the end left out":
          "The last column of scores must say END: its surprise is the last summand",
        "nats under a 2": "Base and logarithm go together: 2 with log2, or e with the natural one",
      },
      cases: twice("perplexity", ({ sequence, whole }) => [
        ...[sequence(T, V), Array.from({ length: T - 1 }, () => 1 + whole(V - 1))],
      ]),
    },
  ],
};

/** Class 0, two others and two nulls between them, beginning anywhere: the targets of T steps. */
function maskedTargets({ whole }: Draw): Value[] {
  const targets = [0, null, 1 + whole(V - 1), null, 1 + whole(V - 1)];
  const start = whole(T);
  return [...targets.slice(start), ...targets.slice(0, start)];
}

/** Scores and targets of three steps with four notes; one silent note has a score of 36, where 1 − ŷ has one digit left. */
function chords({ matrix, whole }: Draw): Value[] {
  const scores = [1, 2, 3].map(() => matrix(4, 1));
  const start = whole(4); // two notes sound from here on, each step one further up
  const note = (n: number) => oneHot((start + n) % 4, 4);
  const targets = scores.map((_, t) => note(t).add(note(t + 1)));
  scores[1].data[(start + 3) % 4] = 36;
  return [scores, targets];
}

/** A batch of one-hot columns, V×B. */
function letters({ whole }: Draw): Matrix {
  return Matrix.blocks([Array.from({ length: B }, () => oneHot(whole(V), V))]);
}

/** The loss itself; throws TypeError where it is no number. */
function nats(E: Value): number {
  if (typeof E !== "number") throw new TypeError("a number is asked for");
  return E;
}
