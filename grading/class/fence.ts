import { captureOutput } from "../../tools/command.ts";

/**
 * The fence, a sandbox around a child process in addition to Deno's permissions and the process limits: bubblewrap, or
 * none where bubblewrap does not work.
 */
export type Fence = "bubblewrap" | "none";

/** Advice where the fence is missing. */
export const INSTALL = "install it (Debian: apt install bubblewrap)";

/** Returns the message about a place without the fence, such as "here". */
export function noFence(place: string): string {
  return `bubblewrap does not work ${place}, so only Deno's permissions and process limits confine solutions; ${INSTALL}`;
}

/** The home of a program inside the fence: a folder in memory, which is removed when the program ends. */
export const HOME_BEHIND_FENCE = "/tmp";

const BYTES = 64e6; // of that folder
// Folders of the libraries that Deno is linked with; not every system has all of them.
const SYSTEM = ["/usr/lib", "/usr/lib64", "/lib", "/lib64", "/etc/ld.so.cache", "/nix/store"];
const NAMESPACES = [
  ...["--unshare-all", "--unshare-user", "--uid", "65534", "--gid", "65534", "--cap-drop", "ALL"],
  ...["--die-with-parent", "--proc", "/proc", "--dev", "/dev", "--remount-ro", "/dev"],
];

/**
 * Returns the beginning of a command that runs a program inside the fence. There it has no network, sees no other
 * processes or users, and sees no files except the system's libraries, the `readable` ones and an empty home. `places`
 * lists further files or folders, each with its path inside the fence.
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

/** Returns the fence that works on this system; it is tried only once. */
export function fenceHere(): Promise<Fence> {
  return known ??= tryFence();
}

async function tryFence(): Promise<Fence> {
  if (Deno.build.os !== "linux") return "none";
  const deno = Deno.execPath();
  const { code } = await captureOutput([...behindFence([deno]), deno, "--version"]);
  return code === 0 ? "bubblewrap" : "none";
}
