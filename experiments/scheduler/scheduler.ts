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

/** A place to run independent tasks. The same tasks have the same outcomes, bit for bit, on every scheduler. */
export interface Scheduler {
  /** A description for the user, such as "2 processes". */
  readonly name: string;
  /** Yields each task as it ends, in any order; ends early if the scheduler is closed. */
  map(tasks: Task[]): AsyncIterable<Ended>;
  /** Ends the tasks under way, and what the scheduler has started. */
  close(): Promise<void>;
}

/** A line of input to `process.ts`: a task, or a question about its version of the checkout. */
export type Request = Task | { question: "version" };

/** A line of output from `process.ts` that answers a task. */
export interface Answer {
  outcome?: Row;
  /** The error that the function threw. */
  error?: string;
  /** Weights that the task has written, by their path in the checkout, in base64. */
  files?: Record<string, string>;
}
