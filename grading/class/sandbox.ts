import { captureOutput, UserError } from "../../tools/command.ts";
import { temporaryFolder } from "../../tools/paths.ts";
import { Child, type ChildOptions, HARNESS_COMMAND } from "../process/child.ts";

const folders = new Set<string>(); // those in use
const stopping = new AbortController();
const MEMORY = 1 << 30; // bytes of data: V8's own heap, and typed arrays beside it
const SECONDS = 3; // for one batch of calls, or for one cell

/** Aborts when the grader is stopped, for programs that are not a Child. */
export const stopped: AbortSignal = stopping.signal;

/**
 * Returns the start of a command with limits: its own process group, limits on memory and processor time, and a kill
 * after a minute in case the grader itself has ended by then.
 */
export function limits(memory: number, seconds = 60): string[] {
  const rules = [`--data=${memory}`, `--cpu=${seconds}`, "--core=0"];
  return ["setsid", "timeout", "--foreground", "-s", "KILL", String(seconds), "prlimit", ...rules];
}

/** Makes a temporary folder, which is removed too if the grader is stopped. */
export async function sandboxFolder(name: string): Promise<string> {
  const folder = await temporaryFolder(name);
  folders.add(folder);
  return folder;
}

/** Removes a temporary folder, unless `stopAll` does. */
export async function removeTemporary(folder: string): Promise<void> {
  if (folders.delete(folder)) await Deno.remove(folder, { recursive: true });
}

/**
 * Returns the options of a child for untrusted code: a Deno without permissions and environment, in an empty folder of
 * its own, with limits of the system.
 */
export async function sandboxed(): Promise<ChildOptions> {
  const folder = await sandboxFolder("solution");
  return {
    command: [...limits(MEMORY), "--fsize=10000000", "--nofile=256", ...HARNESS_COMMAND],
    options: { cwd: folder, clearEnv: true, env: { DENO_DIR: folder, NO_COLOR: "1" } },
    seconds: SECONDS,
    bytes: 4e6,
    kill: killGroup,
    cleanUp: () => removeTemporary(folder),
  };
}

/** Kills a child and whatever it may have started. */
export function killGroup(pid: number): void {
  Deno.kill(-pid, "SIGKILL");
}

/** Ends every child and program that is running, and removes their folders. */
export async function stopAll(): Promise<void> {
  stopping.abort();
  for (const child of Child.running) child.end("was ended");
  const left = [...folders];
  folders.clear();
  for (const folder of left) await Deno.remove(folder, { recursive: true }).catch(() => {});
}

/** Throws a UserError if this system cannot limit a child process. */
export async function requireSandbox(): Promise<void> {
  const works = Deno.build.os === "linux" &&
    (await captureOutput([...limits(MEMORY), "true"])).code === 0;
  if (works) return;
  throw new UserError(
    "Cannot run untrusted code here: process limits need Linux with setsid and prlimit; use the container of deploy/",
  );
}
