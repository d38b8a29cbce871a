import { type Cell, type LSTMCell, type Matrix, normal, type Random, Readout } from "rnn";
import { type RNNCell, seeded, type Step, unroll } from "rnn";
import { adagrad, type Batch, type Engine } from "rnn/train";

/** Number of classes in every benchmark. */
export const V = 64;

/** Sizes of a training step: H hidden units, B sequences, T time steps. */
export interface Sizes {
  H: number;
  B: number;
  T: number;
}

/** A training step to measure. */
export interface TrainingStep {
  /** Runs forward, loss, BPTT, clipping and Adagrad; returns the loss per time step in nats. */
  step(): number;
  close(): void;
}

/** Makes a training step on random classes. */
export async function makeTrainingStep(
  engine: Engine,
  Kind: typeof RNNCell | typeof LSTMCell,
  { H, B, T }: Sizes,
): Promise<TrainingStep> {
  const random = seeded(2), cell: Cell = new Kind(V, H, random, normal(0.05));
  const model = { cell, readout: new Readout(H, V, random, normal(0.05)) };
  const trainer = await engine.train(model, adagrad(0.1), { clip: { value: 5 } });
  const classes = () => Int32Array.from({ length: T * B }, () => Math.floor(V * random()));
  const batch: Batch = { steps: T, size: B, xs: classes(), targets: classes(), fresh: true };
  const step = () => {
    const loss = trainer.gradients(batch);
    trainer.update();
    return loss / T;
  };
  return { step, close: () => trainer.close() };
}

/** Runs a step once, which starts the workers, and waits until they are ready; returns the step's result. */
export async function warmUp<R>(step: () => R): Promise<R> {
  const result = step();
  await new Promise((done) => setTimeout(done, 200));
  return result;
}

/** Unrolls a cell over T random inputs; `direct` are random gradients ∂E_t/∂state_t. */
export function randomTrace<S extends Step>(
  cell: Cell<S>,
  T: number,
  random: Random,
): { trace: S[]; direct: Matrix[] } {
  const columns = (rows: number) => Array.from({ length: T }, () => normal(1)(rows, 1, random));
  return { trace: unroll(cell, columns(cell.inputSize)), direct: columns(cell.stateSize) };
}
