/** The source of each code cell of a notebook, in order. */
export async function codeCells(path: string): Promise<string[]> {
  const notebook: { cells: { cell_type: string; source: string | string[] }[] } = JSON.parse(
    await Deno.readTextFile(path),
  );
  return notebook.cells.filter((cell) => cell.cell_type === "code")
    .map(({ source }) => Array.isArray(source) ? source.join("") : source);
}

/** A line of joined cells, counted from 1, as the place of its cell, counted from 0, and the row in it. */
export function placeOf(cells: string[], line: number): { cell: number; row: number } {
  let row = line;
  for (const [cell, source] of cells.entries()) {
    const lines = source.split("\n").length;
    if (row <= lines) return { cell, row };
    row -= lines;
  }
  return { cell: cells.length, row };
}
