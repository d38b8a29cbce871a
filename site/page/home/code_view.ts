/// <reference no-default-lib="true" />
/// <reference lib="esnext" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { make } from "../elements.ts";
import { beside } from "../addresses.ts";
import { LiveNotebook } from "../live_notebook.ts";

/**
 * Adds a code as a cell that can be edited and run, in a kernel of its own. Returns a function that replaces the code,
 * unless the reader has changed it.
 */
export function showCode(place: HTMLElement, source: string): (source: string) => void {
  document.head.append(make("link", { rel: "stylesheet", href: beside("live.css") }));
  const code = make("div", { className: "highlight" }, make("pre", { textContent: source }));
  const input = make("div", { className: "cell_input docutils container" });
  input.append(make("div", { className: "highlight-typescript notranslate" }, code));
  const box = make("div", { className: "cell docutils container" }, input);
  box.dataset.cell = "first-page";
  place.append(box);
  const { cells: [cell] } = new LiveNotebook([box]);
  cell.open();
  return (source) => cell.renew(source);
}
