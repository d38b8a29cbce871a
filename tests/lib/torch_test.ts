import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { bptt, type Cell, GRUCell, LSTMCell, Matrix, RNNCell, seeded, unroll } from "rnn";
import golden from "./golden/torch.json" with { type: "json" };

const [D, H] = [2, 3];
type Values = typeof golden.GRU;
const module: Record<"RNN" | "LSTM" | "GRU", Values> = golden;

/** Converts PyTorch's batch × rows to rows × batch. */
const batchLast = (rows: number[][]) => Matrix.of(rows).T;

/** Splits PyTorch's weights, which are stacked by gate in the order i f g o or r z n. */
function gates(values: Values["weights"], order: string[]) {
  const block = (W: number[][], n: number) => Matrix.of(W.slice(n * H, (n + 1) * H));
  const column = (b: number[], n: number) => Matrix.column(b.slice(n * H, (n + 1) * H));
  return order.map((gate, n) => ({
    gate,
    Wx: block(values.weight_ih_l0, n),
    Wh: block(values.weight_hh_l0, n),
    bx: column(values.bias_ih_l0, n),
    bh: column(values.bias_hh_l0, n),
  }));
}

/** Converts PyTorch's parameters to a cell's; `bias` joins PyTorch's two biases if the cell has one. */
function params(
  kind: string,
  values: Values["weights"],
  bias: (bx: Matrix, bh: Matrix) => Matrix,
): Record<string, Matrix> {
  if (kind === "RNN") {
    const [{ Wx, Wh, bx, bh }] = gates(values, ["h"]);
    return { Wxh: Wx, Whh: Wh, bh: bias(bx, bh) };
  }
  return Object.assign(
    {},
    ...gates(values, kind === "LSTM" ? ["i", "f", "g", "o"] : ["r", "z", "n"])
      .map(({ gate, Wx, Wh, bx, bh }) => ({
        [`Wx${gate}`]: Wx,
        [`Wh${gate}`]: Wh,
        ...(gate === "n" ? { bxn: bx, bhn: bh } : { [`b${gate}`]: bias(bx, bh) }),
      })),
  );
}

const cells: Record<keyof typeof module, Cell> = {
  RNN: new RNNCell(D, H, seeded(1)),
  LSTM: new LSTMCell(D, H, seeded(1)),
  GRU: new GRUCell(D, H, seeded(1)),
};

describe("PyTorch 2.13.0 in float64", () => {
  for (const kind of ["RNN", "LSTM", "GRU"] as const) {
    const [cell, values] = [cells[kind], module[kind]];
    for (const [name, W] of Object.entries(params(kind, values.weights, (bx, bh) => bx.add(bh)))) {
      cell.params[name].data.set(W.data);
    }
    // PyTorch's state is h, c; ours is c above h
    const onH = (states: number[][][]) =>
      Matrix.blocks([...states].reverse().map((s) => [batchLast(s)]));
    const trace = unroll(cell, values.x.map(batchLast), onH(values.first));
    const direct = values.direct.map((d) =>
      Matrix.blocks([[new Matrix(cell.stateSize - H, 2)], [batchLast(d)]])
    );

    it(`nn.${kind} gives the same h_1 … h_T`, () => {
      trace.forEach(({ h }, t) => near(h, batchLast(values.h[t])));
    });

    it(`nn.${kind} gives the same gradients`, () => {
      const back = bptt(cell, trace, direct);
      const wanted = params(kind, values.dweights, (bx, bh) => {
        near(bx, bh); // both biases are added to the same sum
        return bx;
      });
      for (const [name, dW] of Object.entries(back.dparams)) near(dW, wanted[name]);
      back.dxs.forEach((dx, t) => near(dx, batchLast(values.dx[t])));
      near(back.dstate0, onH(values.dfirst));
    });
  }
});

function near(A: Matrix, B: Matrix): void {
  expect(A.subtract(B).norm()).toBeLessThan(1e-13 * (1 + B.norm()));
}
