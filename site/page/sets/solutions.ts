/// <reference no-default-lib="true" />
/// <reference lib="esnext" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { CodeCell } from "../code_cell.ts";
import { button, make } from "../elements.ts";

/** Adds to each solution of the page a button that copies it into its cell; a site for a class has no solutions. */
export function offerSolutions(cells: CodeCell[]): void {
  for (const box of document.querySelectorAll<HTMLElement>("details[data-solves]")) {
    const cell = cells.find(({ id }) => id === box.dataset.solves);
    if (cell) box.append(copier(cell, box.querySelector("pre")!));
  }
}

/** Returns the button, beside which stands what it has done. */
function copier(cell: CodeCell, solution: HTMLElement): HTMLElement {
  const said = make("span", { role: "status" });
  const bar = make("div", { className: "live-bar" });
  const copy = button("Copy into the cell", "Replace the text of the cell by this solution", () => {
    const before = cell.source;
    const undo = button("Undo", "Bring back the text that the cell had", async () => {
      await cell.write(before);
      said.replaceChildren("The cell has its former text again.");
      copy.focus();
    });
    cell.write(solution.textContent!.replace(/\n$/, ""));
    said.replaceChildren("Copied. Run the check below the cell. ", undo);
  });
  bar.append(copy, said);
  return bar;
}
