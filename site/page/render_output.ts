/// <reference no-default-lib="true" />
/// <reference lib="esnext" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { MimeBundle } from "../kernel/protocol.ts";
import { make } from "./elements.ts";
import { frameData, player } from "./frames.ts";
import type { CellPlace } from "./places.ts";

const PLACES = 4; // of an error

/** Fills an element with the best representation of a value. */
export function fillWith(place: HTMLElement, data: MimeBundle): void {
  const html = data["text/html"] ?? data["image/svg+xml"];
  const image = ["image/png", "image/jpeg"].find((type) => type in data);
  const text = String(data["text/plain"] ?? data["text/markdown"] ?? "");
  place.className = html ? "output text_html" : "output text_plain";
  if (html) fillWithHtml(place, String(html));
  else if (image) {
    place.replaceChildren(make("img", { src: `data:${image};base64,${data[image]}`, alt: text }));
  } else place.replaceChildren(make("pre", {}, text));
}

/** Returns a box with the best representation of a value. */
export function displayBox(data: MimeBundle): HTMLElement {
  const box = make("div");
  fillWith(box, data);
  return box;
}

function fillWithHtml(place: HTMLElement, html: string): void {
  place.innerHTML = html;
  for (const old of place.querySelectorAll("script")) {
    const frames = frameData(old.text);
    if (frames) player(frames);
    else old.replaceWith(make("script", { textContent: old.textContent })); // only a new element is executed
  }
}

/** Returns a box with the text of a stream. */
export function streamBox(name: "stdout" | "stderr", text: string): HTMLElement {
  const className = `output ${name === "stderr" ? "stderr" : "stream"}`;
  return make("div", { className }, make("pre", {}, text));
}

/** Returns the lines of an error: its name and message, and the first places where it occurred. */
export function errorLines(ename: string, evalue: string, places: CellPlace[]): string[] {
  return [`${ename}: ${evalue}`, ...places.slice(0, PLACES).map(placeText)];
}

/** Returns a box with an error and its places, which a screen reader reads out. */
export function errorBox(lines: string[]): HTMLElement {
  const box = make("div", { className: "output error live-error" });
  box.append(make("pre", {}, lines.join("\n")));
  box.role = "alert";
  return box;
}

/** Describes a place by its line, with a caret below the column. */
function placeText({ cell, line, column, text, where }: CellPlace): string {
  const indent = text.length - text.trimStart().length;
  const caret = " ".repeat(Math.max(0, column - indent)) + "^";
  const name = where ? `, in ${where}` : "";
  return `  cell ${cell + 1}, line ${line}${name}\n    ${text.trim()}\n    ${caret}`;
}
