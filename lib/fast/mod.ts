/**
 * Fast training in float32. `fastEngine` trains RNN, LSTM, and GRU cells with WebAssembly SIMD, worker threads, and OpenBLAS;
 * `TapeTrainer` trains models that supply their loss as an `Objective`. Threads need Deno, or a worker of a browser page
 * that is cross-origin isolated; in Node, one thread computes, whatever `workers` says.
 *
 * @example
 * ```ts
 * import { LSTMCell, Readout, seeded, Vocabulary } from "@unrolled/rnn";
 * import { fastEngine } from "@unrolled/rnn/fast";
 * import { adam, textBatches, train } from "@unrolled/rnn/train";
 *
 * const text = "anna and hannah. ".repeat(40), vocabulary = new Vocabulary(text);
 * const random = seeded(1), cell = new LSTMCell(vocabulary.size, 16, random);
 * const model = { cell, readout: new Readout(16, vocabulary.size, random) };
 * const data = textBatches(vocabulary.encode(text), { steps: 16, size: 4 });
 * const { reports } = await train(model, data, {
 *   optimizer: adam(0.01),
 *   engine: fastEngine({ workers: 1 }),
 *   steps: 40,
 *   reportEvery: 20,
 * });
 * if (reports[1].loss > reports[0].loss) throw new Error("The loss did not fall"); // nats per character
 * ```
 * @module
 */
export { type FastEngine, fastEngine, type FastOptions } from "./engine.ts";
export type { FastPaths } from "./jacobian_paths.ts";
export type { ClassSteps, FastGradients } from "./unrolled_cell.ts";
export { FastTape, type FastValues } from "./tape.ts";
export { type Objective, type Recorded, TapeTrainer, type TapeTraining } from "./tape_trainer.ts";
export type { FastValue } from "./fast_value.ts";
