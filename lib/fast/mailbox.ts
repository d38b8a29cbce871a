import type { Address, Memory } from "./memory.ts";
import { Shard, type ShardPlan } from "./shard.ts";
import { MOST_SHARDS } from "./split.ts";

/** States of a worker, which the main thread and the worker exchange atomically. */
export const State = { ABSENT: 0, IDLE: 1, BUSY: 2, DONE: 3, GONE: 4, FAILED: 5 } as const;

/** Reads of the state before a thread sleeps: about as long as the other thread's pause between two tasks. */
const SPINS = 20_000;

const HEAD = 3; // numbers before the plans
/** Numbers in a mailbox: state, backward, how many plans; then the address and the length of each plan. */
export const MAILBOX_SIZE = HEAD + 2 * MOST_SHARDS;

/** A plan in shared memory: its address and its length in bytes. */
export interface StoredPlan {
  plan: Address;
  length: number;
}

/** Part of shared memory through which a worker receives tasks. */
export class Mailbox {
  readonly #shards = new Map<Address, Shard>();

  constructor(readonly memory: Memory, readonly at: Address) {}

  get state(): number {
    return Atomics.load(this.memory.ints, this.at / 4);
  }

  set state(state: number) {
    Atomics.store(this.memory.ints, this.at / 4, state);
    Atomics.notify(this.memory.ints, this.at / 4);
  }

  /** Replaces the state `from` by `to`; returns false if the other thread has changed it. */
  exchange(from: number, to: number): boolean {
    const was = Atomics.compareExchange(this.memory.ints, this.at / 4, from, to);
    if (was === from) Atomics.notify(this.memory.ints, this.at / 4);
    return was === from;
  }

  /** Waits while the state is the given one, until a timeout in milliseconds; returns true if it has changed. */
  waitWhile(state: number, timeout: number): boolean {
    for (let spin = 0; spin < SPINS; spin++) if (this.state !== state) return true;
    Atomics.wait(this.memory.ints, this.at / 4, state, timeout);
    return this.state !== state;
  }

  /** Main thread: posts tasks, forward or also backward; returns false if the worker is not idle. */
  post(plans: StoredPlan[], backward: boolean): boolean {
    const { ints } = this.memory;
    if (this.state === State.BUSY) this.waitWhile(State.BUSY, 10_000); // left from an interrupted step
    this.exchange(State.DONE, State.IDLE);
    if (this.state !== State.IDLE) return false;
    ints.set([+backward, plans.length], this.at / 4 + 1);
    plans.forEach(({ plan, length }, n) => ints.set([plan, length], this.at / 4 + HEAD + 2 * n));
    return this.exchange(State.IDLE, State.BUSY);
  }

  /** Main thread: waits for the posted tasks; returns false if the worker failed. */
  receive(): boolean {
    while (!this.waitWhile(State.BUSY, 1000));
    return this.exchange(State.DONE, State.IDLE);
  }

  /** Worker: runs the posted tasks. */
  process(): void {
    this.memory.refresh();
    const [, backward, count] = this.memory.ints.subarray(this.at / 4, this.at / 4 + HEAD);
    for (let n = 0; n < count; n++) this.#shard(n).run(backward !== 0);
  }

  /** Worker: the shard of posted plan n, built when it is posted for the first time. */
  #shard(n: number): Shard {
    const at = this.at / 4 + HEAD + 2 * n, [plan, length] = this.memory.ints.subarray(at, at + 2);
    const shard = this.#shards.get(plan) ?? readShard(this.memory, { plan, length });
    this.#shards.set(plan, shard);
    return shard;
  }
}

/** Writes a plan into shared memory, with the address from which its shard allocates. */
export function writePlan(memory: Memory, plan: ShardPlan): StoredPlan {
  const at = memory.alloc(JSON.stringify({ plan, top: 2 ** 32 }).length); // four bytes for each character
  const bytes = new TextEncoder().encode(JSON.stringify({ plan, top: memory.top }));
  new Uint8Array(memory.memory.buffer, at, bytes.length).set(bytes);
  return { plan: at, length: bytes.length };
}

/** Builds the shard of a plan in shared memory. */
export function readShard(memory: Memory, { plan: at, length }: StoredPlan): Shard {
  const bytes = new Uint8Array(memory.memory.buffer, at, length).slice();
  const { plan, top } = JSON.parse(new TextDecoder().decode(bytes));
  memory.top = top;
  return new Shard(memory, plan);
}
