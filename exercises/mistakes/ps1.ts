import type { Edits } from "./edits.ts";

/** Each named mistake of problem set 1, as an edit of the model solution. */
export const ps1: Edits = {
  "ps1.relu": {
    "tanh instead of ReLU": [["map((z) => Math.max(0, z))", "map(Math.tanh)"]],
    "bias forgotten": [[".addColumn(bh)", ""]],
    "absolute value": [["Math.max(0, z)", "Math.abs(z)"]],
  },
  "ps1.leaky": {
    "weights exchanged": [["scale(1 - alpha)", "scale(alpha)"], [
      "candidate.scale(alpha)",
      "candidate.scale(1 - alpha)",
    ]],
    "leak inside tanh": [[
      "hPrev.scale(1 - alpha).add(candidate.scale(alpha))",
      "hPrev.scale(1 - alpha).add(candidate.map(Math.atanh).scale(alpha)).map(Math.tanh)",
    ]],
    "old state not scaled": [["hPrev.scale(1 - alpha)", "hPrev"]],
  },
  "ps1.unroll": {
    "state not passed on": [["leakyStep(x, h, ", "leakyStep(x, h0, "]],
    "shifted by one": [["return hs;", "return [h0, ...hs.slice(0, -1)];"]],
    "sequence reversed": [["const x of xs", "const x of xs.toReversed()"]],
  },
  "ps1.jordan": {
    "scores fed back": [["softmax(scores)", "scores"]],
    "output not fed back": [["Wyh.matmul(y)", "Wyh.matmul(y0)"]],
    "output bias forgotten": [[".addColumn(by)", ""]],
  },
  "ps1.bidirectional": {
    "not reversed back": [[
      "plainUnroll(xs.toReversed(), backward).toReversed()",
      "plainUnroll(xs.toReversed(), backward)",
    ]],
    "one direction twice": [[
      "plainUnroll(xs.toReversed(), backward).toReversed()",
      "plainUnroll(xs, backward)",
    ]],
    "halves exchanged": [["[[left[t]], [right[t]]]", "[[right[t]], [left[t]]]"]],
    "one network for both": [[
      "plainUnroll(xs.toReversed(), backward)",
      "plainUnroll(xs.toReversed(), forward)",
    ]],
  },
  "ps1.slip": {
    "the slip itself": [["Whh.matmul(hPrev)", "Whh.matmul(hPrev.addColumn(bh))"], [
      ".addColumn(bh).map",
      ".map",
    ]],
    "bias inside and outside": [["Whh.matmul(hPrev)", "Whh.matmul(hPrev.addColumn(bh))"]],
    "bias lost": [[".addColumn(bh)", ""]],
  },
};
