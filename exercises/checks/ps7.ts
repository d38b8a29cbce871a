import { Matrix } from "../../lib/matrix.ts";
import {
  innerProductSum,
  type Sampler,
  twoBackwardCalls,
  twoCalls,
} from "../../grading/judge/cases.ts";
import type { ProblemSet } from "../../grading/judge/check.ts";
import { part } from "../../grading/judge/compare.ts";
import type { Value } from "../../grading/judge/values.ts";
import { behindNotebooks } from "./ps7_gradients.ts";
import { sampling, textWeights, twoTrainings } from "./ps7_inputs.ts";

const D = 3, H = 2, B = 2, T = 3; // inputs, units, sequences, time steps

/** Problem set 7: parts of networks that are built, trained and sampled from. */
export const ps7: ProblemSet = {
  id: "ps7",
  title: "Build and train",
  checks: [
    {
      id: "ps7.gru_unroll",
      points: 2,
      summary: "A GRU through time, with weights in the layout that PyTorch stores",
      functions: ["gruUnroll"],
      hints: [
        "The two products are the same for all gates: multiply once, then cut the rows into three blocks",
        "r and z add both blocks before σ; n = tanh(a_n + r ∘ m_n) with a = Wx x + bx, m = Wh h + bh",
        "Inside xs.map: a and m, their blocks by sliceRows, then r, z, n, and h last of all",
      ],
      mistakes: {
        "z and 1 − z exchanged":
          "Here z keeps the old state: h_t = (1 − z) ∘ n + z ∘ h_{t−1}. Some papers write it the other way round",
        "blocks in another order": "The first block of rows belongs to r, the second to z",
        "reset before the product":
          "In this variant r multiplies the result of Whn h_{t−1} + bhn, not h_{t−1} itself",
        "bias outside the reset": "r multiplies the whole block of Wh h_{t−1} + bh, bias included",
        "zeros for the given state": "The first step starts from h0, which need not be zero",
      },
      cases: twoCalls("gruUnroll", (draw) => {
        const { matrix } = draw, rows = 3 * H;
        const weights = { Wx: matrix(rows, D), Wh: matrix(rows, H), ...gruBiases(draw, rows) };
        return [draw.sequence(T, D, B), matrix(H, B), weights];
      }),
    },
    {
      id: "ps7.lstm_bptt",
      points: 4,
      summary: "An LSTM backward through time: two gradients travel back, one in h and one in c",
      functions: ["lstmUnroll", "lstmBptt"],
      hints: [
        "Two gradients come back from step t + 1, one for h_t and one for c_t: carry both through the loop",
        "dh = dhs_t + Whᵀ dz_{t+1}, dc = dc_{t+1} ∘ f_{t+1} + dh ∘ o ∘ (1 − tanh²(c_t)); stack the four dz as Wx is",
        "Loop t from T − 1 to 0: dh, dc, dzi, dzf, dzg, dzo, one dz by Matrix.blocks, add to dWx, dWh, db, then dhNext and dcNext",
      ],
      mistakes: {
        "blocks in another order":
          "Stack dz in the order of the rows of Wx: input, forget, candidate, output",
        "Whᵀ forgotten":
          "h_t reaches step t + 1 through Wh: what comes back is Whᵀ dz, not dh itself",
        "state's gradient not passed back":
          "h_t also affects later steps: dhs[t] is the direct part only, add Whᵀ dz of step t + 1",
        "memory's gradient not passed back":
          "c_t also affects c_{t+1}: the gradient of c_{t−1} is dc ∘ f, and it must reach the next turn of the loop",
        "weights not summed over time":
          "Every step uses the same weights: add its gradients to dWx, dWh and db",
        "h_t instead of h_{t−1}":
          "Wh multiplies h_{t−1}: that state is the second factor of dWh, and h0 at the first step",
        "zeros for the given state":
          "Before the first step there are h0 and c0, which need not be zero",
      },
      cases: twoBackwardCalls("lstmBptt", "lstmUnroll", ({ matrix, sequence }) => {
        const xs = sequence(T, D, B), dhs = sequence(T, H, B), [h0, c0] = sequence(2, H, B);
        const [Wx, Wh, b] = [matrix(4 * H, D), matrix(4 * H, H), matrix(4 * H, 1)];
        const E = (steps: Value) =>
          innerProductSum((steps as Value[]).map((step) => part(step, "h")), dhs);
        const wrt = { dWx: Wx, dWh: Wh, db: b, dxs: xs, dh0: h0, dc0: c0 };
        return { args: [xs, h0, c0, { Wx, Wh, b }], more: [dhs], E, wrt };
      }),
    },
    {
      id: "ps7.orthogonal",
      points: 2,
      summary: "An orthogonal start: a matrix that changes no length, made from random numbers",
      functions: ["orthogonalStart"],
      hints: [
        "Column by column: remove what points along the columns that are finished, then set the length to 1",
        "v = g_j − Σ_i q_i (q_iᵀ v), q_j = v / ‖v‖; all q_j side by side, times the gain",
        "Keep a list of finished columns; for each G.column(j), an inner loop over that list, then push v.scale(1 / v.norm())",
      ],
      mistakes: {
        "columns not made orthogonal":
          "Length 1 is not enough: first subtract from each column its parts along the earlier ones",
        "lengths left as they are": "Divide each column by its norm after the subtraction",
        "rows instead of columns":
          "Both give an orthogonal matrix, but another one: the task asks for the columns, from left to right",
        "original columns subtracted":
          "Project on the finished columns q_i, which have length 1, not on the columns of G",
        "gain forgotten": "The result is gain times the orthogonal matrix",
      },
      cases: twoCalls("orthogonalStart", (draw) => {
        const n = 4;
        const signs = Array.from({ length: n }, () => 1.5 - 3 * draw.integer(2));
        // far from linear dependence, where rounding errors would grow
        return [Matrix.diagonal(signs).add(draw.matrix(n, n, 0.4)), draw.uniform(0.5, 0.9)];
      }),
    },
    {
      id: "ps7.train",
      points: 4,
      summary: "A training loop: clipped gradient steps along a text, with the state carried on",
      functions: ["lossAndGradients", "train"],
      hints: [
        "Three things change from batch to batch: the weights, the state, and the list of losses",
        "factor = min(1, threshold / norm) for all weights together; W ← W − rate · factor · dW; h0 of the next batch is hLast",
        "In the loop over batches: call lossAndGradients with the current h and weights, compute factor, make a new record of weights",
      ],
      mistakes: {
        "state restarted":
          "The next batch continues the text: its h0 is hLast of the batch before, not zeros",
        "each weight clipped by itself":
          "One factor for all five weights, from the norm of all gradients together, keeps the direction of the step",
        "always scaled to the threshold":
          "A gradient whose norm is below the threshold stays as it is: the factor is at most 1",
        "clipping forgotten": "Scale the gradients by min(1, threshold / norm) before the step",
        "gradients of the first weights":
          "Each batch is evaluated with the weights after the previous update",
        "step uphill": "The gradient points to a larger loss: subtract it",
      },
      cases: twoTrainings,
    },
    {
      id: "ps7.sample",
      points: 2,
      summary: "Text from a network: each class that is drawn becomes the next input",
      functions: ["sampleText"],
      hints: [
        "One step for each uniform number: update the state, compute probabilities, draw, stop or go on",
        "p = softmax(s / τ); the class is the first k with p_0 + … + p_k > u",
        "Two variables outside the loop, h and input; at the end of each turn, push the class and set input to it",
      ],
      mistakes: {
        "multiplied by the temperature":
          "Divide the scores by τ: a small τ makes the likeliest class more likely",
        "likeliest class":
          "Draw with the given uniform number: the likeliest class alone is the limit τ → 0",
        "end token returned": "Stop before the end token is added to the list",
        "same input at every step": "The class that was drawn is the input of the next step",
        "state not kept": "h continues from step to step: it is zero before the first step only",
      },
      cases: sampling,
    },
    {
      id: "ps7.two_bugs",
      points: 3,
      summary: "Two bugs that raise no error, found in a program that seems to learn",
      functions: ["correctedTraining"],
      hints: [
        "Look for one bug in the forward pass over the epochs, and for another in the gradients: both concern the time of a state",
        "Every epoch shows the same sequences from h_0 = 0; ∂E/∂Whh = Σ_t dz_t h_{t−1}ᵀ",
        "Look at where h is declared, and at the line of dWhh: hs[t] is h_t",
      ],
      mistakes: {
        "both bugs left": "This is the given program: two lines in it have to change",
        "only the gradient corrected":
          "One bug is left: with which state does the second epoch begin its sequences?",
        "only the state corrected":
          "One bug is left: compare each of the four gradients with finite differences",
      },
      cases: twoCalls("correctedTraining", (draw) => {
        const { Wxh, Whh, bh, Why } = textWeights(draw, { D: 1, H: 3, V: 1 });
        const [xs, ys] = [draw.sequence(T, 1, B), draw.sequence(T, 1, B)];
        return [xs, ys, { Wxh, Whh, bh, Why }, 0.3, 3];
      }),
    },
    ...behindNotebooks,
  ],
};

/** The two biases of a GRU, one for the inputs and one for the state, as PyTorch has them. */
function gruBiases({ matrix }: Sampler, rows: number): Record<string, Matrix> {
  return { bx: matrix(rows, 1), bh: matrix(rows, 1) };
}
