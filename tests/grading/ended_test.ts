import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { ps1 } from "../../exercises/checks/ps1.ts";
import { root } from "../../tools/paths.ts";
import { scratch } from "../tools/scratch.ts";
import { modelCells, notebookOf } from "./works.ts";

/** The processes that were started with a text among their arguments. */
function processesWith(text: string): string[] {
  return [...Deno.readDirSync("/proc")].map(({ name }) => name).filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return Deno.readTextFileSync(`/proc/${pid}/cmdline`).includes(text);
      } catch {
        return false; // it has ended
      }
    });
}

/** Waits until something holds, some seconds at most. */
async function until(holds: () => boolean, seconds: number): Promise<void> {
  for (let n = 0; n < 20 * seconds && !holds(); n++) {
    await new Promise((later) => setTimeout(later, 50));
  }
}

describe("a grader that is ended", () => {
  it("takes the check of the types with it, and leaves no folder of it", async () => {
    const folder = await scratch(), passing = join(folder, ".passing");
    await Deno.writeTextFile(
      join(folder, "ana_ps1.ipynb"),
      await notebookOf(ps1, await modelCells(ps1)),
    );
    const args = ["run", "-A", join(root, "grading", "grade.ts"), folder];
    const grader = new Deno.Command(Deno.execPath(), {
      args: [...args, "--out", join(folder, ".grades")],
      env: { TMPDIR: passing },
      stdout: "null",
      stderr: "null",
    }).spawn();
    const checks = () => processesWith(join(passing, "types-"));
    await until(() => checks().length > 0, 60);
    expect(checks().length).toBeGreaterThan(0);
    grader.kill("SIGTERM");
    expect((await grader.status).code).toBe(143);
    await until(() => checks().length === 0, 1);
    expect(checks()).toEqual([]);
    expect([...Deno.readDirSync(passing)]).toEqual([]);
    await Deno.remove(folder, { recursive: true });
  });
});
