import { after, before, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { gradeClass } from "../../grading/class/grade_class.ts";
import { Inputs } from "../../grading/class/inputs.ts";
import { submittedFiles } from "../../grading/class/submitted_files.ts";
import { nextStep } from "../../grading/process/next_step.ts";
import { tableOf } from "../../grading/reports/terminal.ts";
import { readGrading, writeReports } from "../../grading/reports/write.ts";
import { scratch } from "../tools/scratch.ts";

/** The submissions by the student's name, and the step that each student must read. */
const WORK: Record<string, [file: string, content: string, step: RegExp]> = {
  ana: ["ps1.ipynb", "{ broken", /^Open the file in JupyterLab, save it there/],
  ben: ["ps1.py", "print(1)", /^Submit the notebook itself, a file such as ps1\.ipynb\.$/],
  cleo: ["ps1.ipynb", '{"cells": [{"cell_type": "code", "source": "1"}]}', /^Copy your code into/],
  dora: ["ps1.ipynb", " ".repeat(50e6 + 1), /^Choose Clear Outputs of All Cells/],
  emil: [
    "ps1.ipynb",
    '{"nbformat": 3, "worksheets": []}',
    /^Open the notebook in JupyterLab, which/,
  ],
  fay: ["ps1.ipynb", '{"cells": []}', /^Open the notebook, check that it contains your code/],
};

describe("a student whose work cannot be graded", () => {
  let folder: string, out: string;
  before(async () => {
    folder = await scratch();
    out = `${folder}-grades`;
    for (const [student, [file, content]] of Object.entries(WORK)) {
      await Deno.mkdir(join(folder, student));
      await Deno.writeTextFile(join(folder, student, file), content);
    }
    await Deno.mkdir(out);
    const { notebooks, others } = await submittedFiles(folder);
    const inputs = new Inputs(new Uint8Array(16), 1);
    const results = await gradeClass(notebooks, { inputs, types: false });
    await writeReports(out, { grading: 1, fence: "none", results, others });
  });
  after(async () => {
    for (const path of [folder, out]) await Deno.remove(path, { recursive: true });
  });

  const textsIn = async (part: string, student: string) => {
    const names = [...Deno.readDirSync(join(out, part))].map(({ name }) => name);
    const found = names.filter((name) => name.startsWith(`${student}_`));
    expect([student, found.length]).toEqual([student, 1]);
    return await Deno.readTextFile(join(out, part, found[0]));
  };

  it("reads the next step in the page, in the terminal, and in Gradescope", async () => {
    const { results, others } = (await readGrading(out))!;
    const lines = [...tableOf(results, others)].join("\n");
    for (const [student, [, , step]] of Object.entries(WORK)) {
      const { output, tests: [test] } = JSON.parse(await textsIn("gradescope", student));
      const [, next] = output.split("\n");
      expect(next).toMatch(step);
      expect(test.output).toContain(next);
      const page = await textsIn("students", student);
      expect(page).toContain(`<p>${next}</p>`);
      expect(lines).toContain(next);
    }
  });

  it("has a page that the class page links, even without a notebook, until the next grading", async () => {
    const page = await Deno.readTextFile(join(out, "class.html"));
    const [, href] = page.match(/href="(students\/ben_[^"]+)"/)!;
    expect(await Deno.readTextFile(join(out, href))).toContain("ps1.py is a file, not a notebook");
    await writeReports(out, { grading: 2, fence: "none", results: [], others: [] });
    expect([...Deno.readDirSync(join(out, "students"))]).toEqual([]);
  });

  it("reads a step of its own for every reason that the grader gives", () => {
    const sources = ["process/submission.ts", "process/files.ts", "class/notebook_reader.ts"]
      .map((path) => Deno.readTextFileSync(new URL(`../../grading/${path}`, import.meta.url)));
    const reasons = sources.join("\n").match(/(?<=["`])(Cannot|it was|it is|it has)[^"`]+/g)!;
    expect(reasons.length).toBeGreaterThan(10);
    const otherwise = nextStep("something new");
    const whole = reasons.filter((reason) => !reason.endsWith("Cannot read it: ${problem}"))
      .filter((reason) => !/\$\{(problem|reason|tooLarge)/.test(reason))
      .map((reason) =>
        reason.replaceAll(/\$\{megabytes[^}]*\}/g, "7 MB").replaceAll(/\$\{[^}]*\}/g, "7")
      );
    expect(whole.filter((reason) => nextStep(reason) === otherwise)).toEqual([]);
  });
});
