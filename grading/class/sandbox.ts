import { BARE, Child, type Hold } from "../process/child.ts";
import { captureOutput, UserError } from "../../tools/command.ts";
import { temporaryFolder } from "../../tools/paths.ts";

const folders = new Set<string>(); // of what is held now
const stop = new AbortController();
const MEMORY = 1 << 30; // bytes of data: V8's own heap and typed arrays beside it
const SECONDS = 3; // for one question, or for one cell

/**
 * The start of a command that is held: a process group of its own, limits of the system on memory and processor
 * time, and an end after a minute, should the grader itself be gone by then.
 */
export function limits(memory: number, seconds = 60): string[] {
  const rules = [`--data=${memory}`, `--cpu=${seconds}`, "--core=0"];
  return ["setsid", "timeout", "--foreground", "-s", "KILL", String(seconds), "prlimit", ...rules];
}

/** Ends what is held and is no Child, when the grader is ended. */
export const ending: AbortSignal = stop.signal;

/** A new folder for something that is held; should the grader be ended, it goes, too. */
export async function heldFolder(name: string): Promise<string> {
  const folder = await temporaryFolder(name);
  folders.add(folder);
  return folder;
}

/** Removes such a folder, unless `endAll` does. */
export async function removeHeld(folder: string): Promise<void> {
  if (folders.delete(folder)) await Deno.remove(folder, { recursive: true });
}

/**
 * How an untrusted child is held: a Deno without any permission, in an empty folder of its own, without environment,
 * under the limits of the system.
 */
export async function sandbox(): Promise<Hold> {
  const folder = await heldFolder("solution");
  return {
    command: [...limits(MEMORY), "--fsize=10000000", "--nofile=256", ...BARE],
    options: { cwd: folder, clearEnv: true, env: { DENO_DIR: folder, NO_COLOR: "1" } },
    seconds: SECONDS,
    bytes: 4e6,
    kill: killGroup,
    after: () => removeHeld(folder),
  };
}

/** Ends a child with whatever it may have started. */
export function killGroup(pid: number): void {
  Deno.kill(-pid, "SIGKILL");
}

/** Ends everything that is held now, and removes its folders. */
export async function endAll(): Promise<void> {
  stop.abort();
  for (const child of Child.running) child.end("was ended");
  const left = [...folders];
  folders.clear();
  for (const folder of left) await Deno.remove(folder, { recursive: true }).catch(() => {});
}

/** Throws a UserError where this system has no limits to hold a child with. */
export async function checkSandbox(): Promise<void> {
  const works = Deno.build.os === "linux" &&
    (await captureOutput([...limits(MEMORY), "true"])).code === 0;
  if (works) return;
  throw new UserError(
    "Cannot hold untrusted work here: process limits need Linux with setsid and prlimit; grade in the container of deploy/",
  );
}
