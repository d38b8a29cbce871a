import { after, before, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import * as flow from "../../experiments/flow.ts";
import { SOURCES } from "../../experiments/sources.ts";
import { DaskScheduler } from "../../scheduler/dask.ts";
import { clusterPython } from "../../scheduler/environment.ts";
import type { Ended, Task } from "../../scheduler/scheduler.ts";
import { linesOf } from "../../tools/command.ts";
import { root } from "../../tools/paths.ts";
import { writeSmallClass } from "../grading/remote_class.ts";
import { runTool } from "../tools/scratch.ts";
import { Desks } from "./desks.ts";
import { until } from "./install.ts";
import { expectLocalOutcomes } from "./local_outcomes.ts";
import { Slurm } from "./slurm.ts";
import { tlsSettings } from "./tls.ts";

const WORK = { sources: SOURCES };
const plans: Task[] = flow.runs.slice(0, 13)
  .map((input) => ({ module: "experiments/flow.ts", input: { ...input } }));

/** A running deploy/dask_cluster.py. */
class Cluster {
  private constructor(readonly child: Deno.ChildProcess, readonly address: string) {}

  static async start(args: string[], env: Record<string, string> = {}): Promise<Cluster> {
    const child = new Deno.Command(await clusterPython(), {
      args: [join(root, "deploy", "dask_cluster.py"), ...args],
      ...{ env, stdout: "piped", stderr: "null", cwd: root },
    }).spawn();
    return new Cluster(child, (await linesOf(child.stdout).next()).value ?? "");
  }

  async close(): Promise<void> {
    this.child.kill("SIGTERM");
    await this.child.status;
  }
}

/** Carries out the runs, and does something after the third one. Checks that the outcomes are the local ones. */
async function carryOut(address: string, afterThird: () => Promise<unknown>): Promise<Ended[]> {
  const scheduler = await DaskScheduler.connect(address, WORK), ended: Ended[] = [];
  for await (const one of scheduler.map(plans)) {
    ended.push(one);
    if (ended.length === 3) await afterThird();
  }
  await scheduler.close();
  await expectLocalOutcomes(ended, plans);
  return ended;
}

describe("deploy/dask_cluster.py slurm, on a real SLURM", () => {
  let slurm: Slurm, cluster: Cluster;
  const clusterOf = (env: Record<string, string> = {}, ...more: string[]) => {
    const options = ["--jobs", "2", "--memory", "500MB", "--interface", "lo", ...more];
    const args = ["slurm", ...options, "--logs", slurm.folder];
    return Cluster.start(args, { ...slurm.env, ...env });
  };
  before(async () => {
    slurm = await Slurm.start();
    cluster = await clusterOf();
  });
  after(async () => {
    await cluster.close();
    await slurm.close();
  });
  const jobs = async () => (await slurm.ask("squeue", "-h", "-t", "R", "-o", "%i")).split("\n");

  it("has the local outcomes, bit for bit, although a job is cancelled", async () => {
    await until("two jobs", async () => (await jobs()).length === 2);
    const [first] = await jobs();
    await carryOut(cluster.address, () => slurm.ask("scancel", "--signal=KILL", "--full", first));
    await until("a job in its place", async () => {
      const now = await jobs();
      return now.length === 2 && !now.includes(first);
    });
  });

  it("grades a class over encrypted connections, with the local reports", async () => {
    const tls = await tlsSettings(slurm.folder), encrypted = await clusterOf(tls, "--tls");
    const [here, there] = ["here", "there"].map((name) => join(slurm.folder, name));
    await writeSmallClass(join(slurm.folder, "class"));
    const grade = (out: string, ...more: string[]) => {
      const args = [join(slurm.folder, "class"), "--out", out, "--grading", "4711"];
      const secret = ["--secret", join(slurm.folder, "class.secret")];
      return runTool(root, "grading/grade.ts", [...args, ...secret, ...more], tls);
    };
    const { code } = await grade(here),
      remote = await grade(there, "--scheduler", encrypted.address);
    await encrypted.close();
    expect([code, remote.code, remote.text]).toEqual([0, 0, expect.stringContaining("tls://")]);
    const [one, other] = await Promise.all(
      [here, there].map((out) => Deno.readTextFile(join(out, "results.json"))),
    );
    expect(other).toBe(one);
  });
});

describe("deploy/dask_cluster.py ssh, with a real ssh server", () => {
  let desks: Desks, cluster: Cluster;
  before(async () => {
    desks = await Desks.start();
    cluster = await Cluster.start([
      "ssh",
      ...desks.names,
      "--interface",
      "lo",
      "--config",
      desks.config,
    ]);
  });
  after(async () => {
    await cluster.close();
    await desks.close();
  });

  it("has the local outcomes, bit for bit, from both desks", async () => {
    const ended = await carryOut(cluster.address, () => Promise.resolve());
    expect(new Set(ended.map(({ worker }) => worker)).size).toBe(2);
  });
});
