import { join } from "node:path";
import { captureOutput, UserError } from "../../tools/command.ts";
import { root, temporaryFolder } from "../../tools/paths.ts";
import { Child, type ChildOptions, HARNESS_COMMAND } from "../process/child.ts";
import { behindFence, fenceHere, HOME_BEHIND_FENCE } from "./fence.ts";

const MEMORY = 1 << 30; // bytes of data: V8's own heap, and typed arrays beside it
const LONGEST = 60; // seconds, in case the grader itself has already ended
const SMALL = ["--fsize=10000000", "--nofile=256", "--core=0"]; // bytes of a file, open files
const SECONDS = 3; // for one batch of calls, or for one cell

const folders = new Set<Promise<string>>(); // those that exist or are being made
let stopping: Promise<void> | undefined;

/** A Deno program that processes a student's work. */
export interface Program {
  /** Deno and its arguments. */
  command: string[];
  /** Files and folders that it can read, besides Deno itself. */
  readable: string[];
  /** True to make the npm packages readable too. */
  packages?: boolean;
  /** Time limit for one message, in seconds. */
  seconds: number;
  /** Seconds after which the system kills it in any case. */
  longest?: number;
  /** Bytes that it may print in total. */
  bytes: number;
  /** Values in one answer. */
  parts?: number;
}

/** The parts of the course that a solution needs. */
const HARNESS_FILES = ["lib", "grading/process", "grading/judge"].map((path) => join(root, path));

/**
 * Returns the options of a child process for a solution: it has no permissions, and nothing of this machine except the
 * library.
 */
export function sandboxed(): Promise<ChildOptions> {
  const readable = HARNESS_FILES;
  return confined({ command: HARNESS_COMMAND, readable, seconds: SECONDS, bytes: 4e6 });
}

/**
 * Returns the options of a child process that is confined by process limits and, where bubblewrap works, by the fence.
 * It has its own home, cache and temporary folder, which are removed when it ends, so that no child sees what another
 * has written.
 */
export async function confined(program: Program): Promise<ChildOptions> {
  const { command, seconds, bytes, parts, longest = LONGEST } = program;
  const fenced = await fenceHere() === "bubblewrap";
  const packages = program.packages ? await packageFolder() : undefined;
  refuseIfStopping();
  const making = fenced ? undefined : sandboxFolder();
  const folder = await making;
  refuseIfStopping(); // stopping may have begun while the folder was made
  const fence = fenced ? fenceFor(program, packages) : [];
  const home = folder ?? HOME_BEHIND_FENCE;
  return {
    command: [...limits(MEMORY, longest), ...SMALL, ...fence, ...command],
    options: { cwd: folder ?? root, clearEnv: true, env: environment(home, packages, fenced) },
    ...{ seconds, bytes, parts, kill: killGroup },
    ...making && { cleanUp: () => removeTemporary(making) },
  };
}

function fenceFor({ readable }: Program, packages?: string): string[] {
  const places: [string, string][] = packages ? [[packages, join(HOME_BEHIND_FENCE, "npm")]] : [];
  return behindFence([Deno.execPath(), ...readable], places);
}

/** Returns the complete environment of a child. PATH is for the programs that set its limits before it starts. */
function environment(home: string, packages: string | undefined, fenced: boolean) {
  const cache = packages && !fenced ? join(packages, "..") : home;
  const own = ["HOME", "TMPDIR", "SQLITE_TMPDIR", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"];
  return {
    ...Object.fromEntries(own.map((name) => [name, home])),
    ...{ DENO_DIR: cache, NO_COLOR: "1", PATH: Deno.env.get("PATH") ?? "/usr/bin:/bin" },
  };
}

/** Returns the folder of npm's packages in Deno's cache. */
async function packageFolder(): Promise<string> {
  return join(await cacheFolder(), "npm");
}

let cache: Promise<string> | undefined;

function cacheFolder(): Promise<string> {
  return cache ??= captureOutput([Deno.execPath(), "info", "--json"], { cwd: root })
    .then(({ stdout }) => JSON.parse(stdout).denoDir);
}

/** Returns the beginning of a command that runs a program in its own session with limited memory and processor time. */
export function limits(memory: number, seconds = LONGEST): string[] {
  const rules = [`--data=${memory}`, `--cpu=${seconds}`];
  return ["setsid", "timeout", "--foreground", "-s", "KILL", String(seconds), "prlimit", ...rules];
}

/** Makes a temporary folder, which is removed too if the grader is stopped. */
function sandboxFolder(): Promise<string> {
  const making = temporaryFolder("child");
  folders.add(making);
  making.catch(() => folders.delete(making));
  return making;
}

/** Removes a temporary folder. Until it is gone, `stopAll` removes it too, because the grader exits after that. */
async function removeTemporary(making: Promise<string>): Promise<void> {
  await removeWhole(await making);
  folders.delete(making);
}

/** Removes a folder into which a process that was just killed may still be writing, unless it is gone already. */
async function removeWhole(folder: string, tries = 40): Promise<void> {
  try {
    await Deno.remove(folder, { recursive: true });
  } catch (error) {
    if (!await Deno.stat(folder).catch(() => undefined)) return;
    if (tries === 0) throw error;
    await new Promise((later) => setTimeout(later, 50));
    await removeWhole(folder, tries - 1);
  }
}

/** Kills a child and whatever it may have started. */
export function killGroup(pid: number): void {
  Deno.kill(-pid, "SIGKILL");
}

/** Returns whether the grader is being stopped, so that results are not to be trusted any more. */
export function isStopping(): boolean {
  return stopping !== undefined;
}

/** Ends all running children, removes their folders, and prevents new ones from starting. */
export function stopAll(): Promise<void> {
  return stopping ??= endAll();
}

async function endAll(): Promise<void> {
  await Promise.all([...Child.running].map((child) => child.kill()));
  await Promise.allSettled([...folders].map(removeTemporary));
}

/** Throws an Error if the grader is being stopped. */
function refuseIfStopping(): void {
  if (isStopping()) {
    throw new Error("Cannot start another child process: the grading is being stopped");
  }
}

/** Throws a UserError if this system cannot limit a child process, or has no room for its home. */
export async function requireSandbox(): Promise<void> {
  const works = Deno.build.os === "linux" &&
    (await captureOutput([...limits(MEMORY), "true"])).code === 0;
  if (!works) {
    throw new UserError(
      "Cannot run untrusted code here: process limits need Linux with setsid and prlimit; use the container in deploy/",
    );
  }
  if (await fenceHere() === "none") await removeTemporary(sandboxFolder());
}
