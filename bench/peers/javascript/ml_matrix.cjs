// ml-matrix: an RNN written with its matrix operations.
const { Matrix } = require("ml-matrix");
const { V, RATE, CLIP, EPSILON, classes, versionOf } = require("./common.cjs");

exports.version = versionOf("ml-matrix");

exports.make = ({ cell, H, B, T }) => {
  if (cell !== "RNN") return undefined;
  const random = (rows, cols) => Matrix.random(rows, cols).sub(0.5).mul(0.2);
  const params = [random(V, H), random(H, H), Matrix.zeros(1, H), random(H, V), Matrix.zeros(1, V)];
  const memory = params.map(({ rows, columns }) => Matrix.zeros(rows, columns));
  const cut = (all) => Array.from({ length: T }, (_, t) => all.slice(t * B, (t + 1) * B));
  const [xs, targets] = [cut(classes(T * B)), cut(classes(T * B))];
  return () => {
    const { hs, dys, loss } = forward(params, xs, targets, B, H);
    backward(params, xs, hs, dys, B, H).forEach((d, n) => {
      d.apply((i, j) => d.set(i, j, Math.max(-CLIP, Math.min(CLIP, d.get(i, j)))));
      memory[n].add(Matrix.mul(d, d));
      params[n].sub(Matrix.div(d, Matrix.add(memory[n], EPSILON).sqrt()).mul(RATE));
    });
    return loss / (T * B);
  };
};

function forward([Wx, Wh, b, Wy, by], xs, targets, B, H) {
  const hs = [Matrix.zeros(B, H)];
  let loss = 0;
  const dys = xs.map((x, t) => {
    const z = Wx.subMatrixRow(x, 0, H - 1).add(hs[t].mmul(Wh)).addRowVector(b.getRow(0));
    hs.push(Matrix.tanh(z));
    const y = hs[t + 1].mmul(Wy).addRowVector(by.getRow(0)).exp();
    y.divColumnVector(y.sum("row"));
    targets[t].forEach((target, i) => {
      loss -= Math.log(y.get(i, target));
      y.set(i, target, y.get(i, target) - 1);
    });
    return y;
  });
  return { hs, dys, loss };
}

function backward([, Wh, , Wy], xs, hs, dys, B, H) {
  const [dWx, dWh, db] = [Matrix.zeros(V, H), Matrix.zeros(H, H), Matrix.zeros(1, H)];
  const [dWy, dby] = [Matrix.zeros(H, V), Matrix.zeros(1, V)];
  const [WhT, WyT] = [Wh.transpose(), Wy.transpose()];
  let later = Matrix.zeros(B, H);
  for (let t = xs.length - 1; t >= 0; t--) {
    dWy.add(hs[t + 1].transpose().mmul(dys[t]));
    dby.add(Matrix.rowVector(dys[t].sum("column")));
    const slope = Matrix.mul(hs[t + 1], hs[t + 1]).mul(-1).add(1);
    const dz = slope.mul(dys[t].mmul(WyT).add(later));
    db.add(Matrix.rowVector(dz.sum("column")));
    dWh.add(hs[t].transpose().mmul(dz));
    xs[t].forEach((x, i) => {
      for (let j = 0; j < H; j++) dWx.set(x, j, dWx.get(x, j) + dz.get(i, j));
    });
    later = dz.mmul(WhT);
  }
  return [dWx, dWh, db, dWy, dby];
}
