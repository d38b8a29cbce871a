/// <reference no-default-lib="true" />
/// <reference lib="esnext" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { button, make } from "../elements.ts";
import { site } from "../addresses.ts";
import {
  addWork,
  forgetWork,
  keptWork,
  parseWork,
  replacedBy,
  type Work,
  workText,
} from "../kept/work.ts";
import { saveFile } from "../save_file.ts";

const LARGEST = 20e6; // bytes of a file, several times what a browser keeps

/** A list of the reader's work that the browser keeps, with buttons that export, import and delete it. */
export class WorkPanel {
  readonly #list = make("div");
  readonly #said = make("div", { className: "work-said", role: "status" });
  readonly #file = make("input", { type: "file", accept: ".json,application/json", hidden: true });

  /** Adds the panel after an element; `changed` is called after an import or a deletion. */
  constructor(above: Element, readonly changed: () => void) {
    this.#file.addEventListener("change", () => this.#read(this.#file.files![0]));
    const heading = make("h2", {}, "Your work in this browser");
    const bar = make(
      "div",
      { className: "live-bar" },
      button("⬇ Export my work", "Save all your changes and results as a file", () => this.#save()),
      button("⬆ Import my work …", "Open a file that was exported here or elsewhere", () => {
        this.#file.value = ""; // so that the same file can be opened again
        this.#file.click();
      }),
      button("✕ Delete my work …", "Remove it from this browser", () => this.#confirmDeletion()),
      this.#file,
    );
    above.after(make("section", { id: "your-work" }, heading, this.#list, bar, this.#said));
    this.show();
  }

  /** Shows what is kept now. */
  show(): void {
    const work = keptWork(), pages = new Map<string, number>();
    for (const name of Object.keys(work.cells)) {
      const page = name.split("#")[0];
      pages.set(page, (pages.get(page) ?? 0) + 1);
    }
    const intro = make(
      "p",
      {},
      "Your changes and results are kept in this browser, on this device, and nowhere else. " +
        "Export them to have a copy, or to go on in another browser. ",
      `Kept now: ${describe(work)}${pages.size > 0 ? ", on these pages:" : "."}`,
    );
    const items = [...pages].map(([page, count]) =>
      make("li", {}, linkTo(page), `: ${cells(count)}`)
    );
    this.#list.replaceChildren(intro, ...(items.length > 0 ? [make("ul", {}, ...items)] : []));
  }

  #save(): void {
    const work = keptWork(), day = new Date().toISOString().slice(0, 10);
    saveFile(`unrolled-work-${day}.json`, "application/json", workText(work));
    this.#say(`Exported ${describe(work)}.`);
  }

  async #read(file: File | undefined): Promise<void> {
    if (!file) return;
    try {
      if (file.size > LARGEST) {
        throw new RangeError(`Cannot import ${file.name}: expected at most ${LARGEST / 1e6} MB`);
      }
      this.#confirmImport(parseWork(await file.text(), file.name), file.name);
    } catch (error) {
      this.#say(`${(error as Error).message}. Nothing has been imported.`);
    }
  }

  #confirmImport(work: Work, name: string): void {
    const lost = replacedBy(work).length;
    const text = `${name} has ${describe(work)}. ` +
      (lost === 0 ? "" : `${cells(lost)} that you have changed here will be replaced. `);
    this.#ask(text, "Import", () => {
      if (!addWork(work)) {
        return this.#say(`This browser cannot store ${name}. Nothing has been imported.`);
      }
      this.#finish(`Imported ${describe(work)}.`);
    });
  }

  #confirmDeletion(): void {
    const text = `Delete ${describe(keptWork())} from this browser, on all pages? `;
    this.#ask(text, "Delete", () => {
      forgetWork();
      this.#finish("Your work has been deleted from this browser.");
    });
  }

  /** Asks before something is done that cannot be taken back. */
  #ask(text: string, verb: string, act: () => void): void {
    const yes = button(verb, text, act),
      no = button("Cancel", "Change nothing", () => {
        this.#say("Nothing has been changed.");
      });
    this.#said.replaceChildren(
      make("p", {}, text),
      make("div", { className: "live-bar" }, yes, no),
    );
    no.focus();
  }

  #finish(text: string): void {
    this.show();
    this.changed();
    this.#say(text);
  }

  #say(text: string): void {
    this.#said.replaceChildren(make("p", {}, text));
  }
}

/** Returns a link to a page with its title, or only the page's path if the course no longer has it. */
function linkTo(page: string): Node | string {
  const { href } = new URL(`${page}.html`, site);
  const links = [...document.querySelectorAll<HTMLAnchorElement>("nav a.reference.internal")];
  const title = links.find((link) => link.href === href)?.textContent;
  return title ? make("a", { href }, title.trim()) : `${page}, which the course no longer has`;
}

function describe({ cells: changed, results }: Work): string {
  const count = Object.keys(results).length;
  return `${cells(Object.keys(changed).length)} and ${count} ${count === 1 ? "result" : "results"}`;
}

function cells(count: number): string {
  return `${count} changed ${count === 1 ? "cell" : "cells"}`;
}
