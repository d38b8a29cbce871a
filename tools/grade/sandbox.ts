import { BARE, type Hold } from "../../lib/check/process/child.ts";
import { capture, Remedy } from "../command.ts";
import { passingFolder } from "../place.ts";

const MEMORY = 1 << 30; // bytes of data: V8's own heap and typed arrays beside it
const SECONDS = 3; // for the questions of one item
const LIMITS = [`--data=${MEMORY}`, "--cpu=30", "--fsize=10000000", "--core=0", "--nofile=256"];

/**
 * How an untrusted child is held: a Deno without any permission, in an empty folder of its own, without environment,
 * as the leader of a process group of its own, under limits of the system on memory, processor time and file size.
 */
export async function sandbox(): Promise<Hold> {
  const folder = await passingFolder("solution");
  return {
    command: ["setsid", "prlimit", ...LIMITS, ...BARE],
    options: { cwd: folder, clearEnv: true, env: { DENO_DIR: folder, NO_COLOR: "1" } },
    seconds: SECONDS,
    bytes: 4e6,
    kill: (pid) => Deno.kill(-pid, "SIGKILL"), // the group, with whatever the child may have started
    after: () => Deno.remove(folder, { recursive: true }),
  };
}

/** Throws a Remedy where this system has no limits to hold a child with. */
export async function checkSandbox(): Promise<void> {
  const works = Deno.build.os === "linux" &&
    (await capture(["setsid", "prlimit", "--core=0", "true"])).code === 0;
  if (works) return;
  throw new Remedy(
    "Cannot hold untrusted work here: process limits need Linux with setsid and prlimit; grade in the container of deploy/",
  );
}
