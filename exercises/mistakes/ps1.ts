import type { Edits } from "./edits.ts";

/** Each named mistake of problem set 1, as an edit of the model solution. */
export const ps1: Edits = {
  "ps1.relu": {
    "tanh instead of ReLU": [["map((z) => Math.max(0, z))", "map(Math.tanh)"]],
    "bias forgotten": [[".addColumn(bh)", ""]],
    "absolute value": [["Math.max(0, z)", "Math.abs(z)"]],
  },
  "ps1.leaky": {
    "shares exchanged": [["scale(1 - alpha)", "scale(alpha)"], [
      "hNew.scale(alpha)",
      "hNew.scale(1 - alpha)",
    ]],
    "leak inside tanh": [[
      "hPrev.scale(1 - alpha).add(hNew.scale(alpha))",
      "hPrev.scale(1 - alpha).add(hNew.map(Math.atanh).scale(alpha)).map(Math.tanh)",
    ]],
    "past kept whole": [["hPrev.scale(1 - alpha)", "hPrev"]],
  },
  "ps1.unroll": {
    "state not carried": [["leakyStep(x, h, ", "leakyStep(x, h0, "]],
    "shifted by one": [["return hs;", "return [h0, ...hs.slice(0, -1)];"]],
    "read backwards": [["const x of xs", "const x of xs.toReversed()"]],
  },
  "ps1.jordan": {
    "scores fed back": [["softmax(scores)", "scores"]],
    "answer not fed back": [["Wyh.matmul(y)", "Wyh.matmul(y0)"]],
    "output bias forgotten": [[".addColumn(by)", ""]],
  },
  "ps1.bidirectional": {
    "not turned back": [[
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
