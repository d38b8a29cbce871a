import type { Sources } from "./version.ts";

/** An object that JSON can hold, such as the plan of a run or its outcome. */
export type Row = { [key: string]: unknown };

/** An independent computation: a call of the function `run` that a module of the checkout exports. */
export interface Task {
  /** The module's path in the checkout, such as "experiments/flow.ts". */
  module: string;
  /** The function's argument. */
  input: Row;
}

/** A task that has ended: with its outcome, or with the reason why it has none. */
export interface Ended {
  task: Task;
  outcome?: Row;
  error?: string;
  /** The process or machine where it ran. */
  worker: string;
}

/** A kind of tasks, and what workers must have for it. */
export interface Work {
  /** The files of the checkout that must be the same everywhere. */
  sources: Sources;
  /** A task that each process does before any other; its outcome has a `problem`, a verb phrase, if it is unfit. */
  first?: Task;
}

/** Tasks, which may be made only when there is room for them. */
export type Tasks = Iterable<Task> | AsyncIterable<Task>;

/** A place to run independent tasks. The same tasks have the same outcomes, bit for bit, on every scheduler. */
export interface Scheduler {
  /** A description for the user, such as "2 processes". */
  readonly name: string;
  /** Yields each task as it ends, in any order; ends early if the scheduler is closed. */
  map(tasks: Tasks): AsyncIterable<Ended>;
  /** Ends the tasks under way, and what the scheduler has started. */
  close(): Promise<void>;
}

/** A line of input to `process.ts`: a task, or a question about its version of the files that a kind of task reads. */
export type Request = Task | { question: "version"; sources: Sources };

/** A line of output from `process.ts` that answers a task. */
export interface Answer {
  outcome?: Row;
  /** The error that the function threw. */
  error?: string;
  /** Files that the task has written, by their path in the checkout, in base64. */
  files?: Record<string, string>;
}

/** A message of `worker.ts`: an answer or, of a module that exports `stop`, that it has been loaded or is stopped. */
export type Message = Answer | { stop: "possible" | "done" };

/** Yields tasks one after another. */
export async function* oneByOne(tasks: Tasks): AsyncGenerator<Task, undefined> {
  yield* tasks;
}
