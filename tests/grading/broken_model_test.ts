import { after, before, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { ps1 } from "../../exercises/checks/ps1.ts";
import { modelCells } from "../../grading/class/model_key.ts";
import { copyOfGrader, runTool } from "../tools/scratch.ts";
import { notebookOf } from "./student_work.ts";

const SOURCE = "exercises/source/ps1/ps1.ipynb";

describe("deno task grade, with a model solution that a teacher has broken", () => {
  let folder: string, out: string;
  before(async () => {
    folder = await copyOfGrader();
    out = join(folder, "grades");
    const text = await notebookOf(ps1, await modelCells(ps1));
    for (const student of ["ana", "ben", "cleo"]) {
      await Deno.mkdir(join(folder, "work", student), { recursive: true });
      await Deno.writeTextFile(join(folder, "work", student, "ps1.ipynb"), text);
    }
  });
  after(() => Deno.remove(folder, { recursive: true }));

  const cases: [problem: string, from: string, to: string, message: string][] = [
    [
      ...["cannot be parsed", "Math.max(0, z))", "Math.max(0, z)"] as const,
      `Cannot load the model solution: cell ps1_relu of ${SOURCE} cannot be parsed: line `,
    ],
    [
      ...["throws", "Math.max(0, z)", "none(0, z)"] as const,
      `Cannot grade ps1.relu: the model solution fails, reluStep throws ReferenceError: none is not defined; change its cell in ${SOURCE}`,
    ],
    [
      ...["is no notebook", "{", "["] as const,
      `Cannot load the model solution from ${SOURCE}: Cannot read the notebook: it is not JSON`,
    ],
    [
      ...["does not fit a named mistake", "map((z) => Math", "map((z: number) => Math"] as const,
      'Cannot make the mistake "tanh instead of ReLU" of ps1.relu: ',
    ],
  ];
  for (const [problem, from, to, message] of cases) {
    it(`says once which file to change if it ${problem}, and writes no report`, async () => {
      const path = join(folder, SOURCE), whole = await Deno.readTextFile(path);
      expect(whole).toContain(from);
      await Deno.writeTextFile(path, whole.replace(from, to));
      const args = [join(folder, "work"), "--out", out];
      const { code, text } = await runTool(folder, "grading/grade.ts", args);
      await Deno.writeTextFile(path, whole);
      expect([code, text.startsWith(message) || text]).toEqual([1, true]);
      expect(text.trim().split("\n").length).toBe(1);
      expect([...Deno.readDirSync(out)].map(({ name }) => name).sort()).toEqual([
        ".lock",
        "secret.txt",
      ]);
    });
  }
});
