import { bptt, type Cell, GRUCell, type Init, LSTMCell, Matrix, normal, orthogonal } from "rnn";
import { type Random, RNNCell, seeded, uniform, unroll } from "rnn";
import { recurrentInit } from "./shared.ts";

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const [T, D, H] = [64, 8, 48];
const SCALES = [0.02, 0.04, 0.06, 0.08, 0.1, 0.12, 0.15, 0.2, 0.3, 0.5];

/** The gradient of an error at the last step, on its way back through an untrained network. */
export const settings = {
  network: `${D} inputs, ${H} hidden units, ${T} time steps, float64`,
  data: "inputs x_t and the gradient ∂E/∂h_T drawn from N(0, 1)",
  starts: {
    "N(0, σ²)": "all weights; biases 0",
    PyTorch: "all weights and biases from U(−1/√H, 1/√H)",
    orthogonal: "Whh, or Wh of each gate, orthogonal; Wx from U(−1/√H, 1/√H); biases 0",
    identity: "RNN only: Whh = I; Wx from U(−1/√H, 1/√H); biases 0",
  },
  bias: "added to the bias of the LSTM's forget gate, or of the GRU's update gate",
  measure: "‖∂E/∂h_k‖ / ‖∂E/∂h_T‖ and ‖∂E/∂c_k‖ / ‖∂E/∂c_{T−1}‖ at T − k = 32 and 63",
  seeds: SEEDS.length,
};

/** The networks of one kind at one start. */
export interface Run {
  cell: "RNN" | "GRU" | "LSTM";
  start: "normal" | "PyTorch" | "orthogonal" | "identity";
  /** σ of N(0, σ²), for the start "normal". */
  scale?: number;
  bias: number;
}

/** The share of the gradient that is left, one value for each seed. */
export interface Outcome {
  /** Of the norm of ∂E/∂h, 32 steps back. */
  h32: number[];
  /** At step 1, 63 steps back. */
  h63: number[];
  /** The same for the LSTM's ∂E/∂c. */
  c32?: number[];
  c63?: number[];
}

const starts: Pick<Run, "start" | "scale">[] = [
  ...SCALES.map((scale) => ({ start: "normal" as const, scale })),
  { start: "PyTorch" },
  { start: "orthogonal" },
];

export const runs: Run[] = [
  ...[...starts, { start: "identity" } as const].map((start) => ({
    cell: "RNN" as const,
    ...start,
    bias: 0,
  })),
  ...(["GRU", "LSTM"] as const).flatMap((cell) =>
    [0, 1, 3].flatMap((bias) => starts.map((start) => ({ cell, ...start, bias })))
  ),
];

/** Measures the networks of all seeds. */
export function run(run: Run): Outcome {
  const flows = SEEDS.map((seed) => flow(run, seed));
  const left = (name: keyof Flow, back: number) =>
    flows.map((gradients) => gradients[name]!.at(-1 - back)! / gradients[name]!.at(-1)!);
  const hidden = { h32: left("h", 32), h63: left("h", 63) };
  if (run.cell !== "LSTM") return hidden;
  return { ...hidden, c32: left("c", 31), c63: left("c", 62) };
}

/** Norms of the gradient by step: of h from 1 to T, of c from 1 to T − 1, because the error enters at h_T alone. */
interface Flow {
  h: number[];
  c?: number[];
}

function flow(run: Run, seed: number): Flow {
  const random = seeded(seed), cell = cellOf(run, random);
  const trace = unroll(cell, Array.from({ length: T }, () => normal(1)(D, 1, random)));
  const direct = trace.map(() => new Matrix(cell.stateSize, 1));
  const error = normal(1)(H, 1, random);
  direct[T - 1] = Matrix.blocks([[new Matrix(cell.stateSize - H, 1)], [error]]);
  const { dstates } = bptt(cell, trace, direct);
  const h = dstates.map((dstate) => dstate.sliceRows(cell.stateSize - H).norm());
  if (run.cell !== "LSTM") return { h };
  return { h, c: dstates.slice(0, -1).map((dstate) => dstate.sliceRows(0, H).norm()) };
}

function cellOf({ cell: name, start, scale, bias }: Run, random: Random): Cell {
  const Cell = { RNN: RNNCell, GRU: GRUCell, LSTM: LSTMCell }[name];
  const cell: Cell = new Cell(D, H, random, initOf(start, scale));
  const { params } = cell;
  const draw = () => uniform(1 / Math.sqrt(H))(H, 1, random);
  for (const [key, { data }] of Object.entries(params)) {
    if (start !== "PyTorch" || !key.startsWith("b")) continue;
    data.set((/^b[xh]n$/.test(key) ? draw() : draw().add(draw())).data); // PyTorch has two where we have their sum
  }
  const gate = { RNN: undefined, GRU: params.bz, LSTM: params.bf }[name];
  if (gate) gate.data.set(gate.map((b) => b + bias).data);
  return cell;
}

function initOf(start: Run["start"], scale = 0): Init {
  if (start === "normal") return normal(scale);
  const input = uniform(1 / Math.sqrt(H));
  const recurrent = { PyTorch: input, orthogonal: orthogonal(), identity: Matrix.identity }[start];
  return recurrentInit(recurrent, input);
}
