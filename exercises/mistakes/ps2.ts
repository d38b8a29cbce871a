import type { Edits } from "./edits.ts";

/** Each named mistake of problem set 2, as an edit of the model solution. */
export const ps2: Edits = {
  "ps2.masked": {
    "divided by all steps": [["E / counted", "E / scores.length"]],
    "sum instead of mean": [["E / counted", "E"]],
    "class 0 masked too": [["if (target === null)", "if (!target)"]],
    "null read as class 0": [["= targets[t];", "= targets[t] ?? 0;"]],
  },
  "ps2.masked_backward": {
    "masked steps not zero": [["new Matrix(s.rows, 1)", "softmax(s).scale(1 / n)"]],
    "masked steps left out": [["scores.map(", "scores.flatMap("], ["new Matrix(s.rows, 1)", "[]"]],
    "not divided": [["(1 / n)", "(1)"]],
    "divided by all steps": [["(1 / n)", "(1 / scores.length)"]],
    "target minus prediction": [["(1 / n)", "(-1 / n)"]],
  },
  "ps2.label_smoothing": {
    "wrong classes only": [[
      "(1 - epsilon) * hard + epsilon / V",
      "hard === 1 ? 1 - epsilon : epsilon / (V - 1)",
    ]],
    "q does not sum to one": [[" + epsilon / V", ""]],
    "gradient of the one-hot target": [["probabilities.subtract(q)", "probabilities.subtract(y)"]],
    "sum over the batch": [["sum + E, 0) / B", "sum + E, 0)"], [".scale(1 / B)", ""]],
  },
  "ps2.multilabel": {
    "loss from the rounded ŷ": [[
      "s.map(softplus).subtract(targets[t].hadamard(s))",
      "targets[t].hadamard(s.map((s) => -Math.log(sigmoid(s)))).add(" +
      "targets[t].map((y) => 1 - y).hadamard(s.map((s) => -Math.log(1 - sigmoid(s)))))",
    ]],
    "only sounding notes": [
      [".subtract(targets[t].hadamard(s))", ".subtract(s).hadamard(targets[t])"],
      [".subtract(targets[t]))", ".subtract(targets[t]).hadamard(targets[t]))"],
    ],
    "softmax over the notes": [
      [
        "s.map(softplus).subtract(targets[t].hadamard(s))",
        "softmax(s).map((p) => -Math.log(p)).hadamard(targets[t])",
      ],
      ["s.map(sigmoid)", "softmax(s)"],
    ],
    "mean over time": [
      ["sum + E, 0)", "sum + E, 0) / scores.length"],
      [".subtract(targets[t]))", ".subtract(targets[t]).scale(1 / scores.length))"],
    ],
    "derivative of σ kept": [[
      ".subtract(targets[t]))",
      ".subtract(targets[t]).hadamard(s.map(sigmoid).map((ŷ) => ŷ * (1 - ŷ))))",
    ]],
  },
  "ps2.weight_tying": {
    "output use only": [[".add(x.matmul(dz.T))", ""]],
    "input use only": [["dscores.matmul(h.T).add(x.matmul(dz.T))", "x.matmul(dz.T)"]],
    "tanh′ forgotten": [[".hadamard(h.map(tanhSlope))", ""]],
    "new state instead of the old": [["dz.matmul(hPrev.T)", "dz.matmul(h.T)"]],
    "bias not summed over the batch": [
      ["dz.sumColumns()", "dz"],
      ["dscores.sumColumns()", "dscores"],
    ],
  },
  "ps2.slip": {
    "the slip itself": [["/ bits.length", "/ (letters.length - 1)"]],
    "divided by the letters": [["/ bits.length", "/ letters.length"]],
    "the end left out": [["scores.map(", "scores.slice(0, -1).map("]],
    "nats with base 2": [["Math.log2", "Math.log"]],
  },
};
