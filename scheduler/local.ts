import { HeldProcess } from "./held_process.ts";
import { type Ended, oneByOne, type Scheduler, type Task, type Tasks } from "./scheduler.ts";

/** Runs tasks in processes on this machine. A task whose process dies is repeated once, in a new process. */
export class LocalScheduler implements Scheduler {
  readonly name: string;
  readonly #slots: Slot[];

  /** @param size the number of processes, each of which runs one task at a time */
  constructor(size: number) {
    this.name = size === 1 ? "1 process" : `${size} processes`;
    this.#slots = Array.from({ length: size }, () => new Slot());
  }

  /** The ids of the processes that have been started. */
  get pids(): number[] {
    return this.#slots.flatMap(({ pid }) => pid ?? []);
  }

  async *map(tasks: Tasks): AsyncGenerator<Ended> {
    const waiting = oneByOne(tasks), running = new Map<Slot, Promise<[Slot, Ended | undefined]>>();
    const start = async (slot: Slot) => {
      const { value: task } = await waiting.next();
      if (task) running.set(slot, slot.run(task).then((ended) => [slot, ended]));
    };
    for (const slot of this.#slots) await start(slot);
    while (running.size > 0) {
      const [slot, ended] = await Promise.race(running.values());
      running.delete(slot);
      if (!ended) return;
      await start(slot);
      yield ended;
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#slots.map((slot) => slot.close()));
  }
}

/** A place for one process at a time. */
class Slot {
  #process?: HeldProcess;
  #isClosed = false;

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** Carries out a task; returns undefined if the slot is closed meanwhile. */
  async run(task: Task): Promise<Ended | undefined> {
    let error = "";
    for (let attempt = 1; attempt <= 2 && !this.#isClosed; attempt++) {
      this.#process ??= HeldProcess.start();
      const worker = `process ${this.#process.pid}`;
      try {
        return { task, worker, ...await this.#process.ask(task) };
      } catch (problem) {
        error = (problem as Error).message;
        this.#process = undefined;
      }
    }
    return this.#isClosed ? undefined : { task, worker: "", error: `twice, ${error}` };
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#process?.close();
  }
}
