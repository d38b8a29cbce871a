import { join } from "node:path";
import { root } from "../../tools/paths.ts";

/** The time and the memory of a grading. */
export interface Measured {
  seconds: number;
  /** The peak memory of the grader's own process. */
  megabytes: number;
  /**
   * The peak memory of that process and all its children together; pages that they share are counted for each process.
   */
  treeMegabytes: number;
}

/** Grades a folder as `deno task grade` does, and measures it. */
export async function gradeMeasured(
  folder: string,
  out: string,
  env: Record<string, string> = {},
): Promise<Measured> {
  const start = performance.now();
  const tool = [join(root, "grading", "grade.ts"), folder, "--out", out];
  const args = ["run", "-A", "--v8-flags=--optimize-for-size", ...tool];
  const options = { args, env, stdout: "null", stderr: "null" } as const;
  const child = new Deno.Command(Deno.execPath(), options).spawn();
  let [most, mostOfAll, running] = [0, 0, true];
  const ended = child.status.then(() => running = false);
  while (running) {
    most = Math.max(most, kilobytes(await statusOf(child.pid), "VmHWM"));
    mostOfAll = Math.max(mostOfAll, await residentBelow(child.pid));
    await new Promise((later) => setTimeout(later, 50));
  }
  await ended;
  const seconds = (performance.now() - start) / 1000;
  return { seconds, megabytes: most / 1024, treeMegabytes: mostOfAll / 1024 };
}

/** Returns the kilobytes of a process and of all processes that it has started, directly or not. */
async function residentBelow(ancestor: number): Promise<number> {
  const parents = new Map<number, number>(), resident = new Map<number, number>();
  for (const { name } of Deno.readDirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const status = await statusOf(Number(name));
    parents.set(Number(name), Number(status.match(/^PPid:\s+(\d+)/m)?.[1]));
    resident.set(Number(name), kilobytes(status, "VmRSS"));
  }
  const isBelow = (pid?: number): boolean =>
    pid === ancestor || pid! > 1 && isBelow(parents.get(pid!));
  return [...resident].reduce((sum, [pid, size]) => isBelow(pid) ? sum + size : sum, 0);
}

function statusOf(pid: number): Promise<string> {
  return Deno.readTextFile(`/proc/${pid}/status`).catch(() => ""); // it has ended
}

function kilobytes(status: string, name: string): number {
  return Number(status.match(new RegExp(`${name}:\\s+(\\d+)`))?.[1] ?? 0);
}
