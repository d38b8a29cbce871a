import type { Edits } from "./edits.ts";

/** Each named mistake of problem set 7, as an edit of the model solution. */
export const ps7: Edits = {
  "ps7.gru_unroll": {
    "z and 1 − z exchanged": [[
      "z.map((z) => 1 - z).hadamard(n).add(z.hadamard(h))",
      "z.hadamard(n).add(z.map((z) => 1 - z).hadamard(h))",
    ]],
    "blocks in another order": [
      ["const r = block(a, 0).add(block(m, 0))", "const r = block(a, 1).add(block(m, 1))"],
      ["const z = block(a, 1).add(block(m, 1))", "const z = block(a, 0).add(block(m, 0))"],
    ],
    "reset before the product": [[
      "r.hadamard(block(m, 2))",
      "block(Wh, 2).matmul(r.hadamard(h)).addColumn(block(bh, 2))",
    ]],
    "bias outside the reset": [[
      "r.hadamard(block(m, 2))",
      "r.hadamard(block(Wh, 2).matmul(h)).addColumn(block(bh, 2))",
    ]],
    "zeros for the given state": [["let h = h0;", "let h = new Matrix(H, h0.cols);"]],
  },
  "ps7.lstm_bptt": {
    "blocks in another order": [["[dzg], [dzo]", "[dzo], [dzg]"]],
    "Whᵀ forgotten": [["dhNext = Wh.T.matmul(dz);", "dhNext = dh;"]],
    "state's gradient not passed back": [["dhs[t].add(dhNext)", "dhs[t]"]],
    "memory's gradient not passed back": [["dcNext.add(dh.hadamard(o)", "(dh.hadamard(o)"]],
    "weights not summed over time": [
      ["dWx = dWx.add(", "dWx = ("],
      ["dWh = dWh.add(", "dWh = ("],
      ["db = db.add(", "db = ("],
    ],
    "h_t instead of h_{t−1}": [["dz.matmul(hPrev.T)", "dz.matmul(steps[t].h.T)"]],
    "zeros for the given state": [
      ["steps[t - 1].h : h0", "steps[t - 1].h : h0.scale(0)"],
      ["steps[t - 1].c : c0", "steps[t - 1].c : c0.scale(0)"],
    ],
  },
  "ps7.orthogonal": {
    "columns not made orthogonal": [["v.subtract(q.scale(q.T.matmul(v).at(0)))", "v"]],
    "lengths left as they are": [["v.scale(1 / v.norm())", "v"]],
    "rows instead of columns": [
      ["G.column(j)", "G.T.column(j)"],
      ["Matrix.blocks([done])", "Matrix.blocks([done]).T"],
    ],
    "original columns subtracted": [[
      "q of done) v = v.subtract(q",
      "q of done.map((_, i) => G.column(i))) v = v.subtract(q",
    ]],
    "gain forgotten": [[".scale(gain)", ""]],
  },
  "ps7.train": {
    "state restarted": [["h = hLast;", ""]],
    "each weight clipped by itself": [[
      "dW.scale(rate * factor)",
      "dW.scale(rate * Math.min(1, threshold / dW.norm()))",
    ]],
    "always scaled to the threshold": [["Math.min(1, threshold / norm)", "threshold / norm"]],
    "clipping forgotten": [["Math.min(1, threshold / norm)", "1"]],
    "gradients of the first weights": [["(batch, h, now)", "(batch, h, weights)"]],
    "step uphill": [["W.subtract(dW", "W.add(dW"]],
  },
  "ps7.sample": {
    "multiplied by the temperature": [["scale(1 / temperature)", "scale(temperature)"]],
    "likeliest class": [[
      "p.findIndex((p) => (sum += p) > u)",
      "p.indexOf(Math.max(...p))",
    ]],
    "end token returned": [[
      "if (chosen === end) break;",
      "if (chosen === end) return [...classes, end];",
    ]],
    "same input at every step": [["input = chosen;", ""]],
    "state not kept": [["Whh.matmul(h)", "Whh.matmul(h.scale(0))"]],
  },
  "ps7.two_bugs": {
    "both bugs left": [
      ["BEGIN SOLUTION\n", "BEGIN SOLUTION\n  let h = new Matrix(weights.bh.rows, xs[0].cols);\n"],
      ["{\n    let h = new Matrix(bh.rows, xs[0].cols);\n", "{\n"],
      ["hs[t - 1].T", "hs[t].T"],
    ],
    "only the gradient corrected": [
      ["BEGIN SOLUTION\n", "BEGIN SOLUTION\n  let h = new Matrix(weights.bh.rows, xs[0].cols);\n"],
      ["{\n    let h = new Matrix(bh.rows, xs[0].cols);\n", "{\n"],
    ],
    "only the state corrected": [["hs[t - 1].T", "hs[t].T"]],
  },
  "ps7.attention_backward": {
    "softmax entry by entry": [[
      "A.hadamard(dA.subtract(columnSums(A.hadamard(dA))))",
      "A.hadamard(A.map((a) => 1 - a)).hadamard(dA)",
    ]],
    "shared sum forgotten": [[".subtract(columnSums(A.hadamard(dA)))", ""]],
    "√H forgotten": [
      ["K.matmul(dS).scale(1 / Math.sqrt(Q.rows))", "K.matmul(dS)"],
      ["Q.matmul(dS.T).scale(1 / Math.sqrt(Q.rows))", "Q.matmul(dS.T)"],
    ],
    "summed over the wrong direction": [[
      "columnSums(A.hadamard(dA))",
      "columnSums(A.hadamard(dA).T).T",
    ]],
  },
  "ps7.score_function": {
    "baseline forgotten": [["(R) => R - baseline", "(R) => R"]],
    "sum instead of mean": [[
      "const weights = advantages.scale(1 / N)",
      "const weights = advantages",
    ]],
    "σ instead of σ²": [["(s) => 1 / s ** 2", "(s) => 1 / s"]],
    "normalization forgotten": [[".addColumn(sigma.map((s) => -1 / s))", ""]],
  },
  "ps7.elbo": {
    "variance instead of σ": [["Math.exp(v / 2)", "Math.exp(v)"]],
    "KL's gradient forgotten": [
      ["dmu: dz.add(mu)", "dmu: dz"],
      [".add(sigma.map((s) => (s * s - 1) / 2))", ""],
    ],
    "draw treated as given": [[
      "dz.hadamard(eps).hadamard(sigma).scale(0.5).add(sigma.map((s) => (s * s - 1) / 2))",
      "sigma.map((s) => (s * s - 1) / 2)",
    ]],
    "half forgotten": [[".scale(0.5).add", ".add"]],
    "wrong sign of the KL divergence": [["kl: sum(costs) / 2", "kl: -sum(costs) / 2"]],
  },
};
