/// <reference no-default-lib="true" />
/// <reference lib="esnext" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { Cell, Notebook } from "../../lib/notebook/cells.ts";
import type { CodeCell } from "./code_cell.ts";
import { saveFile } from "./save_file.ts";

/** Saves the notebook of the page with the reader's changes and outputs. Throws TypeError if it cannot be loaded. */
export async function downloadNotebook(link: HTMLAnchorElement, cells: CodeCell[]): Promise<void> {
  const response = await fetch(link.href);
  if (!response.ok) throw new TypeError(`the server answered ${response.status}`);
  const text = JSON.stringify(withChanges(await response.json(), cells), null, 1);
  saveFile(link.pathname.split("/").at(-1)!, "application/x-ipynb+json", text);
}

/** Returns the notebook with the text and the outputs of the page's code cells, which are in the same order. */
function withChanges(notebook: Notebook, cells: CodeCell[]): Notebook {
  const code = cells.values();
  const changed = notebook.cells.map((cell): Cell => {
    const shown = cell.cell_type === "code" ? code.next().value : undefined;
    if (!shown) return cell;
    return { ...cell, source: shown.source, outputs: shown.outputs.stored, execution_count: null };
  });
  return { ...notebook, cells: changed };
}
