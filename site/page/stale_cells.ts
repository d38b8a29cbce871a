/** The part of a cell's state that decides whether it has to run before the cells below it. */
export interface RunState {
  /** The text as it stands now, and as it was when it last ran without an error; undefined if it never did. */
  source: string;
  ranSource?: string;
  /** The place of that run among all runs of the kernel, counted from 1; 0 if there was none. */
  turn: number;
}

/** Returns whether each cell is stale: it has not run as it stands now, or not since a stale cell above it or a later run of one. */
export function staleCells(cells: RunState[]): boolean[] {
  let latest = 0, isStale = false;
  return cells.map(({ source, ranSource, turn }) => {
    isStale ||= ranSource !== source || turn < latest;
    latest = Math.max(latest, turn);
    return isStale;
  });
}

/** Returns the indices of the cells that have to run for a cell: it, and those above it from the first stale one on. */
export function cellsFor(index: number, cells: RunState[]): number[] {
  const above = staleCells(cells.slice(0, index)), first = above.indexOf(true);
  const start = first < 0 ? index : first;
  return Array.from({ length: index + 1 - start }, (_, n) => start + n);
}
