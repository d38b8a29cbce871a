/// <reference no-default-lib="true" />
/// <reference lib="esnext" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { keepValue, keptNames, keptValue } from "./storage.ts";

/** A cell that a reader has changed. */
export interface KeptCell {
  /** The reader's text. */
  text: string;
  /** The text of the course's cell that the reader has changed; an update of the course can have another one. */
  original: string;
}

/** Returns a value as a kept cell, or undefined if it is none. */
export function cellOf(value: unknown): KeptCell | undefined {
  const { text, original } = Object(value);
  return typeof text === "string" && typeof original === "string" ? { text, original } : undefined;
}

/** Returns the kept cell of a name, which is that of a page and of a cell: "exercises/ps1#ps1-relu". */
export function keptCell(name: string): KeptCell | undefined {
  return cellOf(keptValue("cell", name));
}

/** The cells of one page that a reader has changed, by the ids of the notebook's cells. */
export class KeptCells {
  #listen?: (id: string) => void;

  /** `page` is the page's path from the top of the site, without ".html". */
  constructor(readonly page: string) {}

  /** The ids of the changed cells, some of which the page may have lost in an update. */
  get ids(): string[] {
    const start = `${this.page}#`;
    return keptNames("cell").filter((name) => name.startsWith(start) && keptCell(name))
      .map((name) => name.slice(start.length));
  }

  /** Returns a changed cell. */
  get(id: string): KeptCell | undefined {
    return keptCell(`${this.page}#${id}`);
  }

  /**
   * Keeps the text of a cell, or forgets the cell if the text is that of the course. After an update, the text that the
   * reader has changed remains known until `put` replaces it. Returns false if the browser cannot store it.
   */
  keep(id: string, text: string, original: string): boolean {
    if (text === original) return this.put(id, undefined);
    return this.put(id, { text, original: this.get(id)?.original ?? original });
  }

  /** Keeps a cell as it is given, or forgets it. Returns false if the browser cannot store it. */
  put(id: string, cell: KeptCell | undefined): boolean {
    const isKept = keepValue("cell", `${this.page}#${id}`, cell);
    this.#listen?.(id);
    return isKept;
  }

  /** Calls a function with the id of each cell that is kept or forgotten from now on. */
  watch(listen: (id: string) => void): void {
    this.#listen = listen;
  }
}
