// recurrent-js, the first RNN library in JavaScript: a graph that records its operations; one sequence at a time.
const { Graph, Mat, RandMat } = require("recurrent-js");
const { V, adagrad, classes, versionOf } = require("./common.cjs");

exports.version = versionOf("recurrent-js");

exports.make = ({ cell, H, B, T }) => {
  if (B > 1) return undefined;
  const random = (rows, cols) => new RandMat(rows, cols, 0, 0.08);
  const gates = cell === "RNN" ? 1 : 4;
  const params = { Wy: random(V, H), by: new Mat(V, 1) };
  for (let g = 0; g < gates; g++) {
    Object.assign(params, {
      [`Wx${g}`]: random(V, H),
      [`Wh${g}`]: random(H, H),
      [`b${g}`]: new Mat(H, 1),
    });
  }
  const memory = Object.values(params).map(({ w }) => new Float64Array(w.length));
  const [xs, targets] = [classes(T), classes(T)];
  return () => {
    const graph = new Graph();
    graph.memorizeOperationSequence(true);
    const outputs = unroll(graph, params, cell, gates, xs, H);
    const loss = outputs.reduce((sum, y, t) => sum + softmaxGradient(y, targets[t]), 0);
    graph.backward();
    Object.values(params).forEach(({ w, dw }, n) => {
      adagrad(w, dw, memory[n]);
      dw.fill(0);
    });
    return loss / T;
  };
};

function unroll(graph, params, cell, gates, xs, H) {
  let h = new Mat(H, 1), c = new Mat(H, 1);
  return xs.map((x) => {
    const z = Array.from({ length: gates }, (_, g) => {
      const [fromX, fromH] = [graph.rowPluck(params[`Wx${g}`], x), graph.mul(params[`Wh${g}`], h)];
      return graph.add(graph.add(fromX, fromH), params[`b${g}`]);
    });
    if (cell === "RNN") h = graph.tanh(z[0]);
    else {
      const [i, f, o] = z.slice(0, 3).map((gate) => graph.sig(gate));
      c = graph.add(graph.eltmul(f, c), graph.eltmul(i, graph.tanh(z[3])));
      h = graph.eltmul(o, graph.tanh(c));
    }
    return graph.add(graph.mul(params.Wy, h), params.by);
  });
}

/** Writes ŷ − y into dw and returns −log ŷ[target]. */
function softmaxGradient({ w, dw }, target) {
  const largest = Math.max(...w), powers = w.map((score) => Math.exp(score - largest));
  const sum = powers.reduce((a, b) => a + b, 0);
  powers.forEach((power, j) => dw[j] = power / sum - (j === target ? 1 : 0));
  return -Math.log(powers[target] / sum);
}
