/// <reference no-default-lib="true" />
/// <reference lib="esnext" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { beside } from "./addresses.ts";
import { onChangeElsewhere } from "./kept/storage.ts";
import { LiveNotebook } from "./live_notebook.ts";

/** The notebook of the page, if it has one. */
export const notebook = start();

/** Adds buttons to the code cells of the page; nothing else is loaded before one is pressed. */
function start(): LiveNotebook | undefined {
  const boxes = [...document.querySelectorAll<HTMLElement>("div.cell")]
    .filter((box) => box.querySelector(".highlight-typescript"));
  if (boxes.length === 0) return undefined;
  const notebook = new LiveNotebook(boxes);
  if (notebook.isOutdated) {
    import(beside("updates.js")).then(({ showUpdates }: typeof import("./updates/main.ts")) => {
      showUpdates(notebook);
    });
  }
  onChangeElsewhere((kind, name) => {
    const changed = notebook.cells.find(({ id }) => name === `${notebook.edits.page}#${id}`);
    if (kind === "cell") changed?.remark("changed in another tab: reload this page to see it");
  });
  return notebook;
}
