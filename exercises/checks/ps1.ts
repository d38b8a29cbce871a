import { rnnWeights, twoCalls } from "../../grading/judge/cases.ts";
import type { Check, ProblemSet } from "../../grading/judge/check.ts";

const D = 2, H = 3, B = 2, T = 4, V = 4; // inputs, units, sequences, time steps, classes

const LEAKY: Check = {
  id: "ps1.leaky",
  points: 2,
  summary: "A leaky unit: a weighted mean of the old state and the new candidate",
  functions: ["leakyStep"],
  hints: [
    "The new state is a weighted mean of the old state and what the plain tanh cell would compute",
    "h_t = (1 − α) h_{t−1} + α tanh(Whh h_{t−1} + Wxh x_t + bh)",
    "Add two terms: hPrev scaled by 1 - alpha, and the tanh scaled by alpha",
  ],
  mistakes: {
    "weights exchanged":
      "α multiplies the new candidate: with α = 1 nothing of the old state may be left",
    "leak inside tanh":
      "The term (1 − α) h_{t−1} is added outside the tanh, so it is not squashed again",
    "old state not scaled":
      "The old state is multiplied by 1 − α: without that factor the state would grow without bound",
  },
  cases: twoCalls("leakyStep", (draw) => [
    ...[draw.matrix(D, B), draw.matrix(H, B), rnnWeights(draw, D, H), draw.uniform(0.2, 0.4)],
  ]),
};

/** Problem set 1: one time step in three variants, then the loop over time in three more. */
export const ps1: ProblemSet = {
  id: "ps1",
  title: "Forward pass and unrolling",
  checks: [
    {
      id: "ps1.relu",
      points: 1,
      summary: "One time step with another nonlinearity, for a whole batch at once",
      functions: ["reluStep"],
      hints: [
        "Only the nonlinearity differs from the lecture's cell: negative entries become zero",
        "h_t = max(0, z_t) with z_t = Whh h_{t−1} + Wxh x_t + bh, entry by entry",
        "Build z with matmul, add and addColumn, then apply the nonlinearity with map(…)",
      ],
      mistakes: {
        "tanh instead of ReLU":
          "This is the lecture's cell. Here φ(z) = max(0, z) replaces the tanh",
        "bias forgotten":
          "bh is added before the nonlinearity: addColumn(bh) adds it to every sequence of the batch",
        "absolute value": "ReLU sets a negative value to zero, it does not change its sign",
      },
      cases: twoCalls(
        "reluStep",
        (draw) => [draw.matrix(D, B), draw.matrix(H, B), rnnWeights(draw, D, H)],
      ),
    },
    LEAKY,
    {
      id: "ps1.unroll",
      points: 2,
      summary: "The same weights at every time step, and the state passed on from step to step",
      functions: ["leakyStep", "leakyUnroll"],
      needs: LEAKY,
      hints: [
        "Unrolling is a loop: each step takes the state that the step before it returned",
        "h_t = leakyStep(x_t, h_{t−1}) for t = 1 … T, and the result is the list h_1 … h_T",
        "Keep h in a variable outside the loop, initialise it with h0, and push it after every step",
      ],
      mistakes: {
        "state not passed on":
          "Every step starts from h0 again: pass the new state to the next step",
        "shifted by one":
          "The list begins with h_1, not with h_0: push the state after the step, not before it",
        "sequence reversed": "The sequence is read from its end: the first step takes xs[0]",
      },
      cases: twoCalls("leakyUnroll", (draw) => [
        ...[
          draw.sequence(T, D, B),
          draw.matrix(H, B),
          rnnWeights(draw, D, H),
          draw.uniform(0.3, 0.6),
        ],
      ]),
    },
    {
      id: "ps1.jordan",
      points: 3,
      summary: "A Jordan network, which feeds back its output instead of its state",
      functions: ["jordanUnroll"],
      hints: [
        "Here the output y is fed back, not h: it takes the place of h_{t−1} in the lecture's cell",
        "h_t = tanh(Wxh x_t + Wyh y_{t−1} + bh), y_t = softmax(Why h_t + by)",
        "Inside the loop compute h from x and y, then y from h; the result is the list of all y",
      ],
      mistakes: {
        "scores fed back":
          "y_{t−1} is the output of the softmax, whose entries sum to one; scores do not",
        "output not fed back": "y stays y_0 at every step: assign the new output to it",
        "output bias forgotten": "by is added to the scores before the softmax",
      },
      cases: twoCalls("jordanUnroll", (draw) => [
        draw.sequence(T, D, B),
        draw.matrix(V, B),
        {
          ...{ Wxh: draw.matrix(H, D), Wyh: draw.matrix(H, V), bh: draw.matrix(H, 1) },
          ...{ Why: draw.matrix(V, H), by: draw.matrix(V, 1) },
        },
      ]),
    },
    {
      id: "ps1.bidirectional",
      points: 3,
      summary: "A bidirectional network: both directions' states of step t, one above the other",
      functions: ["bidirectional"],
      hints: [
        "One network reads the sequence forwards, another reads it backwards; step t combines both",
        "state_t = [h→_t; h←_t], where h→_t has read x_1 … x_t and h←_t has read x_T … x_t",
        "unroll a reversed copy of xs, reverse the result, then use Matrix.blocks([[a], [b]])",
      ],
      mistakes: {
        "not reversed back":
          "The second network's states are in the order in which it read: reverse them before you combine",
        "one direction twice":
          "Both networks read from the start: give the second one the reversed sequence",
        "halves exchanged": "The state of the network that reads forwards comes first, on top",
        "one network for both":
          "Each direction has its own weights: use the second record for the second network",
      },
      cases: twoCalls(
        "bidirectional",
        (draw) => [draw.sequence(T, D), rnnWeights(draw, D, H), rnnWeights(draw, D, H)],
      ),
    },
    {
      id: "ps1.slip",
      points: 2,
      summary: "A published time step, corrected: the bias is added once, outside the product",
      functions: ["correctedStep"],
      hints: [
        "Look at the brackets: what is Whh multiplied by?",
        "z = Wxh x + Whh h_{t−1} + bh: three terms, and only one of them contains Whh",
        "Close the bracket of the product right after hPrev, and add bh after it",
      ],
      mistakes: {
        "the slip itself":
          "This is what was published: Whh also multiplies bh. It goes unnoticed only while bh is zero",
        "bias inside and outside":
          "bh is now added outside, but it is still inside the product as well",
        "bias lost": "The bias is missing altogether: add it outside the product",
      },
      cases: twoCalls(
        "correctedStep",
        (draw) => [draw.matrix(D, B), draw.matrix(H, B), rnnWeights(draw, D, H)],
      ),
    },
  ],
};
