import { expect } from "@std/expect";
import { LocalScheduler } from "../../scheduler/local.ts";
import type { Ended, Task } from "../../scheduler/scheduler.ts";
import { outcomesOf } from "../experiments/runs.ts";

/** Fails unless every task has ended without an error, and with the outcome that it has on this machine, bit for bit. */
export async function expectLocalOutcomes(ended: Ended[], tasks: Task[]): Promise<void> {
  expect(ended.map(({ error }) => error).filter(Boolean)).toEqual([]);
  const local = new LocalScheduler(1), expected = await outcomesOf(local, tasks);
  await local.close();
  const textOf = (plan: Task) => JSON.stringify(ended.find(({ task }) => task === plan)!.outcome);
  expect(tasks.map(textOf)).toEqual(expected);
}
