import type { LSTMCell, LSTMStep } from "../cells/lstm.ts";
import { sigmoidSlope, tanhSlope } from "../activations.ts";
import { Matrix } from "../matrix.ts";
import type { Blas } from "./blas.ts";
import { type Address, type Memory, padTo4 } from "./memory.ts";
import { makeProduct } from "./product.ts";

/** Multiplies so many rows, from a place to another, by the Jacobian of step j. */
export type Factor = (j: number, to: Address, from: Address, rows: number) => void;

/**
 * Rows [dc dh] by J_j of an LSTM, without J_j: through the gates as a step back goes, so that one product with all Wh·
 * serves every step. `width` is the length of a row, `most` how many rows are taken at once.
 */
export function lstmFactor(
  memory: Memory,
  cell: LSTMCell,
  trace: LSTMStep[],
  { width, most }: { width: number; most: number },
  blas?: Blas,
): Factor {
  const H = cell.hiddenSize, h = padTo4(H), K = 4 * H;
  const weights = memory.alloc(K * h), dzs = memory.alloc(most * K), dhs = memory.alloc(most * h);
  const product = makeProduct(memory, { M: most, K, N: h }, blas);
  const { Whi, Whf, Whg, Who } = cell.params;
  Matrix.blocks([[Whi], [Whf], [Whg], [Who]]).data.forEach((w, n) =>
    memory.floats[weights / 4 + Math.floor(n / H) * h + n % H] = w
  );
  product.prepare(weights);
  return (j, to, from, rows) => {
    const slopes = slopesOf(trace[j - 1]);
    for (let row = 0; row < rows; row += most) {
      const count = Math.min(most, rows - row), place = 4 * width * row;
      gatesBack(memory.floats, slopes, { to: to + place, from: from + place, dzs, width }, count);
      product.run(dhs, dzs, false, count);
      for (let r = 0; r < count; r++) {
        const dh = dhs / 4 + r * h, at = (to + place) / 4 + r * width + H;
        memory.floats.copyWithin(at, dh, dh + H);
      }
    }
  };
}

/** What a gradient is multiplied by on its way through one tick: dh to dc, dc to itself, dc to dzi, dzf, dzg, dh to dzo. */
function slopesOf({ i, f, o, g, c, cPrev }: LSTMStep): Float64Array[] {
  const tanhC = c.map(Math.tanh);
  const slopes = [
    o.hadamard(tanhC.map(tanhSlope)),
    f,
    g.hadamard(i.map(sigmoidSlope)),
    cPrev.hadamard(f.map(sigmoidSlope)),
    i.hadamard(g.map(tanhSlope)),
    tanhC.hadamard(o.map(sigmoidSlope)),
  ];
  return slopes.map(({ data }) => data);
}

/** Writes dzi dzf dzg dzo of each row, and dc_{j−1} = f ∘ dc. */
function gatesBack(
  floats: Float32Array,
  [read, keep, write, forget, candidate, open]: Float64Array[],
  { to, from, dzs, width }: Record<"to" | "from" | "dzs", Address> & { width: number },
  rows: number,
): void {
  const H = read.length;
  for (let r = 0; r < rows; r++) {
    const source = from / 4 + r * width, target = to / 4 + r * width, dz = dzs / 4 + r * 4 * H;
    for (let n = 0; n < H; n++) {
      const dh = floats[source + H + n], dc = floats[source + n] + dh * read[n];
      floats[dz + n] = dc * write[n];
      floats[dz + H + n] = dc * forget[n];
      floats[dz + 2 * H + n] = dc * candidate[n];
      floats[dz + 3 * H + n] = dh * open[n];
      floats[target + n] = dc * keep[n];
    }
    floats.fill(0, target + 2 * H, target + width);
  }
}
