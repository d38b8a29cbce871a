/// <reference no-default-lib="true" />
/// <reference lib="esnext" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { make } from "./elements.ts";

/** The table behind a slider: a row of numbers for each value that the reader has chosen so far. */
export class SliderTable {
  readonly element = make(
    "details",
    { className: "live-numbers" },
    make("summary", {}, "The numbers of the pictures so far"),
  );
  readonly #rows = new Map<number, Record<string, string>>();
  readonly #table = make("table");
  #now?: number;

  /** `name` is the slider's, and the head of the first column. */
  constructor(readonly name: string) {
    this.element.append(this.#table);
    this.element.addEventListener("toggle", () => this.#fill());
  }

  /** Adds the row of the value that is shown now. */
  add(value: number, numbers: Record<string, string>): void {
    this.#rows.set(this.#now = value, numbers);
    if (this.element.open) this.#fill();
  }

  #fill(): void {
    const names = [...new Set([...this.#rows.values()].flatMap(Object.keys))];
    const head = [this.name, ...names].map((text) => make("th", { scope: "col" }, text));
    const rows = [...this.#rows].toSorted(([a], [b]) => a - b).map(([value, numbers]) => {
      const first = make("th", { scope: "row" }, String(value));
      const row = make(
        "tr",
        {},
        first,
        ...names.map((name) => make("td", {}, numbers[name] ?? "")),
      );
      if (value === this.#now) row.setAttribute("aria-current", "true");
      return row;
    });
    this.#table.replaceChildren(make("tr", {}, ...head), ...rows);
  }
}
