import { after, before, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { linesOf } from "../../tools/command.ts";
import { root } from "../../tools/paths.ts";
import { processesWith, startedWith, until } from "../grading/processes.ts";
import { writeClass, writeSmallClass } from "../grading/remote_class.ts";
import { pathWithoutFence } from "../grading/student_work.ts";
import { copyOfGrader, type Outcome, runTool, scratch } from "../tools/scratch.ts";
import { DaskCluster } from "./dask_cluster.ts";
import { tlsSettings } from "./tls.ts";

const SAME = ["--grading", "4711", "--secret"]; // the same inputs in every grading

describe("deno task grade --scheduler", () => {
  let folder: string, secret: string;
  before(async () => {
    folder = await scratch();
    secret = join(folder, "secret.txt");
    await writeClass(join(folder, "class"));
    await writeSmallClass(join(folder, "small"));
  });
  after(() => Deno.remove(folder, { recursive: true }));

  const reportsIn = (out: string) => filesIn(join(folder, out));
  const argsOf = (name: string, out: string, ...more: string[]) => {
    return [join(folder, name), "--out", join(folder, out), ...SAME, secret, ...more];
  };
  const grade = (...args: Parameters<typeof argsOf>) =>
    runTool(root, "grading/grade.ts", argsOf(...args));

  it("writes the reports of a local grading, byte for byte, although a worker is killed", async () => {
    const local = await grade("class", "local");
    expect([local.code, local.text]).toEqual([0, expect.stringMatching(/17 graded, 3 ungradable/)]);
    const cluster = await DaskCluster.start(3);
    const remote = argsOf("class", "remote", "--scheduler", cluster.address, "--require-fence");
    const { code, text } = await started(remote, async (line) => {
      if (/^[45] of/.test(line)) await cluster.kill(2);
    });
    await cluster.close();
    expect([code, text]).toEqual([0, expect.stringContaining("Grading on 3 workers of tcp://")]);
    const [there, here] = [await reportsIn("remote"), await reportsIn("local")];
    expect(Object.keys(there)).toEqual(Object.keys(here));
    for (const [path, report] of Object.entries(here)) {
      expect([path, there[path]]).toEqual([path, report]);
    }
  });

  it("says of each notebook that its worker has no bubblewrap; --require-fence refuses it", async () => {
    const PATH = await pathWithoutFence(folder), cluster = await DaskCluster.start(0);
    cluster.addWorker({ PATH });
    await cluster.ready();
    const args = ["--scheduler", cluster.address],
      { code, text } = await grade(
        "small",
        "bare",
        ...args,
      );
    const warning = /^bubblewrap does not work on worker w1, so only Deno's permissions and/m;
    expect([code, text]).toEqual([0, expect.stringMatching(warning)]);
    const { fence, results } = JSON.parse((await reportsIn("bare"))["results.json"]);
    expect(fence).toBe("none");
    const graded = results.filter(({ status }: { status: string }) => status === "graded");
    expect(graded.map(({ earned }: { earned: number }) => earned)).toEqual([13, 9, 12]);
    for (const { remarks } of graded) {
      expect(remarks[0]).toBe("Graded on a worker without bubblewrap");
    }
    const refused = await grade("small", "bare", ...args, "--require-fence");
    expect([refused.code, refused.text]).toEqual([
      1,
      expect.stringMatching(
        /^Cannot run on worker tcp:\S+: it has no working bubblewrap; install it .*\n$/,
      ),
    ]);
    await cluster.close();
  });

  it("refuses a worker with another configuration of the class in one sentence", async () => {
    const other = await copyOfGrader(), cluster = await DaskCluster.start(0);
    await Deno.writeTextFile(join(other, "exercises/checks/ps1.ts"), "\n", { append: true });
    cluster.addWorker({ UNROLLED_CHECKOUT: other, UNROLLED_DENO: Deno.execPath() });
    await cluster.ready();
    const { code, text } = await grade("small", "other", "--scheduler", cluster.address);
    expect([code, text]).toEqual([
      1,
      expect.stringMatching(
        /^Cannot run on worker tcp:\S+: it has another version of the checkout \(hash \w+ instead of \w+\): exercises\/checks\/ps1\.ts, .*\n$/,
      ),
    ]);
    await cluster.close();
    await Deno.remove(other, { recursive: true });
  });

  it("says that no scheduler answers, and what to write for --wait", async () => {
    const address = "tcp://127.0.0.1:9"; // where nothing listens
    expect(await grade("small", "none", "--scheduler", address)).toEqual({
      code: 1,
      text: `Cannot run on ${address}: no scheduler answers there within 10 s\n`,
    });
    expect(await grade("small", "none", "--scheduler", address, "--wait", "soon")).toEqual({
      code: 1,
      text: "Cannot wait for soon seconds: expected a positive integer\n",
    });
  });

  it("ends at Ctrl+C everything that runs on the workers, and writes no report", async () => {
    const cluster = await DaskCluster.start(1), [worker] = cluster.pids;
    const args = argsOf("class", "stopped", "--scheduler", cluster.address);
    let began: string[] = [];
    const programs = () =>
      ["process.ts", "harness.ts", "types_process.ts"]
        .map((name) => startedWith(name, worker));
    const { code } = await started(args, async (line, grader) => {
      if (!line.startsWith("Grading on")) return;
      await until(() => programs().every((ids) => ids.length > 0), 60);
      began = programs().flat();
      grader.kill("SIGINT");
    });
    expect([code, began.length >= 3]).toEqual([130, true]);
    const left = () => began.filter((pid) => processesWith("deno").includes(pid));
    await until(() => left().length === 0, 10);
    expect(left()).toEqual([]);
    expect(Object.keys(await reportsIn("stopped"))).toEqual([".lock"]);
    await cluster.close();
  });

  it("grades over encrypted connections, and a client without a certificate cannot connect", async () => {
    const tls = await tlsSettings(folder), cluster = await DaskCluster.start(2, tls, "tls");
    const args = ["--scheduler", cluster.address];
    const graded = await runTool(root, "grading/grade.ts", argsOf("small", "tls", ...args), tls);
    expect([graded.code, graded.text]).toEqual([0, expect.stringMatching(/^ben +ps1 +9 of 13$/m)]);
    const refused = await grade("small", "tls", ...args);
    expect([refused.code, refused.text]).toEqual([
      1,
      expect.stringMatching(/^Cannot run on tls:\S+: its connections are encrypted, but .*\n$/),
    ]);
    await cluster.close();
  });
});

/** Runs the grader, and does something after each line of its progress. */
async function started(
  args: string[],
  after: (line: string, child: Deno.ChildProcess) => unknown,
): Promise<Outcome> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", join(root, "grading", "grade.ts"), ...args],
    ...{ cwd: root, env: { NO_COLOR: "1" }, stdout: "piped", stderr: "piped" },
  }).spawn();
  const output = new Response(child.stdout).text();
  let text = "";
  for await (const line of linesOf(child.stderr)) {
    text += `${line}\n`;
    await after(line, child);
  }
  return { code: (await child.status).code, text: text + await output };
}

/** Returns the reports in a folder, by their paths. */
async function filesIn(folder: string, below = ""): Promise<Record<string, string>> {
  const reports: Record<string, string> = {};
  for (const { name, isDirectory } of Deno.readDirSync(join(folder, below))) {
    const path = join(below, name);
    if (isDirectory) Object.assign(reports, await filesIn(folder, path));
    else reports[path] = await Deno.readTextFile(join(folder, path));
  }
  return reports;
}
