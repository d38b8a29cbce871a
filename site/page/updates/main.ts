/// <reference no-default-lib="true" />
/// <reference lib="esnext" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { button, make } from "../elements.ts";
import type { KeptCells } from "../kept/cells.ts";
import type { LiveNotebook } from "../live_notebook.ts";
import type { CodeCell } from "../code_cell.ts";
import { isOpen, UpdateNotice } from "./update_notice.ts";

/** Tells the reader which changed cells are different in the course now, and lets the reader choose for each. */
export function showUpdates({ cells, edits }: LiveNotebook): void {
  for (const { id, original } of cells) {
    if (edits.get(id)?.text === original) edits.put(id, undefined); // the course now has the reader's text
  }
  const outdated = cells.filter((cell) => isOpen(cell, edits));
  const lost = edits.ids.filter((id) => !cells.some((cell) => cell.id === id));
  if (outdated.length + lost.length === 0) return;
  const notices = new Map(outdated.map((cell) => [cell.id, new UpdateNotice(cell, edits)]));
  const summary = summaryOf(outdated, edits);
  edits.watch((id) => {
    notices.get(id)?.refresh();
    summary.hidden = !outdated.some((cell) => isOpen(cell, edits));
  });
  summary.hidden = outdated.length === 0;
  const box = make("section", {
    className: "work-box work-news",
    ariaLabel: "Update of the course",
  });
  const title = make("p", {}, make("strong", {}, "The course has been updated."));
  box.append(title, summary, ...lost.map((id) => lostCell(id, edits)));
  document.querySelector("article h1")!.after(box);
}

/** Returns how many cells wait for the reader's choice, with a button that goes to the first of them. */
function summaryOf(cells: CodeCell[], edits: KeptCells): HTMLElement {
  const [found, choice] = cells.length === 1
    ? ["One cell that you changed is", "which of the two to use"]
    : [`${cells.length} cells that you changed are`, "for each one which of the two to use"];
  const text = `${found} different now. Your text is still there: look at what has changed, ` +
    `then choose ${choice}. `;
  const show = button("Show me", "Go to the first of these cells", () => {
    const { box } = cells.find((cell) => isOpen(cell, edits))!;
    box.scrollIntoView({ block: "start" });
    box.querySelector<HTMLElement>(".work-box summary")!.focus();
  });
  return make("p", {}, text, show);
}

/** Shows the text of a changed cell that is no longer on the page. */
function lostCell(id: string, edits: KeptCells): HTMLElement {
  const intro = "This page no longer has a cell that you changed. Your text was:";
  const box = make("div", {}, make("p", {}, intro));
  const remove = button("Delete this text", "Remove it from this browser", () => {
    edits.put(id, undefined);
    box.replaceChildren(make("p", { role: "status" }, "The text of the former cell is deleted."));
  });
  box.append(make("pre", { tabIndex: 0 }, edits.get(id)!.text), remove);
  return box;
}
