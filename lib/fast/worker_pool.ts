import { Mailbox, MAILBOX_SIZE, readShard, State, writePlan } from "./mailbox.ts";
import type { Address, Memory } from "./memory.ts";
import type { Shard, ShardPlan } from "./shard.ts";

/** The fewest sequences for which a second thread pays. */
const WORTH_SHARING = 16;

/** A part of a batch, and where its plan stands for a worker. */
export interface Task {
  part: Shard;
  /** The first of its sequences in the batch. */
  first: number;
  count: number;
  plan: Address;
  length: number;
}

/** The threads of one trainer: this one, and a worker for each further part. */
export class WorkerPool {
  readonly #desks: Mailbox[];
  readonly #workers: (Worker | undefined)[] = [];

  constructor(readonly memory: Memory, threads: number) {
    this.#desks = Array.from(
      { length: threads - 1 },
      () => new Mailbox(memory, memory.alloc(MAILBOX_SIZE)),
    );
  }

  /** How many threads a batch of B sequences is split among. */
  threadsFor(B: number): number {
    return B < WORTH_SHARING ? 1 : 1 + this.#desks.length;
  }

  /** Splits B sequences among the threads, as evenly as they go. */
  split(B: number, plan: Omit<ShardPlan, "extent">, T: number): Task[] {
    const threads = this.threadsFor(B);
    return Array.from({ length: threads }, (_, n) => {
      const first = Math.floor(n * B / threads), count = Math.floor((n + 1) * B / threads) - first;
      const written = writePlan(this.memory, { ...plan, extent: { T, B: count } });
      return {
        ...written,
        first,
        count,
        part: readShard(this.memory, written.plan, written.length),
      };
    });
  }

  /** Runs all parts, each on its thread; gives the sum of their losses. What a worker can't do is done here. */
  run(tasks: Task[], back: boolean): number {
    const others = tasks.slice(1).map((task, n) => {
      this.#start(n);
      return {
        task,
        desk: this.#desks[n],
        asked: this.#desks[n].ask(task.plan, task.length, back),
      };
    });
    let loss = runHere(tasks[0].part, back);
    for (const { task, desk, asked } of others) {
      loss += (asked ? desk.answer() : undefined) ?? runHere(task.part, back);
    }
    return loss;
  }

  /** Ends the workers. */
  close(): void {
    this.#workers.forEach((worker) => worker?.terminate());
    this.#workers.length = 0;
  }

  /** Starts a worker, or starts it again where it has ended itself; it is there some milliseconds later. */
  #start(n: number): void {
    const desk = this.#desks[n];
    if (this.#workers[n] && desk.state !== State.GONE) return;
    this.#workers[n]?.terminate();
    desk.state = State.ABSENT;
    const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
    worker.onerror = (event) => {
      event.preventDefault(); // where workers can't run, this thread does all
      desk.state = State.FAILED;
    };
    worker.postMessage({ memory: this.memory.memory, at: desk.at });
    this.#workers[n] = worker;
  }
}

function runHere(part: Shard, back: boolean): number {
  const loss = part.forward();
  if (back) part.backward();
  return loss;
}
