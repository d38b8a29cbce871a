import { sigmoidSlope, tanhSlope } from "../activations.ts";
import type { LSTMCell, LSTMStep } from "../cells/lstm.ts";
import { Matrix } from "../matrix.ts";
import type { Blas } from "./blas.ts";
import { type Address, type Memory, padTo4 } from "./memory.ts";
import { makeProduct } from "./product.ts";

/** Multiplies rows by the Jacobian of step j (from 1): to = from J_j. */
export type MultiplyRows = (j: number, to: Address, from: Address, rows: number) => void;

/**
 * Returns a function that multiplies rows [dc dh] by J_j of an LSTM without forming J_j: it applies one step of
 * backpropagation to all rows, so that a single packed Wh serves every step. `width` is the length of a row in floats,
 * `most` the number of rows multiplied at once.
 */
export function lstmVectorJacobian(
  memory: Memory,
  cell: LSTMCell,
  trace: LSTMStep[],
  { width, most }: { width: number; most: number },
  blas?: Blas,
): MultiplyRows {
  const H = cell.hiddenSize, h = padTo4(H), K = 4 * H;
  const weights = memory.alloc(K * h), dzs = memory.alloc(most * K), dhs = memory.alloc(most * h);
  const product = makeProduct(memory, { M: most, K, N: h }, blas);
  const { Whi, Whf, Who, Whg } = cell.params;
  Matrix.blocks([[Whi], [Whf], [Who], [Whg]]).data.forEach((w, n) =>
    memory.floats[weights / 4 + Math.floor(n / H) * h + n % H] = w
  );
  product.prepare(weights);
  return (j, to, from, rows) => {
    const slopes = slopesOf(trace[j - 1]);
    for (let row = 0; row < rows; row += most) {
      const count = Math.min(most, rows - row), skip = 4 * width * row;
      gatesBackward(memory.floats, slopes, { to: to + skip, from: from + skip, dzs, width }, count);
      product.run(dhs, dzs, false, count);
      for (let r = 0; r < count; r++) {
        const dh = dhs / 4 + r * h, at = (to + skip) / 4 + r * width + H;
        memory.floats.copyWithin(at, dh, dh + H);
      }
    }
  };
}

/** Diagonals that a gradient is multiplied by on its way back through one step; z· enters the gate named. */
interface Slopes {
  /** ∂h/∂c and ∂c/∂c_{t−1}. */
  hc: Float64Array;
  cc: Float64Array;
  /** ∂c/∂zi, ∂c/∂zf, ∂h/∂zo and ∂c/∂zg. */
  i: Float64Array;
  f: Float64Array;
  o: Float64Array;
  g: Float64Array;
}

function slopesOf({ i, f, o, g, c, cPrev }: LSTMStep): Slopes {
  const tanhC = c.map(Math.tanh);
  return {
    hc: o.hadamard(tanhC.map(tanhSlope)).data,
    cc: f.data,
    i: g.hadamard(i.map(sigmoidSlope)).data,
    f: cPrev.hadamard(f.map(sigmoidSlope)).data,
    o: tanhC.hadamard(o.map(sigmoidSlope)).data,
    g: i.hadamard(g.map(tanhSlope)).data,
  };
}

/** Writes dzi dzf dzo dzg of each row, and dc_{t−1} = f ∘ dc. */
function gatesBackward(
  floats: Float32Array,
  { hc, cc, i, f, o, g }: Slopes,
  { to, from, dzs, width }: Record<"to" | "from" | "dzs", Address> & { width: number },
  rows: number,
): void {
  const H = hc.length;
  for (let r = 0; r < rows; r++) {
    const source = from / 4 + r * width, target = to / 4 + r * width, dz = dzs / 4 + r * 4 * H;
    for (let n = 0; n < H; n++) {
      const dh = floats[source + H + n], dc = floats[source + n] + dh * hc[n];
      floats[dz + n] = dc * i[n];
      floats[dz + H + n] = dc * f[n];
      floats[dz + 2 * H + n] = dh * o[n];
      floats[dz + 3 * H + n] = dc * g[n];
      floats[target + n] = dc * cc[n];
    }
    floats.fill(0, target + 2 * H, target + width);
  }
}
