import { after, before, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join, relative } from "node:path";
import * as flow from "../../experiments/flow.ts";
import { SOURCES } from "../../experiments/sources.ts";
import { LocalScheduler } from "../../scheduler/local.ts";
import type { Ended, Scheduler, Task } from "../../scheduler/scheduler.ts";
import { versionHere } from "../../scheduler/version.ts";
import { root } from "../../tools/paths.ts";
import { runTool, scratch } from "../tools/scratch.ts";
import {
  copyOfExperiments,
  filesImportedBy,
  interrupted,
  isRunning,
  outcomesOf,
  task,
} from "./runs.ts";

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

describe("the version of a checkout", () => {
  it("changes with a program, and not with a result", async () => {
    const folder = await copyOfExperiments();
    const one = await versionHere(SOURCES, folder);
    await Deno.mkdir(join(folder, "data", "results"), { recursive: true });
    await Deno.writeTextFile(join(folder, "data", "results", "flow.json"), "{}");
    expect(await versionHere(SOURCES, folder)).toEqual(one);
    await Deno.writeTextFile(join(folder, "lib", "random.ts"), "\n", { append: true });
    const other = await versionHere(SOURCES, folder);
    expect(other.hash).not.toBe(one.hash);
    const changed = Object.keys(one.files).filter((path) => one.files[path] !== other.files[path]);
    expect(changed).toEqual(["lib/random.ts"]);
    await Deno.remove(folder, { recursive: true });
  });

  it("contains each file of the checkout that an experiment imports", async () => {
    const { files } = await versionHere(SOURCES);
    const paths = await filesImportedBy("experiments/run.ts");
    expect(paths.length).toBeGreaterThan(10);
    expect(paths.filter((path) => !(path in files))).toEqual([]);
  });
});

describe("deno task experiment", () => {
  it(
    "stops at Ctrl+C with a complete file, ends its processes, and continues",
    { skip },
    async () => {
      const folder = await copyOfExperiments();
      const { code, text } = await interrupted(folder, ["flow", "2"], "SIGINT");
      expect(code).toBe(130);
      expect(text).toContain("Stopping; what is done is kept, and the same command continues");
      const path = join(folder, "data", "results", "flow.json");
      const { runs } = JSON.parse(await Deno.readTextFile(path));
      expect(runs.length >= 2 && runs.length < flow.runs.length).toBe(true);
      const again = await interrupted(folder, ["flow", "1"], "SIGTERM");
      expect(again.code).toBe(143);
      expect(again.text).toContain(`flow: ${runs.length} of 85 runs are done`);
      await Deno.remove(folder, { recursive: true });
    },
  );

  describe("with a small experiment", () => {
    let folder: string;
    before(async () => {
      folder = await copyOfExperiments();
      await Deno.writeTextFile(join(folder, "experiments", "digits.ts"), SMALL);
    });
    after(() => Deno.remove(folder, { recursive: true }));
    const digits = () => runTool(folder, "experiments/run.ts", ["digits", "1"]);

    it("reports a run that fails, and makes the others", async () => {
      const { code, text } = await digits();
      expect(code).toBe(1);
      expect(text).toMatch(/^Cannot finish the run {"seed":1} on process \d+: RangeError: odd$/m);
      expect(text).toContain("1 run of digits failed; the same command makes what is missing");
      const file = await Deno.readTextFile(join(folder, "data", "results", "digits.json"));
      expect(JSON.parse(file)).toEqual({
        experiment: "digits",
        settings: { size: 2 },
        runs: [{ seed: 2, accuracy: 0.3333, worst: null }],
      });
    });

    it("makes only what is missing, and refuses a file of other settings", async () => {
      expect((await digits()).text).toContain("digits: 1 of 2 runs are done\n1 run on 1 process\n");
      const path = join(folder, "data", "results", "digits.json");
      const text = await Deno.readTextFile(path);
      await Deno.writeTextFile(path, text.replace('"size": 2', '"size": 3'));
      expect(await digits()).toEqual({
        code: 1,
        text: `Cannot continue ${path}: it was made with other settings; move it away\n`,
      });
    });
  });
});

/** An experiment of two runs, the first of which fails. */
const SMALL = `export const settings = { size: 2 };
export const runs = [{ seed: 1 }, { seed: 2 }];
export function run({ seed }) {
  if (seed === 1) throw new RangeError("odd");
  return { accuracy: 1 / 3, worst: NaN };
}
`;
