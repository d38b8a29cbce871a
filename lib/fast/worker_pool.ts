import {
  Mailbox,
  MAILBOX_SIZE,
  readShard,
  runShard,
  State,
  type StoredPlan,
  writePlan,
} from "./mailbox.ts";
import type { Memory } from "./memory.ts";
import type { Shard, ShardPlan } from "./shard.ts";

/** Batch size from which a second thread pays off. */
const WORTH_SHARING = 16;

/** A shard of a batch, with its plan for a worker. */
export interface Task extends StoredPlan {
  shard: Shard;
  /** Index of its first sequence in the batch. */
  first: number;
  /** Number of its sequences. */
  count: number;
}

/** Threads of one trainer: the main thread, and a worker for each further shard. */
export class WorkerPool {
  readonly #mailboxes: Mailbox[];
  readonly #workers: (Worker | undefined)[] = [];

  constructor(readonly memory: Memory, threads: number) {
    this.#mailboxes = Array.from(
      { length: threads - 1 },
      () => new Mailbox(memory, memory.alloc(MAILBOX_SIZE)),
    );
  }

  /** Splits B sequences of T steps into one task for each thread, as evenly as possible. */
  split(B: number, T: number, plan: Omit<ShardPlan, "shape">): Task[] {
    const threads = B < WORTH_SHARING ? 1 : 1 + this.#mailboxes.length;
    return Array.from({ length: threads }, (_, n) => {
      const first = Math.floor(n * B / threads), count = Math.floor((n + 1) * B / threads) - first;
      const stored = writePlan(this.memory, { ...plan, shape: { T, B: count } });
      return { ...stored, first, count, shard: readShard(this.memory, stored) };
    });
  }

  /** Runs each task on its thread and returns the sum of their losses. The main thread runs what a worker cannot. */
  run(tasks: Task[], backward: boolean): number {
    const others = tasks.slice(1).map((task, n) => {
      this.#start(n);
      const mailbox = this.#mailboxes[n];
      return { task, mailbox, posted: mailbox.post(task, backward) };
    });
    let loss = runShard(tasks[0].shard, backward);
    for (const { task, mailbox, posted } of others) {
      loss += (posted ? mailbox.receive() : undefined) ?? runShard(task.shard, backward);
    }
    return loss;
  }

  /** Terminates the workers. */
  close(): void {
    this.#workers.forEach((worker) => worker?.terminate());
    this.#workers.length = 0;
  }

  /** Starts a worker, or restarts one that has ended itself; it is ready some milliseconds later. */
  #start(n: number): void {
    const mailbox = this.#mailboxes[n];
    if (this.#workers[n] && mailbox.state !== State.GONE) return;
    this.#workers[n]?.terminate();
    mailbox.state = State.ABSENT;
    const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
    worker.onerror = (event) => {
      event.preventDefault(); // if workers cannot run, the main thread does all
      mailbox.state = State.FAILED;
    };
    worker.postMessage({ memory: this.memory.memory, at: mailbox.at });
    this.#workers[n] = worker;
  }
}
