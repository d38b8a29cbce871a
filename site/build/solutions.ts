import { tagOf } from "../../grading/process/submission.ts";
import { type Cell, cellSource, type Notebook } from "../../lib/notebook/cells.ts";
import { escapeHtml } from "../../lib/notebook/html.ts";

const MARKERS = /^[ \t]*\/\/ (?:BEGIN|END) SOLUTION\n/gm;

/**
 * Returns a problem set with a cell below the check of each item, in which the solution is folded away; `source` is the
 * notebook with the solutions, whose cells have the same ids.
 */
export function withFoldedSolutions(set: Notebook, source: Notebook): Notebook {
  const solutions = source.cells.filter((cell) => tagOf(cell).solution).values();
  const cells = set.cells.flatMap((cell) => {
    const solution = tagOf(cell).grade ? solutions.next().value : undefined;
    return solution ? [cell, foldedCell(solution)] : [cell];
  });
  return { ...set, cells };
}

function foldedCell(solution: Cell): Cell {
  const id = escapeHtml(solution.id!);
  const source = `<details class="solution" data-solves="${id}">
<summary>Solution (try first)</summary>

\`\`\`typescript
${cellSource(solution).replaceAll(MARKERS, "")}
\`\`\`

</details>`;
  return { id: `${id}-solution`, cell_type: "markdown", metadata: {}, source };
}
