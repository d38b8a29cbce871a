import { Matrix } from "../matrix.ts";
import type { Layout } from "./layout.ts";
import type { Address, Memory } from "./memory.ts";
import type { Task } from "./worker_pool.ts";
import { readColumns, writeColumns } from "./transfer.ts";

/** The state that goes from one batch to the next: h, and c where the cell has it, of B sequences. */
export class StateCache {
  #h: Address = 0;
  #c: Address = 0;
  #B = 0;

  constructor(readonly memory: Memory, readonly layout: Layout) {}

  /** Throws RangeError unless a batch of B sequences can go on from here. */
  checkSize(B: number): void {
    if (B === this.#B) return;
    throw new RangeError(
      this.#B === 0
        ? "Cannot go on from the batch before: there is none, so the first is fresh"
        : `Cannot go on with ${B} sequences from a state of ${this.#B}: such a batch is fresh`,
    );
  }

  /** Puts the state before step 1 into every part: zeros where the batch is fresh. */
  begin(tasks: Task[], B: number, fresh: boolean): void {
    this.#room(B);
    for (const { part: { pass }, first, count } of tasks) {
      if (fresh) this.#clear(pass.hs, count);
      else this.#copy(pass.hs, this.#h + 4 * first * this.layout.h, count);
      if (pass.cs && fresh) this.#clear(pass.cs, count);
      else if (pass.cs) this.#copy(pass.cs, this.#c + 4 * first * this.layout.h, count);
    }
  }

  /** Takes the state after step T from every part. */
  keep(tasks: Task[], T: number): void {
    for (const { part: { pass }, first, count } of tasks) {
      const last = 4 * T * count * this.layout.h, place = 4 * first * this.layout.h;
      this.#copy(this.#h + place, pass.hs + last, count);
      if (pass.cs) this.#copy(this.#c + place, pass.cs + last, count);
    }
  }

  /** The state as the readable cells have it, stateSize × B, c on h. */
  read(): Matrix | undefined {
    if (this.#B === 0) return undefined;
    const h = this.#matrix(this.#h);
    return this.layout.kind === "LSTM" ? Matrix.blocks([[this.#matrix(this.#c)], [h]]) : h;
  }

  /** Takes a state that `read` gave. */
  write(state?: Matrix): void {
    if (!state) {
      this.#B = 0;
      return;
    }
    this.#room(state.cols);
    const { H } = this.layout;
    this.#fill(this.#h, state.sliceRows(state.rows - H));
    if (this.layout.kind === "LSTM") this.#fill(this.#c, state.sliceRows(0, H));
  }

  #room(B: number): void {
    if (B === this.#B) return;
    this.#h = this.memory.alloc(B * this.layout.h);
    this.#c = this.memory.alloc(B * this.layout.h);
    this.#B = B;
  }

  #clear(to: Address, count: number): void {
    this.memory.floats.fill(0, to / 4, to / 4 + count * this.layout.h);
  }

  #copy(to: Address, from: Address, count: number): void {
    this.memory.floats.copyWithin(to / 4, from / 4, from / 4 + count * this.layout.h);
  }

  #matrix(at: Address): Matrix {
    return readColumns(this.memory, at, this.layout.H, this.#B, this.layout.h);
  }

  #fill(at: Address, values: Matrix): void {
    writeColumns(this.memory, at, values, this.layout.h);
  }
}
