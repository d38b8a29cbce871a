import { join, relative } from "node:path";
import process from "node:process";
import type { Scheduler, Task } from "../../scheduler/scheduler.ts";
import { captureOutput, linesOf } from "../../tools/command.ts";
import { copyFolder } from "../../tools/files.ts";
import { root } from "../../tools/paths.ts";
import { copyOfCheckout, type Outcome } from "../tools/scratch.ts";
import type { Plan } from "./task.ts";

/** Returns a task of these tests. */
export function task(plan: Plan): Task {
  return { module: "tests/experiments/task.ts", input: { ...plan } };
}

/** Returns the outcomes in the order of the tasks, as JSON. Throws Error if one of them failed. */
export async function outcomesOf(scheduler: Scheduler, tasks: Task[]): Promise<string[]> {
  const texts = new Map<Task, string>();
  for await (const { task, outcome, error } of scheduler.map(tasks)) {
    if (!outcome) throw new Error(error);
    texts.set(task, JSON.stringify(outcome));
  }
  return tasks.map((task) => texts.get(task)!);
}

/** Copies what an experiment needs, so that its results are written elsewhere; the caller removes the folder. */
export async function copyOfExperiments(): Promise<string> {
  const folder = await copyOfCheckout();
  for (const name of ["scheduler", "experiments"]) {
    await copyFolder(join(root, name), join(folder, name));
  }
  await Deno.mkdir(join(folder, "data"));
  await Deno.copyFile(join(root, "data", "digits.csv"), join(folder, "data", "digits.csv"));
  return folder;
}

/**
 * Runs an experiment until it has printed two outcomes, sends it a signal, and waits for its end. The Python is that of
 * the bridge to Dask, because the copy of the checkout has none.
 */
export async function interrupted(
  folder: string,
  args: string[],
  signal: Deno.Signal,
  UNROLLED_PYTHON = "",
): Promise<Outcome> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", join(folder, "experiments", "run.ts"), ...args],
    env: { NO_COLOR: "1", UNROLLED_PYTHON },
    ...{ cwd: folder, stdout: "piped", stderr: "piped" },
  }).spawn();
  const errors = new Response(child.stderr).text();
  let text = "", outcomes = 0;
  for await (const line of linesOf(child.stdout)) {
    text += `${line}\n`;
    if (/^\d+ of \d+:/.test(line) && ++outcomes === 2) child.kill(signal);
  }
  return { code: (await child.status).code, text: text + await errors };
}

/** Returns the paths of the files of the checkout that a program imports, directly or not, and its own. */
export async function filesImportedBy(program: string): Promise<string[]> {
  const command = [Deno.execPath(), "info", "--json", join(root, program)];
  const { modules } = JSON.parse((await captureOutput(command, { cwd: root })).stdout);
  const paths: string[] = modules.map(({ local = "" }) => relative(root, local));
  return paths.filter((path) => !path.startsWith("..") && path !== "");
}

/** Tests whether a process is running, or has ended and is not yet waited for. */
export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0); // sends no signal
  } catch {
    return false;
  }
}
