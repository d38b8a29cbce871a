import type { Edits } from "./edits.ts";

/** Each named mistake of problem set 4, as an edit of the model solution. */
export const ps4: Edits = {
  "ps4.adaptive_clipping": {
    "whole matrix at once": [["max(W.sliceRows(i, i + 1).norm()", "max(W.norm()"], [
      "dW.sliceRows(i, i + 1).norm()",
      "dW.norm()",
    ]],
    "columns instead of rows": [
      ["{ length: W.rows }", "{ length: W.cols }"],
      ["max(W.sliceRows(i, i + 1)", "max(W.column(i)"],
      ["dW.sliceRows(i, i + 1)", "dW.column(i)"],
      ["dW.scaleRows(Matrix.column(factors))", "dW.T.scaleRows(Matrix.column(factors)).T"],
    ],
    "short rows lengthened": [[
      "Math.min(1, limit / dW.sliceRows(i, i + 1).norm())",
      "limit / dW.sliceRows(i, i + 1).norm()",
    ]],
    "one threshold for all": [["lambda * Math.max(W.sliceRows(i, i + 1).norm(), 1e-3)", "lambda"]],
    "ε forgotten": [[
      "Math.max(W.sliceRows(i, i + 1).norm(), 1e-3)",
      "W.sliceRows(i, i + 1).norm()",
    ]],
  },
  "ps4.guard": {
    "NaN let through": [["norm <= 1e10;", "!(norm > 1e10);"]],
    "only NaN caught": [["norm <= 1e10;", "!Number.isNaN(norm);"]],
    "huge norms let through": [["norm <= 1e10;", "Number.isFinite(norm);"]],
    "all weights shrunk": [["Wxh.scale(0)", "Wxh.scale(0.02)"], ["bh.scale(0)", "bh.scale(0.02)"]],
    "new weights instead of a step": [
      ["Wxh: Wxh.scale(0)", "Wxh"],
      ["Whh.scale(0.02)", "Whh.scale(0.98)"],
      ["bh: bh.scale(0)", "bh"],
    ],
  },
  "ps4.jacobian": {
    "columns scaled": [["weights.Whh.scaleRows(slopes)", "weights.Whh.T.scaleRows(slopes).T"]],
    "direct path forgotten": [["kept.add(weights.Whh", "kept.scale(0).add(weights.Whh"]],
    "α forgotten": [["scaleRows(slopes).scale(alpha)", "scaleRows(slopes)"]],
    "slope of the new state": [[
      "leakyCandidate(x, hPrev, weights).map(tanhSlope)",
      "leakyStep(x, hPrev, weights, alpha).map(tanhSlope)",
    ]],
    "J instead of its transpose": [["J.T.matmul(dh)", "J.matmul(dh)"]],
  },
  "ps4.power_iteration": {
    "forward only": [["backward(forward(v))", "forward(v)"]],
    "transposes forgotten": [["J.T.matmul(w)", "J.matmul(w)"]],
    "backward in the order of time": [["Js.reduceRight(", "Js.reduce("]],
    "product reversed": [
      ["Js.reduceRight((w, J) => J.T", "Js.reduce((w, J) => J.T"],
      ["Js.reduce((v, J) => J.matmul(v), v)", "Js.reduceRight((v, J) => J.matmul(v), v)"],
    ],
    "squared": [["forward(v).norm() }", "forward(v).norm() ** 2 }"]],
  },
  "ps4.antisymmetric": {
    "skip connection forgotten": [["dh = dh.add(A.T.matmul(dz))", "dh = A.T.matmul(dz)"]],
    "back through Whh": [["A.T.matmul(dz)", "weights.Whh.T.matmul(dz)"]],
    "only one of two places": [["dWhh: dA.subtract(dA.T)", "dWhh: dA"]],
    "ε forgotten": [["map(tanhSlope)).scale(epsilon)", "map(tanhSlope))"]],
    "h_t instead of h_{t−1}": [["dz.matmul(hs[t - 1].T)", "dz.matmul(hs[t].T)"]],
  },
  "ps4.slip": {
    "the slip itself": [
      ["sigma < 1", "sigma < 0"],
      ['sigma > 1)) return "explodes"', 'sigma > 0)) return "vanishes"'],
    ],
    "threshold at zero": [["sigma < 1", "sigma < 0"], ["sigma > 1", "sigma > 0"]],
    "σ_max taken for exploding": [["smallest.every", "largest.every"]],
    "one step taken for all": [["largest.every", "largest.some"], [
      "smallest.every",
      "smallest.some",
    ]],
    "one counted as shrinking": [["sigma < 1", "sigma <= 1"]],
  },
};
