import { afterEach, beforeEach, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { dirname, join } from "node:path";
import { ps1 } from "../../exercises/checks/ps1.ts";
import { gradeClass } from "../../grading/class/grade_class.ts";
import { Inputs } from "../../grading/class/inputs.ts";
import { modelCells } from "../../grading/class/model_key.ts";
import { submittedFiles } from "../../grading/class/submitted_files.ts";
import { root } from "../../tools/paths.ts";
import { scratch } from "../tools/scratch.ts";
import { notebookOf } from "./student_work.ts";

describe("the type check of the grader", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await scratch();
  });
  afterEach(() => Deno.remove(folder, { recursive: true }));

  const put = async (path: string, text: string) => {
    await Deno.mkdir(dirname(join(folder, path)), { recursive: true });
    await Deno.writeTextFile(join(folder, path), text);
  };
  const grade = async () => {
    const { notebooks } = await submittedFiles(folder);
    return await gradeClass(notebooks, { inputs: new Inputs(new Uint8Array(16), 1), types: true });
  };

  it("leaves what other modules export untyped, and never reads their files", async () => {
    const [first, ...rest] = await modelCells(ps1);
    const reach = 'import {\n  join,\n} from "node:path";\nconst n: "x" = join;\n';
    const other = `import { SETS } from "${root}/exercises/checks/mod.ts";\nconst m: "x" = SETS;\n`;
    const own = 'import { Matrix as M } from "rnn";\nconst made: string = new M(1, 1);\n';
    for (const [name, lines] of Object.entries({ ana: own, mallory: reach, trudy: other })) {
      const cells = [{ id: first.id, source: lines + first.source }, ...rest];
      await put(`${name}/ps1.ipynb`, await notebookOf(ps1, cells));
    }
    const results = await grade();
    expect(results.map(({ earned, typeErrors }) => [earned, typeErrors])).toEqual([
      [
        13,
        ["Type error in ps1_relu, line 2: TS2322: Type 'Matrix' is not assignable to type 'string'."],
      ],
      ...[[13, []], [13, []]],
    ]);
  });

  it("reports type errors with their cell and line, without a penalty", async () => {
    const model = await modelCells(ps1);
    const wrong = { ...model[0], source: `${model[0].source}\nconst text: string = 1;` };
    await put("ana/ps1.ipynb", await notebookOf(ps1, [wrong, ...model.slice(1)]));
    const [{ earned, typeErrors }] = await grade();
    expect(earned).toBe(13);
    expect(typeErrors).toEqual([
      expect.stringMatching(
        /^Type error in ps1_relu, line 7: TS2322.*'number' is not assignable to type 'string'/,
      ),
    ]);
  });

  it("reports each type error once, one of each cell at least, and how many it leaves out", async () => {
    const [relu, leaky, ...rest] = await modelCells(ps1);
    const wrong = Array.from({ length: 9 }, (_, n) => `const [s${n}, t${n}]: string[] = [1, 2];`);
    const source = [relu.source, ...wrong].join("\n");
    const other = { ...leaky, source: `const n: number = "";\n${leaky.source}` };
    await put("ana/ps1.ipynb", await notebookOf(ps1, [{ ...relu, source }, other, ...rest]));
    const [{ typeErrors }] = await grade();
    const places = typeErrors.map((text) => text.replace(/: TS.*/, ""));
    expect(places).toEqual([
      ...[7, 8, 9, 10].map((line) => `Type error in ps1_relu, line ${line}`),
      "Type error in ps1_leaky, line 1",
      "and 5 more type errors",
    ]);
  });
});
