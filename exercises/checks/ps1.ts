import { plainWeights, twice } from "../../grading/judge/cases.ts";
import type { ProblemSet } from "../../grading/judge/check.ts";

const D = 2, H = 3, B = 2, T = 4, V = 4; // inputs, units, sequences, steps, classes

/** Problem set 1: one tick in three variants, then the loop over time in three more. */
export const ps1: ProblemSet = {
  id: "ps1",
  title: "Forward and unrolling",
  checks: [
    {
      id: "ps1.relu",
      points: 1,
      shows: "One tick with another nonlinearity, for a whole batch at once",
      functions: ["reluStep"],
      hints: [
        "Only the nonlinearity differs from the lecture's cell: what is below zero becomes zero",
        "h_t = max(0, z_t) with z_t = Whh h_{t−1} + Wxh x_t + bh, entry by entry",
        "Build z with matmul, add and addColumn, then map(…) over its entries",
      ],
      mistakes: {
        "tanh instead of ReLU":
          "This is the lecture's cell: here φ(z) = max(0, z) takes the place of tanh",
        "bias forgotten":
          "bh is added before the nonlinearity: addColumn(bh) gives it to every sequence of the batch",
        "absolute value": "ReLU does not turn a negative value round, it sets it to zero",
      },
      cases: twice(
        "reluStep",
        (draw) => [draw.matrix(D, B), draw.matrix(H, B), plainWeights(draw, D, H)],
      ),
    },
    {
      id: "ps1.leaky",
      points: 2,
      shows: "A unit that keeps a share of its past and takes in the rest",
      functions: ["leakyStep"],
      hints: [
        "The new state is a mix of two: what was, and what the plain cell would say now",
        "h_t = (1 − α) h_{t−1} + α tanh(Whh h_{t−1} + Wxh x_t + bh)",
        "Two summands: scale(1 − alpha) of hPrev, and scale(alpha) of the tanh",
      ],
      mistakes: {
        "shares exchanged": "α belongs to what is new: with α = 1 the old state must be gone",
        "leak inside tanh":
          "The kept share (1 − α) h_{t−1} is added outside the tanh, it is not squeezed again",
        "past kept whole":
          "The past counts (1 − α) times: kept whole, the state would grow without end",
      },
      cases: twice("leakyStep", (draw) => [
        ...[draw.matrix(D, B), draw.matrix(H, B), plainWeights(draw, D, H), draw.between(0.2, 0.4)],
      ]),
    },
    {
      id: "ps1.unroll",
      points: 2,
      shows: "The same weights at every step, the state handed on",
      functions: ["leakyStep", "leakyUnroll"],
      hints: [
        "Time is a loop: each step takes the state that the step before it left",
        "h_t = leakyStep(x_t, h_{t−1}), t = 1 … T, and the answer is the list h_1 … h_T",
        "Keep h in a variable outside the loop, start it with h0, push it after every step",
      ],
      mistakes: {
        "state not carried": "Every step starts from h0 again: hand the new state to the next step",
        "shifted by one":
          "The list begins with h_1, not with h_0: push the state after the step, not before",
        "read backwards": "The sequence is read from its end: step 1 takes xs[0]",
      },
      cases: twice("leakyUnroll", (draw) => [
        ...[
          draw.sequence(T, D, B),
          draw.matrix(H, B),
          plainWeights(draw, D, H),
          draw.between(0.3, 0.6),
        ],
      ]),
    },
    {
      id: "ps1.jordan",
      points: 3,
      shows: "A network that hears its own answer instead of its own state",
      functions: ["jordanUnroll"],
      hints: [
        "What comes back here is not h but the answer y: it stands where h_{t−1} stands in the lecture",
        "h_t = tanh(Wxh x_t + Wyh y_{t−1} + bh), y_t = softmax(Why h_t + by)",
        "Inside the loop: h from x and y, then y from h; the answer is the list of the y's",
      ],
      mistakes: {
        "scores fed back": "y_{t−1} is what softmax gives: its entries sum to one, scores don't",
        "answer not fed back": "y stays y_0 at every step: assign the new answer to it",
        "output bias forgotten": "by is added to the scores before the softmax",
      },
      cases: twice("jordanUnroll", (draw) => [
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
      shows: "Two networks, one from each end, and both of their views of step t on each other",
      functions: ["bidirectional"],
      hints: [
        "One network reads the sequence, another reads it from its end; step t sees both",
        "state_t = [h→_t; h←_t]: h→ comes from x_1 … x_t, h← from x_T … x_t",
        "unroll a turned copy of xs, turn the result round again, then Matrix.blocks([[a], [b]])",
      ],
      mistakes: {
        "not turned back":
          "The second network's states come in the order in which it read: turn them round before joining",
        "one direction twice":
          "Both networks read from the start: give the second one the sequence from its end",
        "halves exchanged": "The network that reads forwards stands on top",
        "one network for both":
          "The two directions have weights of their own: use the second record for the second network",
      },
      cases: twice(
        "bidirectional",
        (draw) => [draw.sequence(T, D), plainWeights(draw, D, H), plainWeights(draw, D, H)],
      ),
    },
    {
      id: "ps1.slip",
      points: 2,
      shows: "A published tick, mended: the bias is added once, outside the product",
      functions: ["mendedStep"],
      hints: [
        "Read the brackets: what does Whh get multiplied with?",
        "z = Wxh x + Whh h_{t−1} + bh: three summands, and Whh touches only one of them",
        "Close the bracket of the product right after hPrev, and add bh after it",
      ],
      mistakes: {
        "the slip itself":
          "This is what was published: Whh also multiplies bh. It only goes unnoticed while bh is zero",
        "bias inside and outside":
          "bh is now added outside, but it is still inside the product as well",
        "bias lost": "The bias has gone: it belongs outside the product, not nowhere",
      },
      cases: twice(
        "mendedStep",
        (draw) => [draw.matrix(D, B), draw.matrix(H, B), plainWeights(draw, D, H)],
      ),
    },
  ],
};
