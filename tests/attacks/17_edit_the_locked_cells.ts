import type { Attack } from "./attack.ts";

/** Changes points and ids, deletes and duplicates locked cells, and adds solutions. */
export const attack: Attack = {
  notebook(notebook) {
    for (const cell of notebook.cells) {
      const { nbgrader } = cell.metadata;
      if (nbgrader?.grade) nbgrader.points = 1000;
      if (nbgrader?.grade_id === "ps1_leaky_check") nbgrader.grade_id = "ps1_relu_check";
      if (nbgrader?.solution) Object.assign(nbgrader, { grade: true, points: 1000 });
    }
    notebook.cells = notebook.cells.filter((_: unknown, n: number) => n % 5 !== 4);
    notebook.cells.push(structuredClone(notebook.cells[3]), structuredClone(notebook.cells[2]));
  },
};
