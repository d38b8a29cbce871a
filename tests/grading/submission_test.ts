import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { SETS } from "../../exercises/checks/mod.ts";
import { ps1 } from "../../exercises/checks/ps1.ts";
import { modelCells } from "../../grading/class/model_key.ts";
import { compileCells } from "../../grading/process/script.ts";
import { readSubmission } from "../../grading/process/submission.ts";
import type { Cell, Notebook } from "../../lib/notebook/cells.ts";
import { notebookOf, oddNotebook, ownCell } from "./student_work.ts";

/** Returns the submission that is read from the model solution of ps1 after a change to the notebook. */
async function read(change: (notebook: Notebook) => void) {
  const notebook: Notebook = JSON.parse(await notebookOf(ps1, await modelCells(ps1)));
  change(notebook);
  return readSubmission(JSON.stringify(notebook), SETS);
}
const ids = ({ cells }: { cells: { id: string }[] }) => cells.map(({ id }) => id);
const relu = ({ cells }: Notebook) => cells[3];

describe("readSubmission()", () => {
  it("takes the solution cells and the student's own in the notebook's order", async () => {
    const found = readSubmission(await oddNotebook(await modelCells(ps1)), SETS);
    expect(ids(found).map((id) => id.replace(/\d+$/, "n"))).toEqual([
      ...["ps1_unroll", "#n", "#n", "#n", "ps1_relu", "ps1_leaky", "ps1_leaky"],
      ...["ps1_jordan", "#n", "ps1_bidirectional", "ps1_bidirectional", "ps1_slip", "#n"],
    ]);
    expect(found.remarks).toEqual([
      "Cell ps1_leaky occurs 2 times",
      "Cell ps1_bidirectional occurs 2 times",
    ]);
  });

  it("leaves out the cells that were given, and those that are not code", async () => {
    const model = (await modelCells(ps1)).map(({ id }) => id);
    expect(ids(await read(() => {}))).toEqual(model);
    const retyped = await read((notebook) => {
      relu(notebook).cell_type = "raw";
      notebook.cells.push({ ...ownCell("let a = 1;"), cell_type: "markdown" });
    });
    expect(ids(retyped)).toEqual(model.slice(1));
    expect(retyped.remarks).toEqual(["Cell ps1_relu is missing"]);
  });

  it("reads odd sources and metadata", async () => {
    const odd = [{ toString: "x" }, "let a1 = 1;\n", null, ["let b1 = 1;"], 5, "let c1 = 1;"];
    const { cells } = await read((notebook) => {
      relu(notebook).source = odd as string[];
      for (const nbgrader of [null, "text", 5, [], {}, { grade_id: {} }, { grade_id: "other" }]) {
        notebook.cells.unshift({ ...ownCell("let d1 = 1;"), metadata: { nbgrader } });
      }
      notebook.cells.unshift({ ...ownCell("let d1 = 1;"), metadata: undefined } as unknown as Cell);
      notebook.cells.unshift(...[null, 5, {}, { cell_type: {}, source: "" }] as unknown as Cell[]);
    });
    expect(cells.find(({ id }) => id === "ps1_relu")!.source).toBe("let a1 = 1;\nlet c1 = 1;");
    expect(cells.filter(({ isOwn }) => isOwn).length).toBe(8);
  });

  it("reads a language that is not a string, and a long one", async () => {
    const remarks = async (language: unknown) =>
      (await read(({ metadata }) => {
        metadata.kernelspec = { language };
        metadata.language_info = { name: language };
      })).remarks;
    expect(await remarks({ toString: "typescript" })).toEqual([
      "Its metadata names a language that is not a string",
    ]);
    expect(await remarks("TypeScript")).toEqual([]);
    expect(await remarks("python\u202e\n")).toEqual([
      "Its metadata names the language python\ufffd ",
    ]);
    const [long] = await remarks("x".repeat(20_000_000));
    expect(long.length).toBeLessThan(100);
  });

  it("refuses too many or too long solution cells, and reads a limited number of the student's own", async () => {
    const times = (count: number, characters: number) =>
      read((notebook) => {
        const cell = relu(notebook), source = `//${"x".repeat(characters)}`;
        notebook.cells.push(...Array.from({ length: count }, () => ({ ...cell, source })));
      });
    await expect(times(60, 1)).rejects.toThrow("Cannot read it: it has 66 solution cells of ps1");
    await expect(times(4, 80_000)).rejects.toThrow(
      /^Cannot read it: its solution cells have \d+ characters, but at most 300000 are allowed$/,
    );
    expect((await times(1, 1e6)).remarks).toEqual(["Cell ps1_relu occurs 2 times"]); // it is refused separately
    const own = await read(({ cells }) => {
      cells.push(...Array.from({ length: 300 }, (_, n) => ownCell(`let own${n} = 1;`)));
      cells.unshift(ownCell(`//${"x".repeat(1e6)}`));
    });
    expect(own.cells.length).toBe(206);
    expect(own.remarks).toEqual(["Only 200 of the 301 cells that the student added were read"]);
  });

  it("takes only declarations from the student's own cells", async () => {
    const { cells } = await read((notebook) => {
      notebook.cells.push(
        ownCell("for (;;) {}"),
        ownCell(
          "const slow = await train(1e9); const fast = 1; function helper() { return fast; }",
        ),
        ownCell("const broken = ;"),
      );
    });
    const { scripts, problems } = compileCells(cells);
    expect(ids({ cells: scripts }).filter((id) => id.startsWith("#")).length).toBe(1);
    expect(scripts.at(-1)!.script).not.toContain("train(");
    expect(problems.size).toBe(0);
  });
});
