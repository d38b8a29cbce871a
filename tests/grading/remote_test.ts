import { after, before, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { ps1 } from "../../exercises/checks/ps1.ts";
import { gradeClass } from "../../grading/class/grade_class.ts";
import { Inputs } from "../../grading/class/inputs.ts";
import type { Graded } from "../../grading/class/place.ts";
import { submittedFiles } from "../../grading/class/submitted_files.ts";
import { notebookText, unpackNotebook } from "../../grading/process/files.ts";
import { gradeRemotely } from "../../grading/remote/grade_remotely.ts";
import type { Received, Sent } from "../../grading/remote/one_notebook.ts";
import { gradingWork } from "../../grading/remote/work.ts";
import { LocalScheduler } from "../../scheduler/local.ts";
import { type Ended, oneByOne, type Scheduler, type Task } from "../../scheduler/scheduler.ts";
import { versionHere } from "../../scheduler/version.ts";
import { copyOfGrader, runTool, scratch } from "../tools/scratch.ts";
import { root } from "../../tools/paths.ts";
import { put } from "../attacks/class.ts";
import { filesImportedBy } from "../experiments/runs.ts";
import { startedWith, until } from "./processes.ts";
import { writeSmallClass } from "./remote_class.ts";

const SECRET = new Uint8Array(16).fill(7), inputs = new Inputs(SECRET, 4711);

/** A scheduler that keeps its tasks, and answers all of them in one way. */
class Recorder implements Scheduler {
  readonly name = "a recorder";
  readonly rounds: Task[][] = [];

  constructor(readonly answer: Omit<Ended, "task" | "worker">) {}

  async *map(tasks: Parameters<Scheduler["map"]>[0]): AsyncGenerator<Ended> {
    const round: Task[] = [];
    this.rounds.push(round);
    for await (const task of oneByOne(tasks)) {
      round.push(task);
      yield { task, worker: "worker w1", ...this.answer };
    }
  }

  close = () => Promise.resolve();
}

const sentWith = ({ input }: Task) => (input as unknown as Sent).notebook;

/** Returns what a worker says about a notebook. */
function received(isSlow: boolean): { outcome: Ended["outcome"] } {
  const none = { remarks: [], attempts: [], typeErrors: [], earned: 3, possible: 13, items: [] };
  const result = { student: "", set: "ps1", path: "", status: "graded" as const, ...none };
  const outcome: Received = { attempt: { result, isSlow }, fence: "bubblewrap" };
  return { outcome: { ...outcome } };
}

describe("a class that is graded on a scheduler", () => {
  let folder: string;
  before(async () => {
    folder = await scratch();
    await writeSmallClass(folder);
  });
  after(() => Deno.remove(folder, { recursive: true }));
  const gradedOn = async (scheduler: Scheduler, onResult?: () => void): Promise<Graded> => {
    const { notebooks } = await submittedFiles(folder);
    return await gradeRemotely(scheduler, notebooks, { inputs, onResult });
  };

  it("has the results of a grading in this process, to the last character", async () => {
    const { notebooks } = await submittedFiles(folder), scheduler = new LocalScheduler(2);
    let done = 0;
    const graded = await gradedOn(scheduler, () => done++);
    await scheduler.close();
    const expected = await gradeClass(notebooks, { inputs, types: true });
    expect(JSON.stringify(graded.results)).toBe(JSON.stringify(expected));
    expect([graded.fence, graded.warning, done]).toEqual(["bubblewrap", undefined, 7]);
  });

  it("sends neither names, nor paths, nor the class secret", async () => {
    const recorder = new Recorder(received(false));
    await gradedOn(recorder);
    const [first] = recorder.rounds[0], { packed, seeds, wasSlow, ...more } = sentWith(first);
    expect([Object.keys(first.input), wasSlow, more]).toEqual([["n", "notebook"], false, {}]);
    const text = await notebookText(unpackNotebook(packed));
    expect(text).toBe(await Deno.readTextFile(join(folder, "abel", "ps1.ipynb")));
    const item = ps1.checks[0].id, place = { student: "abel", set: "ps1", item };
    expect(seeds[item]).toBe(inputs.seedOf(place));
    const others = recorder.rounds.flat().map((task) => sentWith(task).seeds[item]);
    expect(new Set(others).size).toBe(5); // of as many students who have a notebook that can be sent
  });

  it("grades one notebook of a student at a time, and not those of one who is slow", async () => {
    const other = await scratch();
    for (const name of ["a", "b", "c", "d"]) await put(join(other, "kim", `${name}.ipynb`), name);
    await put(join(other, "lou", "a.ipynb"), "");
    const { notebooks } = await submittedFiles(other), recorder = new Recorder(received(true));
    const { results } = await gradeRemotely(recorder, notebooks, { inputs });
    expect(recorder.rounds.map(({ length }) => length)).toEqual([2, 1, 0, 0]);
    const slow = recorder.rounds.flat().map((task) => sentWith(task).wasSlow);
    expect(slow).toEqual([false, false, true]);
    const reasons = results.map(({ path, reason = "" }) => [path, reason.slice(0, 40)]);
    expect(reasons).toContainEqual([
      "kim/d.ipynb",
      "Cannot grade it: 2 other notebooks of th",
    ]);
    await Deno.remove(other, { recursive: true });
  });

  it("blames the grader for a notebook whose workers die, and grades the others", async () => {
    const error = "4 workers died while running it";
    const { results } = await gradedOn(new Recorder({ error }));
    const [{ student, path, status, reason }] = results;
    expect([student, path, status]).toEqual(["abel", "abel/ps1.ipynb", "ungradable"]);
    expect(reason).toBe(`The grader itself failed: ${error}`);
    expect(results.find(({ path }) => path === "dan/ps2.ipynb")!.reason).toMatch(/symbolic link/);
  });

  it("stops with one sentence if a worker cannot use the model solution", async () => {
    const refusal = "Cannot load the model solution: …";
    await expect(gradedOn(new Recorder({ outcome: { refusal } }))).rejects.toThrow(refusal);
  });

  it("ends all that runs for it when the scheduler is closed", async () => {
    const scheduler = new LocalScheduler(1), graded = gradedOn(scheduler);
    const [pid] = await waitFor(() => scheduler.pids);
    const programs = () => ["harness.ts", "types_process.ts"].map((name) => startedWith(name, pid));
    await until(() => programs().every(({ length }) => length > 0), 60);
    const began = programs().flat();
    await scheduler.close();
    await expect(graded).rejects.toThrow(/^Cannot grade \d notebooks: the scheduler was closed$/);
    const left = () => began.filter((id) => isThere(id));
    await until(() => left().length === 0, 10);
    expect([began.length > 1, left()]).toEqual([true, []]);
  });
});

describe("what a worker must have to grade", () => {
  const { sources } = gradingWork();

  it("contains each file that a grading reads, and no outcome", async () => {
    const { files } = await versionHere(sources);
    for (const program of ["one_notebook.ts", "check_worker.ts"]) {
      const paths = await filesImportedBy(`grading/remote/${program}`);
      expect(paths.filter((path) => !(path in files))).toEqual([]);
    }
    expect(Object.keys(files)).toContain("exercises/source/ps1/ps1.ipynb");
    expect(Object.keys(files).filter((path) => /^data|^grades|\.unrolled/.test(path))).toEqual([]);
  });

  it("changes with a check, a named mistake, and a model solution", async () => {
    const copy = await copyOfGrader(), one = await versionHere(sources, copy);
    const paths = ["checks/ps1.ts", "mistakes/ps2.ts", "source/ps3/ps3.ipynb"]
      .map((path) => `exercises/${path}`);
    for (const path of paths) await Deno.writeTextFile(join(copy, path), "\n", { append: true });
    const other = await versionHere(sources, copy);
    const changed = Object.keys(one.files).filter((path) => one.files[path] !== other.files[path]);
    expect([changed, one.hash === other.hash]).toEqual([paths, false]);
    await Deno.remove(copy, { recursive: true });
  });
});

describe("deno task grade --scheduler", () => {
  it("refuses --json, and a time to wait that is none, before it connects", async () => {
    const cases: [string[], string][] = [
      [["--json"], "Cannot grade on a scheduler with --json: leave one out\n"],
      [["--wait", "0"], "Cannot wait for 0 seconds: expected a positive integer\n"],
    ];
    for (const [more, text] of cases) {
      const args = ["work", "--scheduler", "tcp://127.0.0.1:9", ...more];
      expect(await runTool(root, "grading/grade.ts", args)).toEqual({ code: 1, text });
    }
  });
});

/** Waits until a list is not empty. */
async function waitFor<T>(list: () => T[]): Promise<T[]> {
  await until(() => list().length > 0, 10);
  return list();
}

function isThere(pid: string): boolean {
  try {
    return Deno.readTextFileSync(`/proc/${pid}/cmdline`) !== "";
  } catch {
    return false;
  }
}
