/** A cell of a notebook's file. */
export interface Cell {
  id?: string;
  cell_type: string;
  source: string | string[];
  metadata: Record<string, unknown>;
  outputs?: unknown[];
  execution_count?: number | null;
}

/** A notebook's file. */
export interface Notebook {
  cells: Cell[];
  metadata: Record<string, unknown>;
  nbformat: number;
  nbformat_minor: number;
}

/** The text of a cell. */
export function textOf({ source }: Cell): string {
  return Array.isArray(source) ? source.join("") : source;
}

/** A cell of text. */
export function markdown(text: string): Cell {
  return { id: "open-in-jupyter", cell_type: "markdown", metadata: {}, source: text };
}

/** The line under a notebook's title: how to open it, its file, and Binder where there is an address. */
export function openingCell(file: string, up: string, binder: string): string {
  const links = [
    `<a href="${up}open.html">Open in Jupyter</a>`,
    `<a href="${file}" download>Download this notebook</a>`,
  ];
  if (binder) links.push(`<a href="${binder}">Open on Binder</a>`);
  return `<p class="opening">${links.join(" · ")}</p>`;
}
