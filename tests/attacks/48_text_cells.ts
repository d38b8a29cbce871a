import { ps1 } from "../../exercises/checks/ps1.ts";
import { modelCells } from "../../grading/class/model_key.ts";
import type { Attack } from "./attack.ts";

const solutions = new Map((await modelCells(ps1)).map(({ id, source }) => [id, source]));

/**
 * Puts solutions into Markdown cells, raw cells and cells without a type, with the ids of solution cells, beside the
 * stubs.
 */
export const attack: Attack = {
  notebook(notebook) {
    const types = ["markdown", "raw", "CODE", "", "code ", "heading"];
    // deno-lint-ignore no-explicit-any -- a notebook's JSON
    const stubs = notebook.cells.filter((cell: any) =>
      solutions.has(cell.metadata.nbgrader?.grade_id)
    );
    for (const [n, cell] of stubs.entries()) {
      const source = `// MARK48\n${solutions.get(cell.metadata.nbgrader.grade_id)}`;
      notebook.cells.push({ ...structuredClone(cell), cell_type: types[n], source });
    }
  },
};
