import { captureOutput } from "../../tools/command.ts";

/** The layer beneath Deno's permissions and the limits of processes: bubblewrap, or none where it does not work. */
export type Fence = "bubblewrap" | "none";

/** One line about a system without the second layer. */
export const NO_FENCE =
  "bubblewrap does not work here, so that only Deno's permissions and process limits hold solutions: install it (Debian: apt install bubblewrap)";

/** The home of a program behind the fence: a folder in memory, which ends with the program. */
export const HOME_BEHIND_FENCE = "/tmp";

const BYTES = 64e6; // of that folder
// The libraries that Deno is linked with; a system has some of these folders.
const SYSTEM = ["/usr/lib", "/usr/lib64", "/lib", "/lib64", "/etc/ld.so.cache", "/nix/store"];
const NAMESPACES = [
  ...["--unshare-all", "--unshare-user", "--uid", "65534", "--gid", "65534", "--cap-drop", "ALL"],
  ...["--die-with-parent", "--proc", "/proc", "--dev", "/dev"],
];

/**
 * Returns the start of a command that runs behind the fence: without a network, other processes or other users, and
 * with no files but the system's libraries, the readable ones and an empty home. `places` are further pairs of a file or
 * folder and its place behind the fence.
 */
export function behindFence(readable: string[], places: [string, string][] = []): string[] {
  const bind = ([from, to]: [string, string]) => ["--ro-bind", from, to];
  return [
    ...["bwrap", ...NAMESPACES],
    ...SYSTEM.flatMap((path) => ["--ro-bind-try", path, path]),
    ...["--size", String(BYTES), "--tmpfs", HOME_BEHIND_FENCE],
    ...readable.map((path): [string, string] => [path, path]).flatMap(bind),
    ...places.flatMap(bind),
    ...["--remount-ro", "/", "--chdir", HOME_BEHIND_FENCE, "--"],
  ];
}

let known: Promise<Fence> | undefined;

/** Returns the fence of this system, which is tried once. */
export function fenceHere(): Promise<Fence> {
  return known ??= tryFence();
}

async function tryFence(): Promise<Fence> {
  if (Deno.build.os !== "linux") return "none";
  const deno = Deno.execPath();
  const { code } = await captureOutput([...behindFence([deno]), deno, "--version"]);
  return code === 0 ? "bubblewrap" : "none";
}
