import { after, before, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import * as flow from "../../experiments/flow.ts";
import { DaskScheduler } from "../../experiments/scheduler/dask.ts";
import { clusterPython } from "../../experiments/scheduler/environment.ts";
import { LocalScheduler } from "../../experiments/scheduler/local.ts";
import type { Ended, Task } from "../../experiments/scheduler/scheduler.ts";
import { linesOf } from "../../tools/command.ts";
import { root } from "../../tools/paths.ts";
import { outcomesOf } from "../experiments/runs.ts";
import { Slurm, until } from "./slurm.ts";

const plans: Task[] = flow.runs.slice(0, 13)
  .map((input) => ({ module: "experiments/flow.ts", input: { ...input } }));

describe("deploy/dask_slurm.py on a real SLURM", () => {
  let slurm: Slurm, cluster: Deno.ChildProcess, address: string;
  before(async () => {
    const python = await clusterPython();
    slurm = await Slurm.start();
    const script = [join(root, "deploy", "dask_slurm.py"), "--jobs", "2", "--memory", "500MB"];
    cluster = new Deno.Command(python, {
      args: [...script, "--interface", "lo", "--logs", slurm.folder],
      ...{ env: slurm.env, stdout: "piped", stderr: "null", cwd: root },
    }).spawn();
    address = (await linesOf(cluster.stdout).next()).value ?? "";
  });
  after(async () => {
    cluster.kill("SIGTERM");
    await cluster.status;
    await slurm.close();
  });
  const jobs = async () => (await slurm.ask("squeue", "-h", "-t", "R", "-o", "%i")).split("\n");

  it("has the local outcomes, bit for bit, although a job is cancelled", async () => {
    expect(address).toMatch(/^tcp:/);
    await until("two jobs", async () => (await jobs()).length === 2);
    const scheduler = await DaskScheduler.connect(address), ended: Ended[] = [];
    const before = await jobs();
    for await (const one of scheduler.map(plans)) {
      ended.push(one);
      if (ended.length === 3) await slurm.ask("scancel", "--signal=KILL", "--full", before[0]);
    }
    await scheduler.close();
    expect(ended.map(({ error }) => error).filter(Boolean)).toEqual([]);
    const local = new LocalScheduler(1), expected = await outcomesOf(local, plans);
    await local.close();
    const textOf = (plan: Task) => JSON.stringify(ended.find(({ task }) => task === plan)!.outcome);
    expect(plans.map(textOf)).toEqual(expected);
    await until("a job in its place", async () => {
      const now = await jobs();
      return now.length === 2 && !now.includes(before[0]);
    });
  });
});
