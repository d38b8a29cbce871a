import { after, before, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import * as flow from "../../experiments/flow.ts";
import { SOURCES } from "../../experiments/sources.ts";
import { DaskScheduler } from "../../scheduler/dask.ts";
import type { Ended, Task } from "../../scheduler/scheduler.ts";
import { root } from "../../tools/paths.ts";
import { copyOfExperiments, interrupted, task } from "../experiments/runs.ts";
import { runTool } from "../tools/scratch.ts";
import { DaskCluster } from "./dask_cluster.ts";
import { expectLocalOutcomes } from "./local_outcomes.ts";

const WORK = { sources: SOURCES };
const plans: Task[] = flow.runs.filter(({ cell }) => cell !== "LSTM").slice(0, 20)
  .map((input) => ({ module: "experiments/flow.ts", input: { ...input } }));

describe("a Dask scheduler with three workers", () => {
  let cluster: DaskCluster;
  before(async () => {
    cluster = await DaskCluster.start(3);
  });
  after(() => cluster.close());

  it("has the local outcomes, bit for bit, although a worker is killed", async () => {
    const scheduler = await DaskScheduler.connect(cluster.address, WORK);
    const ended: Ended[] = [];
    let killed = "";
    for await (const one of scheduler.map(plans)) {
      ended.push(one);
      if (ended.length !== 6) continue;
      killed = one.worker;
      await cluster.kill(Number(killed.replace("worker w", "")));
    }
    await scheduler.close();
    await expectLocalOutcomes(ended, plans);
    expect(ended.slice(-4).map(({ worker }) => worker)).not.toContain(killed);
  });

  it("reports what a task throws, and whose process dies twice", async () => {
    const scheduler = await DaskScheduler.connect(cluster.address, WORK);
    const tasks = [task({ does: "throw", n: 7 }), task({ does: "die", n: 8 })];
    const ended = await Array.fromAsync(scheduler.map([...tasks, task({ does: "echo", n: 1 })]));
    await scheduler.close();
    const of = (n: number) => ended.find(({ task }) => task.input.n === n)!;
    expect(of(7).error).toMatch(/^RangeError: Cannot use 7\n/);
    expect(of(8).error).toBe("its process ended with signal 9");
    expect(of(1).outcome).toEqual({ n: 1, third: 1 / 3 });
  });

  it("ends the processes on the workers when it is closed", async () => {
    const scheduler = await DaskScheduler.connect(cluster.address, WORK);
    const ended = Array.fromAsync(scheduler.map([task({ does: "compute", seconds: 600 })]));
    await new Promise((resolve) => setTimeout(resolve, 2000));
    const started = await processesOf(root);
    expect(started.length).toBeGreaterThan(0);
    await scheduler.close();
    expect(await ended).toEqual([]);
    for (let wait = 0; wait < 50 && (await processesOf(root)).length > 0; wait++) {
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    expect(await processesOf(root)).toEqual([]);
  });

  it("runs an experiment, stops at Ctrl+C, and continues", async () => {
    const folder = await copyOfExperiments(), args = ["flow", "--scheduler", cluster.address];
    const first = await interrupted(folder, args, "SIGINT", cluster.python);
    expect(first.text).toContain(`85 runs on 2 workers of ${cluster.address}`);
    expect(first.code).toBe(130);
    const path = join(folder, "data", "results", "flow.json");
    const { runs } = JSON.parse(await Deno.readTextFile(path));
    const second = await interrupted(folder, args, "SIGTERM", cluster.python);
    expect(second.text).toContain(`flow: ${runs.length} of 85 runs are done`);
    expect(second.code).toBe(143);
    await Deno.remove(folder, { recursive: true });
  });

  it("brings back the weights that a run writes in another checkout", async () => {
    const [here, there] = [await copyOfExperiments(), await copyOfExperiments()];
    for (const folder of [here, there]) {
      await Deno.writeTextFile(join(folder, "experiments", "digits.ts"), SHIPPING);
    }
    const other = await DaskCluster.start(0);
    other.addWorker({ UNROLLED_CHECKOUT: there, UNROLLED_DENO: Deno.execPath() });
    const args = ["digits", "--scheduler", other.address];
    const env = { UNROLLED_PYTHON: cluster.python };
    const { code, text } = await runTool(here, "experiments/run.ts", args, env);
    expect([code, text]).toEqual([0, expect.stringContaining('1 of 1: {"seed":1,"shipped":true}')]);
    const weights = await Promise.all(
      [here, there].map((folder) => Deno.readFile(join(folder, "data/results/digits/tiny.bin"))),
    );
    expect(weights[0]).toEqual(weights[1]);
    await other.close();
    for (const folder of [here, there]) await Deno.remove(folder, { recursive: true });
  });

  it("refuses a worker with another version, or without Deno or a checkout", async () => {
    const folder = await copyOfExperiments();
    const cases = [
      [
        { UNROLLED_CHECKOUT: folder },
        /has another version of the checkout \(hash \w{12} instead of \w{12}\): \S+, /,
      ],
      [{ UNROLLED_DENO: "/none/deno" }, /has no Deno: expected \/none\/deno; set UNROLLED_DENO/],
      [{ UNROLLED_CHECKOUT: "/none" }, /has no checkout at \/none; set UNROLLED_CHECKOUT/],
    ] as const;
    const other = await DaskCluster.start(0);
    for (const [n, [env, message]] of cases.entries()) {
      other.addWorker(env);
      const refusal = DaskScheduler.connect(other.address, WORK);
      await expect(refusal).rejects.toThrow(/^Cannot run on worker tcp:\S+: it has /);
      await expect(refusal).rejects.toThrow(message);
      await other.kill(n + 1);
    }
    other.addWorker();
    const scheduler = await DaskScheduler.connect(other.address, WORK);
    other.addWorker({ UNROLLED_CHECKOUT: folder }); // which comes later
    const tasks = Array.from({ length: 200 }, (_, n) => task({ does: "wait", seconds: 0.2, n }));
    await expect(Array.fromAsync(scheduler.map(tasks))).rejects.toThrow(
      /^Cannot run on worker w5: it has another version of the checkout/,
    );
    await scheduler.close();
    await other.close();
    await Deno.remove(folder, { recursive: true });
  });
});

describe("deno task experiment --scheduler", () => {
  const run = (...args: string[]) => runTool(root, "experiments/run.ts", ["flow", ...args]);

  it("says that no scheduler answers, and that none of its workers came", async () => {
    const address = "tcp://127.0.0.1:9"; // where nothing listens
    const failing = DaskScheduler.connect(address, WORK, { timeout: 2 });
    await expect(failing).rejects.toThrow(
      `Cannot run on ${address}: no scheduler answers there within 2 s`,
    );
    const cluster = await DaskCluster.start(0);
    await expect(DaskScheduler.connect(cluster.address, WORK, { wait: 1 })).rejects.toThrow(
      `Cannot run on ${cluster.address}: no worker came within 1 s`,
    );
    await cluster.close();
  });

  it("says that the scheduler has ended", async () => {
    const cluster = await DaskCluster.start(1);
    const scheduler = await DaskScheduler.connect(cluster.address, WORK);
    const ended = Array.fromAsync(scheduler.map([task({ does: "compute", seconds: 600 })]));
    await new Promise((resolve) => setTimeout(resolve, 1000));
    cluster.scheduler.kill("SIGKILL");
    await expect(ended).rejects.toThrow(
      `Cannot finish 1 tasks: the scheduler at ${cluster.address} no longer answers`,
    );
    await scheduler.close();
    await cluster.close();
  });

  it("refuses a number of cores beside a scheduler", async () => {
    const { code, text } = await run("2", "--scheduler", "tcp://127.0.0.1:9");
    expect([code, text]).toEqual([
      1,
      "Cannot run on 2 cores of tcp://127.0.0.1:9: its workers decide; leave out 2\n",
    ]);
  });
});

/** Returns the ids of the processes that carry out tasks in a checkout. */
async function processesOf(folder: string): Promise<number[]> {
  const ids = [...Deno.readDirSync("/proc")].map(({ name }) => Number(name)).filter(Boolean);
  const found = await Promise.all(ids.map(async (id) => {
    const command = await Deno.readTextFile(`/proc/${id}/cmdline`).catch(() => "");
    const place = await Deno.readLink(`/proc/${id}/cwd`).catch(() => "");
    const isOne = command.includes("scheduler/process.ts\0--files") && place === folder;
    return isOne ? [id] : [];
  }));
  return found.flat();
}

/** An experiment of one run, which writes weights. */
const SHIPPING = `import { Matrix } from "rnn";
import { ship } from "./shared.ts";
export const settings = {};
export const runs = [{ seed: 1 }];
export async function run({ seed }) {
  await ship("digits/tiny", { W: Matrix.identity(3) }, { seed });
  return { shipped: true };
}
`;
