import type { Edits } from "./edits.ts";

/** Each named mistake of problem set 3, as an edit of the model solution. */
export const ps3: Edits = {
  "ps3.step": {
    "leak forgotten": [["dh.scale(1 - alpha).add(Whh.T.matmul(dz))", "Whh.T.matmul(dz)"]],
    "α forgotten": [["dh.scale(alpha).hadamard", "dh.hadamard"]],
    "tanh′ forgotten": [[".hadamard(candidate.map(tanhSlope))", ""]],
    "slope of the new state": [[
      "candidate.map(tanhSlope)",
      "leakyStep(x, hPrev, weights, alpha).map(tanhSlope)",
    ]],
    "h_t instead of h_{t−1}": [[
      "dz.matmul(hPrev.T)",
      "dz.matmul(leakyStep(x, hPrev, weights, alpha).T)",
    ]],
    "bias not summed over the batch": [["dz.sumColumns()", "dz"]],
  },
  "ps3.bptt": {
    "weights not summed over time": [
      ["dWxh.add(back.dWxh)", "back.dWxh"],
      ["dWhh.add(back.dWhh)", "back.dWhh"],
      ["dbh.add(back.dbh)", "back.dbh"],
    ],
    "direct gradient only": [["dhs[t - 1].add(dhNext)", "dhs[t - 1]"]],
    "last loss only": [[
      "dhs[t - 1].add(dhNext)",
      "(t === xs.length ? dhs[t - 1] : dhNext)",
    ]],
    "states shifted by one": [["hs[t - 1], weights", "hs[t], weights"]],
    "dxs reversed": [["dxs.unshift(back.dx)", "dxs.push(back.dx)"]],
  },
  "ps3.terms": {
    "total instead of immediate": [[
      "return terms;",
      "return terms.map((_, n) => terms.slice(0, n + 1).reduce((sum, term) => sum.add(term)));",
    ]],
    "Jacobians forgotten": [["dhAt = back.dhPrev;", ""]],
    "latest first": [["terms.unshift(back.dWhh)", "terms.push(back.dWhh)"]],
    "a term k = 0": [["return terms;", "return [weights.Whh.scale(0), ...terms];"]],
    "loss at T": [["let k = t;", "let k = xs.length;"]],
  },
  "ps3.truncated": {
    "one step too many": [["t - k < window", "t - k <= window"]],
    "window ignored": [[" && t - k < window", ""]],
    "cut into chunks": [["t - k < window", "Math.ceil(k / window) === Math.ceil(t / window)"]],
    "last steps only": [["t - k < window", "xs.length - k < window"]],
    "state restarted": [[
      "const back = leakyBackward(xs[k - 1], hs[k - 1]",
      "const first = Math.max(0, t - window);\n" +
      "const restarted = [h0, ...leakyUnroll(xs.slice(first), h0, weights, alpha)];\n" +
      "const back = leakyBackward(xs[k - 1], restarted[k - 1 - first]",
    ]],
  },
  "ps3.multiplicative": {
    "sum instead of product": [["dz.hadamard(u)", "dz"], ["dz.hadamard(a)", "dz"]],
    "factors exchanged": [["dz.hadamard(u)", "dz.hadamard(a)"], [
      "const du = dz.hadamard(a)",
      "const du = dz.hadamard(u)",
    ]],
    "tanh′ forgotten": [[".hadamard(h.map(tanhSlope))", ""]],
    "Whh not transposed": [["Whh.T.matmul(du)", "Whh.matmul(du)"]],
    "bias not summed over the batch": [["dz.sumColumns()", "dz"]],
  },
  "ps3.slip": {
    "the slip itself": [["dz.matmul(hPrev.T)", "dz.matmul(h.T)"]],
    "too much corrected": [["h.map(tanhSlope)", "hPrev.map(tanhSlope)"]],
    "factors exchanged": [["dz.matmul(hPrev.T)", "hPrev.matmul(dz.T)"]],
    "slope missing in dWhh": [["dz.matmul(hPrev.T)", "dh.matmul(hPrev.T)"]],
  },
};
