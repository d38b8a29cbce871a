import { after, before, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { examine } from "../../grading/judge/examine.ts";
import { trusted } from "../../grading/process/child.ts";
import { compileCells } from "../../grading/process/script.ts";
import { Solution } from "../../grading/process/solution.ts";
import { readSubmission } from "../../grading/process/submission.ts";
import { ps1 } from "../../exercises/checks/ps1.ts";
import { storedKey } from "../../grading/judge/answer_key.ts";
import { gradeClass } from "../../grading/class/grade_class.ts";
import { modelCells } from "../../grading/class/model_key.ts";
import { submittedFiles } from "../../grading/class/submitted_files.ts";
import { writeReports } from "../../grading/reports/write.ts";
import type { Result } from "../../grading/class/result.ts";
import { notebookOf, stubbed } from "../grading/student_work.ts";
import { scratch } from "../tools/scratch.ts";
import type { Attack } from "./attack.ts";

const POSSIBLE = 13;
const files = [...Deno.readDirSync(new URL(".", import.meta.url))].map(({ name }) => name)
  .filter((name) => /^\d\d_/.test(name)).sort();

/** Submits the attack as one student's work beside an honest student's, and grades both. */
async function graded(attack: Attack, folder: string, port: number): Promise<Result[]> {
  const model = await modelCells(ps1), student = attack.student ?? "mallory";
  for (const name of [student, "zoe"]) await Deno.mkdir(join(folder, name));
  await Deno.writeTextFile(join(folder, "zoe", "ps1.ipynb"), await notebookOf(ps1, model));
  await submit(attack, join(folder, student), port);
  return (await gradeClass(folder, await submittedFiles(folder), { seed: 1, types: true })).results;
}

async function submit(attack: Attack, folder: string, port: number): Promise<void> {
  if (attack.folder) return await attack.folder(folder);
  const cells = (await modelCells(ps1)).map((cell) => ({
    id: cell.id,
    source: attack.cells?.[cell.id]?.replaceAll("PORT", String(port)) ?? stubbed(cell).source,
  }));
  const notebook = JSON.parse(await notebookOf(ps1, cells));
  attack.notebook?.(notebook);
  await Deno.writeTextFile(join(folder, "ps1.ipynb"), JSON.stringify(notebook));
  for (const [name, text] of Object.entries(attack.files ?? {})) {
    await Deno.mkdir(join(folder, name, ".."), { recursive: true });
    await Deno.writeTextFile(join(folder, name), text);
  }
}

describe("attacks on the grader", () => {
  let folder: string, listener: Deno.Listener, reached: number;
  before(async () => {
    folder = await scratch();
    listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    reached = 0;
    (async () => {
      for await (const connection of listener) {
        reached++;
        connection.close();
      }
    })();
  });
  after(async () => {
    listener.close();
    await Deno.remove(folder, { recursive: true });
  });

  it("are numbered from 1 to 26", () => {
    expect(files.map((name) => Number(name.slice(0, 2)))).toEqual(
      Array.from({ length: 26 }, (_, n) => n + 1),
    );
  });

  for (const file of files) {
    it(`${file.slice(0, -3)} earns no points, and the honest work beside it loses none`, async () => {
      const { attack } = await import(`./${file}`) as { attack: Attack };
      const own = join(folder, file.slice(0, 2));
      await Deno.mkdir(own);
      const start = performance.now();
      const results = await graded(attack, own, (listener.addr as Deno.NetAddr).port);
      expect(performance.now() - start).toBeLessThan(60_000);
      const [mallory, zoe] = [
        results.filter(({ student }) => student !== "zoe"),
        results.filter(({ student }) => student === "zoe"),
      ];
      expect(zoe.map(({ earned, typeErrors }) => [earned, typeErrors])).toEqual([[POSSIBLE, []]]);
      for (const { status, earned, items: [first] } of mallory) {
        if (attack.message) expect(first.message).toMatch(attack.message);
        expect([status, earned]).toEqual([attack.ungradable ? "ungradable" : "graded", 0]);
      }
      expect(mallory.length).toBeGreaterThan(0);
      expect(reached).toBe(0);
      await noScriptIn(join(own, "reports"), results);
    });
  }

  it("19_hard_code passes the open checks, which are feedback and not the grade", async () => {
    const { attack } = await import("./19_hard_code.ts");
    const own = join(folder, "open");
    await Deno.mkdir(own);
    await submit(attack, own, 0);
    const { cells } = readSubmission(await Deno.readTextFile(join(own, "ps1.ipynb")), [ps1]);
    const solution = new Solution(compileCells(cells), trusted);
    const { status } = await examine(ps1.checks[0], solution.invoke, await storedKey(ps1), 0);
    await solution.close();
    expect(status).toBe("pass");
  });
});

/** Checks that the reports have no tag that a student wrote. */
async function noScriptIn(folder: string, results: Result[]): Promise<void> {
  await Deno.mkdir(folder);
  await writeReports(folder, { seed: 1, results });
  for (const page of ["class.html", ...pagesIn(join(folder, "students"))]) {
    expect(await Deno.readTextFile(join(folder, page))).not.toMatch(/<(script|img|b)\b/i);
  }
}

function pagesIn(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => join("students", name));
}
