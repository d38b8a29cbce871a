import { after, before, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join, relative } from "node:path";
import * as flow from "../../experiments/flow.ts";
import { LocalScheduler } from "../../scheduler/local.ts";
import type { Ended, Scheduler, Task } from "../../scheduler/scheduler.ts";
import { root } from "../../tools/paths.ts";
import { isRunning, outcomesOf, task } from "../experiments/runs.ts";
import { scratch } from "../tools/scratch.ts";

const skip = Deno.build.os === "windows"; // where there are no signals

describe("the local scheduler", () => {
  let scheduler: Scheduler, folder: string;
  before(async () => {
    scheduler = new LocalScheduler(2);
    folder = await scratch();
  });
  after(async () => {
    await scheduler.close();
    await Deno.remove(folder, { recursive: true });
  });

  it("yields every outcome with its task, to the last bit", async () => {
    const tasks = [1, 2, 3, 4, 5].map((n) => task({ does: "echo", n }));
    const ended = await Array.fromAsync(scheduler.map(tasks));
    expect(new Set(ended.map((one) => one.task))).toEqual(new Set(tasks));
    for (const { task, outcome } of ended) {
      expect(outcome).toEqual({ n: task.input.n, third: Number(task.input.n) / 3 });
    }
  });

  it("has the outcomes of the module itself", async () => {
    const plans = [flow.runs[0], flow.runs[20]];
    const tasks = plans.map((input): Task => ({
      module: "experiments/flow.ts",
      input: { ...input },
    }));
    const outcomes = await outcomesOf(scheduler, tasks);
    expect(outcomes).toEqual(plans.map((plan) => JSON.stringify(flow.run(plan))));
  });

  it("takes a task only when a process is free", async () => {
    let taken = 0;
    function* tasks() {
      for (let n = 1; n <= 5; n++) {
        taken++;
        yield task({ does: "echo", n });
      }
    }
    const ended = scheduler.map(tasks())[Symbol.asyncIterator]();
    await ended.next();
    expect(taken).toBe(3); // of two processes, one has taken its second task
    while (!(await ended.next()).done);
    expect(taken).toBe(5);
  });

  it("reports what a task throws, and goes on", async () => {
    const tasks = [task({ does: "throw", n: 7 }), task({ does: "echo", n: 1 })];
    const ended = await Array.fromAsync(scheduler.map(tasks));
    const of = (n: number) => ended.find(({ task }) => task.input.n === n)!;
    expect(of(7).error).toMatch(/^RangeError: Cannot use 7\n/);
    expect(of(1).outcome).toMatchObject({ n: 1 });
  });

  it("repeats a task whose process is killed", { skip }, async () => {
    const mark = relative(root, join(folder, "killed"));
    const [ended] = await Array.fromAsync(
      scheduler.map([task({ does: "die once", n: 4, mark })]),
    );
    expect(ended.outcome).toMatchObject({ n: 4 });
  });

  it("gives up a task whose process dies twice, and says how", { skip }, async () => {
    const tasks = [task({ does: "die", n: 1 }), task({ does: "echo", n: 2 })];
    const errors = (await Array.fromAsync(scheduler.map(tasks))).map(({ error }) => error);
    expect(errors.filter(Boolean)).toEqual(["twice, its process ended with SIGKILL"]);
  });

  it("ends its processes in the middle of a computation when it is closed", async () => {
    const other = new LocalScheduler(1);
    const ended: Promise<Ended[]> = Array.fromAsync(
      other.map([task({ does: "compute", seconds: 600 })]),
    );
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const [pid] = other.pids;
    expect(isRunning(pid)).toBe(true);
    await other.close();
    expect(await ended).toEqual([]);
    expect(isRunning(pid)).toBe(false);
  });
});
