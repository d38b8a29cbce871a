/// <reference no-default-lib="true" />
/// <reference lib="esnext" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { keptResults } from "../kept/results.ts";
import { make } from "../elements.ts";
import { ProgressBar, progressOf, type SetSummary } from "./set_summary.ts";

/** The progress in every set, in the table of the sets. */
export class Overview {
  readonly #bars: [ProgressBar, SetSummary["items"]][] = [];

  /** Adds a bar to each row of the table, and one for all sets below it. */
  constructor(sets: SetSummary[]) {
    for (const { id, title, items } of sets) {
      const link = document.querySelector(`article td a[href^="${id}."]`)!;
      this.#add(link.closest("tr")!.cells[1], `Points in ${id}, ${title}`, items);
    }
    const total = make("div", { className: "work-total" }, make("strong", {}, "All sets: "));
    document.querySelector(`article table`)!.parentElement!.after(total);
    this.#add(total, "Points in all sets", sets.flatMap(({ items }) => items));
    this.show();
  }

  /** Shows the results as they are kept now. */
  show(): void {
    const results = keptResults();
    for (const [bar, items] of this.#bars) bar.show(progressOf(items, results));
  }

  #add(place: HTMLElement, name: string, items: SetSummary["items"]): void {
    const bar = new ProgressBar(name);
    place.append(bar.element);
    this.#bars.push([bar, items]);
  }
}
