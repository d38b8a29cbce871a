import type { Address, Memory } from "./memory.ts";
import { Shard, type ShardPlan } from "./shard.ts";

/** What a worker is doing; main and worker exchange it atomically. */
export const State = { ABSENT: 0, IDLE: 1, BUSY: 2, DONE: 3, GONE: 4, FAILED: 5 } as const;

/** How many looks at the state come before a thread sleeps: about as long as the other's pause between two tasks. */
const LOOKS = 20_000;

/** How many numbers a desk takes: state, task, length, back; then the loss as a float64. */
export const MAILBOX_SIZE = 8;

/** The place in shared memory through which one worker gets its tasks and gives back losses. */
export class Mailbox {
  readonly #parts = new Map<Address, Shard>();

  constructor(readonly memory: Memory, readonly at: Address) {}

  get state(): number {
    return Atomics.load(this.memory.ints, this.at / 4);
  }

  set state(state: number) {
    Atomics.store(this.memory.ints, this.at / 4, state);
    Atomics.notify(this.memory.ints, this.at / 4);
  }

  /** Goes from one state to another, unless the other thread was faster. */
  exchange(from: number, to: number): boolean {
    const was = Atomics.compareExchange(this.memory.ints, this.at / 4, from, to);
    if (was === from) Atomics.notify(this.memory.ints, this.at / 4);
    return was === from;
  }

  /** Waits as long as the state is the given one, at most so many milliseconds; says whether it changed. */
  waitWhile(state: number, milliseconds: number): boolean {
    for (let look = 0; look < LOOKS; look++) if (this.state !== state) return true;
    Atomics.wait(this.memory.ints, this.at / 4, state, milliseconds);
    return this.state !== state;
  }

  /** Main's side: asks for a part, forward and perhaps back; false where the worker isn't there. */
  ask(plan: Address, length: number, back: boolean): boolean {
    const { ints } = this.memory;
    if (this.state === State.BUSY) this.waitWhile(State.BUSY, 10_000); // an interrupted step's
    this.exchange(State.DONE, State.IDLE);
    if (this.state !== State.IDLE) return false;
    [ints[this.at / 4 + 1], ints[this.at / 4 + 2], ints[this.at / 4 + 3]] = [plan, length, +back];
    return this.exchange(State.IDLE, State.BUSY);
  }

  /** Main's side: waits for what was asked, and gives the loss; undefined where the worker failed. */
  answer(): number | undefined {
    while (!this.waitWhile(State.BUSY, 1000));
    const done = this.exchange(State.DONE, State.IDLE);
    return done ? this.memory.doubles[this.at / 8 + 2] : undefined;
  }

  /** The worker's side: does what was asked. */
  work(): void {
    this.memory.refresh();
    const { ints, doubles } = this.memory;
    const [, plan, length, back] = ints.subarray(this.at / 4, this.at / 4 + 4);
    const part = this.#parts.get(plan) ?? readShard(this.memory, plan, length);
    this.#parts.set(plan, part);
    const loss = part.forward();
    if (back) part.backward();
    doubles[this.at / 8 + 2] = loss;
  }
}

/** A part's plan in shared memory, with the place from which the part allocates. */
export function writePlan(memory: Memory, plan: ShardPlan): { plan: Address; length: number } {
  const room = 4 * JSON.stringify({ plan, top: 2 ** 32 }).length;
  const at = memory.alloc(room / 4);
  const bytes = new TextEncoder().encode(JSON.stringify({ plan, top: memory.top }));
  new Uint8Array(memory.memory.buffer, at, bytes.length).set(bytes);
  return { plan: at, length: bytes.length };
}

/** The part of a plan in shared memory. */
export function readShard(memory: Memory, at: Address, length: number): Shard {
  const bytes = new Uint8Array(memory.memory.buffer, at, length).slice();
  const { plan, top } = JSON.parse(new TextDecoder().decode(bytes));
  memory.top = top;
  return new Shard(memory, plan);
}
