import { UserError } from "../../tools/command.ts";
import type { ProblemSet } from "../judge/check.ts";
import { Ungradable } from "../process/submission.ts";
import { type Attempt, gradeOne } from "./grade_one.ts";
import type { Seeds } from "./inputs.ts";
import { checkedKey } from "./model_check.ts";
import type { ModelKey } from "./model_key.ts";
import { type OpenedNotebook, TooSlow } from "./notebook_reader.ts";
import { GRADER_FAILED, type Result, ungradable } from "./result.ts";
import { isStopping } from "./sandbox.ts";
import { LEFT_OUT, NO_ERRORS, TypeCheck } from "./types.ts";

const SECONDS = 20, SHORT = 5; // for a notebook, and for one of a student of whom another was slow

/** The extent of the check of every notebook. */
export interface Extent {
  /** Checks types too, which takes some seconds. */
  types: boolean;
  /** The id of the only set that is graded; by default, all are. */
  set?: string;
}

/** A notebook to be graded, and how. */
export interface Order {
  student: string;
  path: string;
  /** Reads it; throws Ungradable. */
  read(): Promise<OpenedNotebook>;
  seeds: Seeds;
  /** True if another notebook of this student was slow. */
  wasSlow: boolean;
}

/** Grades one notebook after another, with the answer keys and the type check that they share. */
export class Grader {
  readonly #types = new TypeCheck();
  readonly #keys = new Keys();

  constructor(readonly extent: Extent) {}

  /**
   * Grades a notebook; the reason of an ungradable one says whether the notebook or the grader is at fault. Throws Error
   * if the grader is stopped meanwhile, and UserError if the model solution of the set cannot be used.
   */
  async grade(order: Order): Promise<Attempt> {
    try {
      return await this.#grade(order, await order.read());
    } catch (error) {
      const { message } = error as Error;
      if (isStopping() || error instanceof UserError) throw error; // it is not the notebook's fault
      const reason = error instanceof Ungradable ? message : `${GRADER_FAILED}: ${message}`;
      const result: Result = ungradable(order.student, order.path, reason);
      return { result, isSlow: error instanceof TooSlow };
    }
  }

  /** Ends the processes of the answer keys and of the type check. */
  async close(): Promise<void> {
    await Promise.all([this.#types.close(), this.#keys.close()]);
  }

  async #grade(order: Order, opened: OpenedNotebook): Promise<Attempt> {
    const { types, set = opened.set.id } = this.extent, { seeds, wasSlow } = order;
    if (opened.set.id !== set) throw otherSet(opened.set.id, set);
    const key = await this.#keys.of(opened.set);
    const seconds = wasSlow ? SHORT : SECONDS;
    const checked = types ? wasSlow ? LEFT_OUT : this.#types.check(opened) : NO_ERRORS;
    const { result, isSlow } = await gradeOne(order, opened, key, seeds, seconds);
    const { errors, isSlow: hasSlowTypes } = await checked;
    return { result: { ...result, typeErrors: errors }, isSlow: isSlow || hasSlowTypes };
  }
}

function otherSet(found: string, wanted: string): Ungradable {
  return new Ungradable(`It is a notebook of ${found}, but this assignment is ${wanted}`);
}

/** The answer keys of the submitted sets, each started when it is first needed. */
class Keys {
  readonly #started = new Map<string, Promise<ModelKey>>();

  of(set: ProblemSet): Promise<ModelKey> {
    const key = this.#started.get(set.id) ?? checkedKey(set);
    this.#started.set(set.id, key);
    return key;
  }

  async close(): Promise<void> {
    const started = await Promise.allSettled(this.#started.values());
    for (const key of started) if (key.status === "fulfilled") await key.value.close();
  }
}
