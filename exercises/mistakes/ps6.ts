import type { Edits } from "./edits.ts";

/** Each named mistake of problem set 6, as an edit of the model solution. */
export const ps6: Edits = {
  "ps6.padding": {
    "pad as target": [["?? null", "?? pad"]],
    "targets not shifted": [["[...words, end][t]", "[start, ...words, end][t]"]],
    "end as input": [["[start, ...words][t]", "[start, ...words, end][t]"]],
    "end forgotten": [["[...words, end][t]", "words[t]"]],
    "a list for each caption": [[
      "return { inputs, targets };",
      `const turned = (rows) => captions.map((_, b) => rows.map((row) => row[b]));
  return { inputs: turned(inputs), targets: turned(targets) };`,
    ]],
  },
  "ps6.initial_state": {
    "tanh on the initial state": [[".addColumn(bproj)", ".addColumn(bproj).map(Math.tanh)"]],
    "image bias forgotten": [[".addColumn(bproj)", ""]],
    "image at every step": [["addColumn(bh)", "addColumn(bh).add(Wproj.matmul(v))"]],
    "read out before the step": [["return Why.matmul(h).addColumn(by);", "return scores;"], [
      "    h = Wxh",
      "    const scores = Why.matmul(h).addColumn(by);\n    h = Wxh",
    ]],
    "probabilities instead of scores": [[
      "Why.matmul(h).addColumn(by)",
      "softmax(Why.matmul(h).addColumn(by))",
    ]],
  },
  "ps6.image_backward": {
    "last step only": [["dv = dv.add(", "if (t === T - 1) dv = dv.add("], [
      "dWih = dWih.add(",
      "if (t === T - 1) dWih = dWih.add(",
    ]],
    "overwritten at every step": [["dv = dv.add(", "dv = ("], ["dWih = dWih.add(", "dWih = ("]],
    "steps not connected": [[".add(dhNext)", ""]],
    "slope of tanh": [["(h) => h > 0 ? 1 : 0.1", "tanhSlope"]],
    "slope forgotten": [[".hadamard(hs[t].map((h) => h > 0 ? 1 : 0.1))", ""]],
  },
  "ps6.pooling_backward": {
    "last state only": [[
      "direct.add(dhNext)",
      "(t === T - 1 ? Why.T.matmul(dscores) : dhNext)",
    ]],
    "1/T forgotten": [[".scale(1 / T)", ""]],
    "path through later states forgotten": [["direct.add(dhNext)", "direct"]],
    "slope forgotten": [[".hadamard(hs[t].map(tanhSlope))", ""]],
    "last word first": [["return { dxs };", "return { dxs: dxs.toReversed() };"]],
  },
  "ps6.beam": {
    "length not counted": [["logp / words.length", "logp"]],
    "finished beams dropped": [["? [beam]", "? []"]],
    "finished beams continued": [["beam.words.at(-1) === end", "false"]],
    "one word for each beam": [[
      ": continued(beam, j)",
      ": continued(beam, j).sort((a, b) => b.logp - a.logp).slice(0, 1)",
    ]],
    "beam's own logp forgotten": [["beam.logp + logp", "logp"]],
  },
  "ps6.slip": {
    "the slip itself": [["dWhh = dWhh.add(", "dWhh = ("]],
    "last use only": [["dWhh = dWhh.add(", "if (t === T) dWhh = dWhh.add("]],
    "h_t instead of h_{t−1}": [["hs[t - 1].T", "hs[t].T"]],
    "slope forgotten": [[".hadamard(hs[t].map(tanhSlope))", ""]],
    "earlier states not reached": [["dhAt = Whh.T.matmul(dz);", ""]],
  },
};
