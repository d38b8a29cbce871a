import { join } from "node:path";
import { escapeHtml } from "../../lib/notebook/html.ts";
import { readNotebook } from "../../lib/notebook/cells.ts";
import { source } from "./folders.ts";

const CELL = /<div class="cell(?=(?: tag_[\w-]+)* docutils container">)/g; // as MyST-NB writes a code cell

/**
 * Returns a page of a notebook with the ids of the notebook's code cells, which MyST-NB leaves out, as their data-cell.
 * `name` is the page's path without ".html". Throws Error if the page and the notebook have different cells.
 */
export async function withCellIds(page: string, name: string): Promise<string> {
  const { cells } = await readNotebook(join(source, `${name}.ipynb`));
  const ids = cells.filter(({ cell_type }) => cell_type === "code").map(({ id }) => id);
  const found = page.match(CELL)?.length ?? 0;
  if (found !== ids.length || ids.includes(undefined) || new Set(ids).size < ids.length) {
    throw new Error(
      `Cannot name the cells of ${name}: expected ${ids.length} with different ids, found ${found}`,
    );
  }
  const next = ids.values();
  return page.replaceAll(
    CELL,
    (start) => start.replace("<div", `<div data-cell="${escapeHtml(next.next().value!)}"`),
  );
}
