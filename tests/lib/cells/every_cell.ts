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

/** Returns one cell of every kind, with weights large enough that every path of the gradient counts. */
export function everyCell(seed = 1, batch = 1): Record<string, Cell> {
  const random = seeded(seed);
  const [D, H, init] = [3, 4, normal(0.6)];
  const memory = new MemoryCell(D, H, random, init);
  memory.params.θ.data.set(normal(0.5)(H, H, random).data); // the identity would hide errors
  memory.params.θg.data.set(normal(0.5)(H, H, random).data);
  const cells: Record<string, Cell> = {
    RNNCell: new RNNCell(D, H, random, init),
    CaptionCell: new CaptionCell(D, H, 2, random, init).withContext(normal(1)(2, batch, random)),
    MemoryCell: memory,
    LSTMCell: new LSTMCell(D, H, random, init),
    GRUCell: new GRUCell(D, H, random, init),
    stacked: stacked(
      new LSTMCell(D, H, random, init),
      new GRUCell(H, 2, random, init),
      new RNNCell(2, 3, random, init),
    ),
  };
  for (const cell of Object.values(cells)) {
    for (const [name, b] of Object.entries(cell.params)) {
      if (b.cols === 1) cell.params[name].data.set(normal(0.3)(b.rows, 1, random).data);
    }
  }
  return cells;
}
