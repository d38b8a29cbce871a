import { Mailbox, MAILBOX_SIZE, readShard, State, type StoredPlan, writePlan } from "./mailbox.ts";
import type { Memory } from "./memory.ts";
import type { Shard, ShardPlan } from "./shard.ts";
import { type Run, splitEvenly } from "./split.ts";
import { workerUrl } from "./worker_url.ts";

/** A shard of a batch, with its plan for a worker. */
export interface Task extends StoredPlan, Run {
  shard: Shard;
}

/** Number of threads that an engine uses; a pool lowers it if workers cannot run. */
export interface Threads {
  threads: number;
}

/** Threads of one trainer: the main thread, and workers, which start when there is a task for them. */
export class WorkerPool {
  readonly #mailboxes: Mailbox[];
  readonly #workers: (Worker | undefined)[] = [];

  constructor(readonly memory: Memory, readonly used: Threads) {
    this.#mailboxes = Array.from(
      { length: used.threads - 1 },
      () => new Mailbox(memory, memory.alloc(MAILBOX_SIZE)),
    );
  }

  /**
   * Runs the tasks, a part on each thread, and returns the sum of their losses in the order of the tasks. The main thread
   * runs what a worker cannot.
   */
  run(tasks: Task[], backward: boolean): number {
    const [own, ...others] = this.#divide(tasks);
    const posted = others.map((part, n) => this.#post(n, part, backward));
    runAll(own, backward);
    others.forEach((part, n) => {
      if (!posted[n] || !this.#mailboxes[n].receive()) runAll(part, backward);
    });
    return tasks.reduce((sum, { shard }) => sum + shard.loss, 0);
  }

  /** Terminates the workers. */
  close(): void {
    this.#workers.forEach((worker) => worker?.terminate());
    this.#workers.length = 0;
  }

  /** Divides the tasks among the threads: the same tasks on the same thread, whose cache still holds some of their data. */
  #divide(tasks: Task[]): Task[][] {
    const threads = Math.min(tasks.length, 1 + this.#mailboxes.length);
    return splitEvenly(tasks.length, threads)
      .map(({ first, count }) => tasks.slice(first, first + count));
  }

  /** Posts tasks to a worker; returns false if it is not ready. */
  #post(n: number, tasks: Task[], backward: boolean): boolean {
    this.#start(n);
    return this.#mailboxes[n].post(tasks, backward);
  }

  /** Starts a worker, or restarts one that has ended itself; it is ready some milliseconds later. */
  #start(n: number): void {
    const mailbox = this.#mailboxes[n];
    if (mailbox.state === State.FAILED || this.#workers[n] && mailbox.state !== State.GONE) return;
    this.#workers[n]?.terminate();
    mailbox.state = State.ABSENT;
    try {
      const worker = this.#workers[n] = new Worker(workerUrl, { type: "module" });
      worker.onerror = (event) => {
        event.preventDefault();
        this.#giveUp(mailbox);
      };
      worker.postMessage({ memory: this.memory.memory, at: mailbox.at });
    } catch {
      this.#giveUp(mailbox); // a page may forbid workers
    }
  }

  /** Leaves a worker's tasks to the main thread from now on. */
  #giveUp(mailbox: Mailbox): void {
    mailbox.state = State.FAILED;
    const able = this.#mailboxes.filter(({ state }) => state !== State.FAILED);
    this.used.threads = Math.min(this.used.threads, 1 + able.length);
  }
}

/** Makes the task that computes some sequences of a batch over T steps. */
export function makeTask(
  memory: Memory,
  { first, count }: Run,
  T: number,
  plan: Omit<ShardPlan, "shape">,
): Task {
  const stored = writePlan(memory, { ...plan, shape: { T, B: count } });
  return { ...stored, first, count, shard: readShard(memory, stored) };
}

function runAll(tasks: Task[], backward: boolean): void {
  for (const { shard } of tasks) shard.run(backward);
}
