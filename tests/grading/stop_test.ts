import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { ps1 } from "../../exercises/checks/ps1.ts";
import { modelCells } from "../../grading/class/model_key.ts";
import { root } from "../../tools/paths.ts";
import { scratch } from "../tools/scratch.ts";
import { processesWith, startedWith, until } from "./processes.ts";
import { notebookOf, pathWithoutFence } from "./student_work.ts";

describe("a grader that is stopped", () => {
  for (const fenced of [true, false]) {
    it(`ends every process that it has started, with${fenced ? "" : "out"} bubblewrap`, async () => {
      const folder = await scratch(),
        passing = join(folder, "passing"),
        work = join(folder, "work");
      await Deno.mkdir(work);
      await Deno.mkdir(passing);
      const [first, ...rest] = await modelCells(ps1);
      const endless = { ...first, source: "for (;;);" };
      await Deno.writeTextFile(
        join(work, "ana_ps1.ipynb"),
        await notebookOf(ps1, [endless, ...rest]),
      );
      const args = ["run", "-A", join(root, "grading", "grade.ts"), work];
      const grader = new Deno.Command(Deno.execPath(), {
        args: [...args, "--out", join(folder, "grades")],
        env: { TMPDIR: passing, ...fenced ? {} : { PATH: await pathWithoutFence(folder) } },
        stdout: "null",
        stderr: "null",
      }).spawn();
      const programs = ["types_process.ts", "harness.ts"];
      const started = () => programs.map((name) => startedWith(name, grader.pid).length > 0);
      await until(() => started().every(Boolean), 60);
      expect(started()).toEqual([true, true]);
      const all = programs.flatMap((name) => startedWith(name, grader.pid));
      grader.kill("SIGTERM");
      expect((await grader.status).code).toBe(143);
      const left = () => all.filter((pid) => processesWith("deno").includes(pid));
      await until(() => left().length === 0, 10);
      expect(left()).toEqual([]);
      expect([...Deno.readDirSync(passing)]).toEqual([]);
      const written = [...Deno.readDirSync(join(folder, "grades"))].map(({ name }) => name);
      expect(written.sort()).toEqual([".lock", "secret.txt"]); // no report on what was not graded
      await Deno.remove(folder, { recursive: true });
    });
  }
});
