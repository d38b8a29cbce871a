import { join } from "node:path";
import { notebookWith, put } from "./class.ts";
import type { Attack } from "./attack.ts";

const QUOTES = "'".repeat(20e6); // each is escaped in a page, and becomes six characters

/** Names a language of 20 MB in six files, and gives cells names, types and ids of that size. */
export const attack: Attack = {
  megabytes: 200,
  async folder(folder) {
    const text = await notebookWith({});
    for (let n = 0; n < 6; n++) {
      const notebook = JSON.parse(text);
      notebook.metadata.kernelspec.language = QUOTES;
      notebook.cells = notebook.cells.slice(0, 1);
      await put(join(folder, "mallory", String(n), "MARK33.ipynb"), JSON.stringify(notebook));
    }
    const cells = JSON.parse(text);
    for (const cell of cells.cells) {
      cell.id = QUOTES.slice(0, 2e6);
      cell.metadata.MARK33 = QUOTES.slice(0, 1e5);
      if (cell.metadata.nbgrader?.locked) cell.metadata.nbgrader.grade_id = QUOTES.slice(0, 1e6);
    }
    await put(join(folder, "n", "ps1.ipynb"), JSON.stringify(cells));
  },
};
