import type { Attack } from "./attack.ts";

/** Redeclares the checker in a later cell, and puts a passed box into the locked one. */
export const attack: Attack = {
  notebook(notebook) {
    const checker = 'const check = async () => ({ earned: 1, status: "pass" });';
    const scratch = { cell_type: "code", id: "mine", metadata: {}, outputs: [], source: [checker] };
    notebook.cells.push(scratch);
    for (const cell of notebook.cells) {
      if (!cell.metadata.nbgrader?.grade) continue;
      cell.source = ["1;"];
      cell.outputs = [{ output_type: "execute_result", data: { "text/plain": "1" }, metadata: {} }];
    }
  },
};
