import fc from "fast-check";
import {
  CaptionCell,
  type Cell,
  GRUCell,
  LSTMCell,
  MemoryCell,
  normal,
  RNNCell,
  seeded,
  stacked,
} from "rnn";
import { sequence } from "./sequence.ts";

/** Settings of fast-check. The seed is fixed, so that a failure is the same on every machine. */
export const settings = { seed: 20240, numRuns: 60 };

const sizes = fc.record({
  kind: fc.constantFrom("rnn", "caption", "memory", "lstm", "gru", "stacked"),
  D: fc.integer({ min: 1, max: 4 }),
  H: fc.integer({ min: 1, max: 5 }),
  T: fc.integer({ min: 1, max: 6 }),
  batch: fc.integer({ min: 1, max: 4 }),
  std: fc.double({ min: 0.01, max: 2, noNaN: true }),
  seed: fc.integer(),
});
type Sizes = typeof sizes extends fc.Arbitrary<infer S> ? S : never;

/** A random cell with its random inputs, direct gradients and initial state. */
export const randomCell = sizes.map(withInputs);
/** A random cell as in `randomCell`, with a batch of one sequence. */
export const randomCellOfOne = sizes.map((chosen) => withInputs({ ...chosen, batch: 1 }));

function withInputs(chosen: Sizes) {
  const { T, batch, seed } = chosen, cell = create(chosen);
  return { cell, T, batch, ...sequence(cell, T, batch, seed ^ 0x5bd1e995) };
}

function create({ kind, D, H, batch, std, seed }: Sizes): Cell {
  const [random, init] = [seeded(seed), normal(std)];
  switch (kind) {
    case "rnn":
      return new RNNCell(D, H, random, init);
    case "caption":
      return new CaptionCell(D, H, 2, random, init).withContext(normal(1)(2, batch, random));
    case "memory":
      return new MemoryCell(D, H, random, init);
    case "lstm":
      return new LSTMCell(D, H, random, init);
    case "gru":
      return new GRUCell(D, H, random, init);
    default:
      return stacked(new RNNCell(D, H, random, init), new LSTMCell(H, H, random, init));
  }
}
