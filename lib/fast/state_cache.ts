import { Matrix } from "../matrix.ts";
import { checkContinues } from "../training/engine.ts";
import type { Layout } from "./layout.ts";
import type { Address, Memory } from "./memory.ts";
import { readColumns, writeColumns } from "./transfer.ts";
import type { Task } from "./worker_pool.ts";

/** State carried from one batch to the next: h, and c of an LSTM, of B sequences. */
export class StateCache {
  #h: Address = 0;
  #c: Address = 0;
  #B = 0;

  constructor(readonly memory: Memory, readonly layout: Layout) {}

  /** Throws RangeError unless a batch of B sequences can continue from the state. */
  checkSize(B: number): void {
    checkContinues(B, this.#B);
  }

  /** Writes state_0 into every shard: the state kept, or zeros for a fresh batch. */
  load(tasks: Task[], B: number, fresh: boolean): void {
    this.#resize(B);
    for (const { shard: { layer: { hs, cs } }, first, count } of tasks) {
      const skip = 4 * first * this.layout.h, length = count * this.layout.h;
      if (fresh) this.#clear(hs, length);
      else this.#copy(hs, this.#h + skip, length);
      if (cs && fresh) this.#clear(cs, length);
      else if (cs) this.#copy(cs, this.#c + skip, length);
    }
  }

  /** Keeps state_T of every shard. */
  store(tasks: Task[], T: number): void {
    for (const { shard: { layer: { hs, cs } }, first, count } of tasks) {
      const length = count * this.layout.h, last = 4 * T * length;
      const skip = 4 * first * this.layout.h;
      this.#copy(this.#h + skip, hs + last, length);
      if (cs) this.#copy(this.#c + skip, cs + last, length);
    }
  }

  /** Returns the state as the cells define it, stateSize × B, c above h; undefined before the first batch. */
  read(): Matrix | undefined {
    if (this.#B === 0) return undefined;
    const { H, h: width, kind } = this.layout;
    const h = readColumns(this.memory, this.#h, H, this.#B, width);
    if (kind !== "LSTM") return h;
    return Matrix.blocks([[readColumns(this.memory, this.#c, H, this.#B, width)], [h]]);
  }

  /** Takes a state as `read` returns it. */
  write(state?: Matrix): void {
    if (!state) {
      this.#B = 0;
      return;
    }
    this.#resize(state.cols);
    const { H, h: width, kind } = this.layout;
    writeColumns(this.memory, this.#h, state.sliceRows(state.rows - H), width);
    if (kind === "LSTM") writeColumns(this.memory, this.#c, state.sliceRows(0, H), width);
  }

  #resize(B: number): void {
    if (B === this.#B) return;
    this.#h = this.memory.alloc(B * this.layout.h);
    this.#c = this.memory.alloc(B * this.layout.h);
    this.#B = B;
  }

  #clear(to: Address, length: number): void {
    this.memory.floats.fill(0, to / 4, to / 4 + length);
  }

  #copy(to: Address, from: Address, length: number): void {
    this.memory.floats.copyWithin(to / 4, from / 4, from / 4 + length);
  }
}
