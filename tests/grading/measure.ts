import { join } from "node:path";
import { root } from "../../tools/paths.ts";

/** Grades a folder as `deno task grade` does, and measures the seconds and the peak memory of the grader's own process. */
export async function gradeMeasured(
  folder: string,
  out: string,
): Promise<{ seconds: number; megabytes: number }> {
  const start = performance.now();
  const tool = [join(root, "grading", "grade.ts"), folder, "--out", out];
  const args = ["run", "-A", "--v8-flags=--optimize-for-size", ...tool];
  const child = new Deno.Command(Deno.execPath(), { args, stdout: "null", stderr: "null" }).spawn();
  let [most, running] = [0, true];
  const ended = child.status.then(() => running = false);
  while (running) {
    const status = await Deno.readTextFile(`/proc/${child.pid}/status`).catch(() => "");
    most = Math.max(most, Number(status.match(/VmHWM:\s+(\d+)/)?.[1] ?? 0));
    await new Promise((later) => setTimeout(later, 50));
  }
  await ended;
  return { seconds: (performance.now() - start) / 1000, megabytes: most / 1024 };
}
