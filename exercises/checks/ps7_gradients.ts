import { Matrix } from "../../lib/matrix.ts";
import { innerProduct, twoBackwardCalls, twoCalls } from "../../grading/judge/cases.ts";
import type { Check } from "../../grading/judge/check.ts";
import { part } from "../../grading/judge/compare.ts";
import type { Value } from "../../grading/judge/values.ts";

const D = 3, H = 2, T = 3, S = 4, N = 5; // numbers, units, queries, source words, samples

/** The items of problem set 7 about the gradients behind attention, glimpses and DRAW. */
export const behindNotebooks: Check[] = [
  {
    id: "ps7.attention_backward",
    points: 3,
    summary: "Attention backward: through the mean of the values, the softmax, and the products",
    functions: ["attend", "attentionBackward"],
    hints: [
      "Go backward line by line: context, weights, scores; the softmax mixes all scores of one column",
      "dV = dC Aᵀ, dA = Vᵀ dC, dS = A ∘ (dA − columnSums(A ∘ dA)), dK = Q dSᵀ / √H, dQ = K dS / √H",
      "Five lines: dA, dS, then dQ, dK and dV; each product must have the shape of what it is the gradient of",
    ],
    mistakes: {
      "softmax entry by entry":
        "Each weight depends on all scores of its column: subtract columnSums(A ∘ dA), A ∘ (1 − A) is the diagonal only",
      "shared sum forgotten":
        "The weights of a column add up to 1: dS = A ∘ (dA − columnSums(A ∘ dA))",
      "√H forgotten": "The scores are divided by √H, and so are the gradients of Q and K",
      "summed over the wrong direction":
        "A column of A is one distribution: the sum runs over its rows, for each column on its own",
    },
    cases: twoBackwardCalls("attentionBackward", "attend", ({ matrix }) => {
      const [Q, K, V, dC] = [matrix(H, T), matrix(H, S), matrix(D, S), matrix(D, T)];
      const E = (answer: Value) => innerProduct(part(answer, "C"), dC);
      return { args: [Q, K, V], more: [dC], E, wrt: { dQ: Q, dK: K, dV: V } };
    }),
  },
  {
    id: "ps7.score_function",
    points: 2,
    summary: "A gradient from samples and rewards alone, without a derivative of the reward",
    functions: ["scoreGradient"],
    hints: [
      "For each sample: advantage R − b, times the gradient of log π; then the mean over the samples",
      "∂ log π/∂μ_k = (l_k − μ_k)/σ_k², ∂ log π/∂σ_k = (l_k − μ_k)²/σ_k³ − 1/σ_k",
      "samples.addColumn(mu.scale(-1)) is l − μ; its product with the column of advantages sums over the samples",
    ],
    mistakes: {
      "baseline forgotten":
        "Subtract b from every reward: the mean stays the same, but the estimate from few samples does not",
      "sum instead of mean": "The expectation is estimated by the mean over the N samples",
      "σ instead of σ²": "log π contains (l − μ)²/(2σ²): its derivative by μ has σ² below",
      "normalization forgotten": "log π also contains −log σ_k, whose derivative by σ_k is −1/σ_k",
    },
    cases: twoCalls("scoreGradient", (draw) => {
      const rewards = Array.from({ length: N }, () => draw.uniform(0, 2));
      const [mu, samples] = [draw.matrix(D, 1), draw.matrix(D, N)];
      const sigma = new Matrix(D, 1).map(() => draw.uniform(0.4, 0.8));
      return [mu, sigma, samples, rewards, draw.uniform(0.5, 1.5)];
    }),
  },
  {
    id: "ps7.elbo",
    points: 3,
    summary: "The variational bound of one picture and its gradients, through the draw of z",
    functions: ["bound"],
    hints: [
      "Two costs, two paths: μ and log σ² enter the KL divergence directly, and the pixels through z",
      "dz = Wᵀ (p − x); dμ = dz + μ, dlogvar = dz ∘ ε ∘ σ/2 + (σ² − 1)/2",
      "First σ = exp(logvar/2), z, p, then the two sums, then dz, dmu and dlogvar",
    ],
    mistakes: {
      "variance instead of σ": "exp(logvar) is σ²: the standard deviation is exp(logvar / 2)",
      "KL's gradient forgotten":
        "The KL divergence depends on mu and logvar, too: add μ and (σ² − 1)/2",
      "draw treated as given":
        "z = μ + σ ∘ ε depends on logvar: add dz ∘ ε ∘ σ/2, the path through the pixels",
      "half forgotten": "The derivative of exp(logvar / 2) by logvar is σ/2",
      "wrong sign of the KL divergence":
        "The message costs nats: KL is never negative, ½ Σ (μ² + σ² − log σ² − 1)",
    },
    cases: twoCalls("bound", (draw) => {
      const { matrix } = draw, x = new Matrix(S, 1).map(() => draw.integer(2));
      const logvar = new Matrix(D, 1).map(() => draw.uniform(-2, -0.5));
      const weights = { W: matrix(S, D, 0.6), b: matrix(S, 1, 0.6) };
      return [x, matrix(D, 1), logvar, matrix(D, 1), weights];
    }),
  },
];
