import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { root, venvProgram } from "../../tools/paths.ts";
import { programIn, scratch } from "./scratch.ts";

const PATIENCE = 20_000; // milliseconds until the program has forked

const later = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** Starts tools/kernel.py with another program instead of Deno, and returns it with the process that it has forked. */
async function startAndFork(folder: string): Promise<{ wrapper: Deno.ChildProcess; pid: number }> {
  const wrapper = new Deno.Command(venvProgram("python"), {
    args: [join(root, "tools", "kernel.py"), join(folder, "bin", "deno"), "connection.json"],
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  const children = `/proc/${wrapper.pid}/task/${wrapper.pid}/children`;
  const deadline = performance.now() + PATIENCE;
  while (performance.now() < deadline) {
    const [pid] = Deno.readTextFileSync(children).trim().split(" ");
    if (pid) return { wrapper, pid: Number(pid) };
    await later(0);
  }
  wrapper.kill("SIGKILL");
  throw new Error(`tools/kernel.py started no program within ${PATIENCE / 1000} s`);
}

/** Returns the command line of a process, or "" if it has ended. */
function commandOf(pid: number): string {
  try {
    return Deno.readTextFileSync(`/proc/${pid}/cmdline`); // empty if nobody has asked for its exit code
  } catch {
    return "";
  }
}

describe("a kernel of the lab (Linux)", { skip: Deno.build.os !== "linux" }, () => {
  it("ends with the program that started it, even if that is killed at once", async () => {
    const folder = await scratch();
    await programIn(folder, "deno", "exec sleep 60");
    for (let n = 0; n < 10; n++) {
      const { wrapper, pid } = await startAndFork(folder);
      wrapper.kill("SIGKILL");
      await wrapper.status;
      await later(300);
      expect(commandOf(pid)).toBe("");
    }
    await Deno.remove(folder, { recursive: true });
  });
});
