import type { Edits } from "./edits.ts";

/** Each named mistake of problem set 6, as an edit of the model solution. */
export const ps6: Edits = {
  "ps6.padding": {
    "pad as target": [["?? null", "?? pad"]],
    "targets not shifted": [["[...words, end][t]", "[start, ...words, end][t]"]],
    "end goes in": [["[start, ...words][t]", "[start, ...words, end][t]"]],
    "end forgotten": [["[...words, end][t]", "words[t]"]],
    "a list for each caption": [[
      "return { inputs, targets };",
      `const turned = (rows) => captions.map((_, b) => rows.map((row) => row[b]));
  return { inputs: turned(inputs), targets: turned(targets) };`,
    ]],
  },
  "ps6.start": {
    "first state squeezed": [[".addColumn(bproj)", ".addColumn(bproj).map(Math.tanh)"]],
    "image bias forgotten": [[".addColumn(bproj)", ""]],
    "image at every step": [["addColumn(bh)", "addColumn(bh).add(Wproj.matmul(v))"]],
    "read out before the step": [["return Why.matmul(h).addColumn(by);", "return scores;"], [
      "    h = Wxh",
      "    const scores = Why.matmul(h).addColumn(by);\n    h = Wxh",
    ]],
    "probabilities for scores": [[
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
    "steps on their own": [[".add(fromLater)", ""]],
    "slope of tanh": [["(h) => h > 0 ? 1 : 0.1", "tanhSlope"]],
    "slope forgotten": [[".hadamard(hs[t].map((h) => h > 0 ? 1 : 0.1))", ""]],
  },
  "ps6.pool_backward": {
    "last state only": [[
      "share.add(fromLater)",
      "(t === T - 1 ? Why.T.matmul(dscores) : fromLater)",
    ]],
    "1/T forgotten": [[".scale(1 / T)", ""]],
    "way through later states forgotten": [["share.add(fromLater)", "share"]],
    "slope forgotten": [[".hadamard(hs[t].map(tanhSlope))", ""]],
    "last word first": [["return { dxs };", "return { dxs: dxs.toReversed() };"]],
  },
  "ps6.beam": {
    "length not counted": [["logp / words.length", "logp"]],
    "finished beams dropped": [["? [beam]", "? []"]],
    "finished beams continued": [["beam.words.at(-1) === end", "false"]],
    "one word a beam": [[
      ": continued(beam, j)",
      ": continued(beam, j).sort((a, b) => b.logp - a.logp).slice(0, 1)",
    ]],
    "past forgotten": [["beam.logp + logp", "logp"]],
  },
  "ps6.slip": {
    "the slip itself": [["dWhh = dWhh.add(", "dWhh = ("]],
    "last use only": [["dWhh = dWhh.add(", "if (t === T) dWhh = dWhh.add("]],
    "h_t for h_{t−1}": [["hs[t - 1].T", "hs[t].T"]],
    "slope forgotten": [[".hadamard(hs[t].map(tanhSlope))", ""]],
    "way back forgotten": [["dhAt = Whh.T.matmul(dz);", ""]],
  },
};
