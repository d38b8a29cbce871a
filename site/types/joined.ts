import type { Cell } from "./cell.ts";
import { renamed } from "./rename.ts";

/** The cells of a notebook, joined as one module, as one of them sees the others. */
export interface Joined {
  /** The same for cells that see the same. */
  key: string;
  text: string;
  /** The index at which each cell's text begins. */
  starts: number[];
}

const SEPARATOR = "\n;\n"; // a cell does not continue the one before
const END = "\nexport {};\n"; // a module

/**
 * Joins cells as one of them sees the others. A name that several cells declare belongs, for each cell, to the last
 * declaration up to that cell, as it does when the kernel runs the cells in order. The cell that looks, and those that
 * mean the same declaration as it does, keep the name; in the other cells it is replaced.
 */
export function joinedFor(cells: Cell[], index: number): Joined {
  const owners = ownersOf(cells), seen = owners.map(([name, by]) => [name, by[index]] as const);
  const texts = cells.map((cell, m) => {
    const others = owners.filter(([, by]) => by[m] !== by[index])
      .map(([name, by]) => [name, markedName(name, by[m])] as const);
    return renamed(cell.code, new Map(others));
  });
  let length = 0;
  const starts = texts.map((text, m) => {
    const start = length + cells[m].lead;
    length += text.length + SEPARATOR.length;
    return start;
  });
  return { key: JSON.stringify(seen), text: texts.join(SEPARATOR) + END, starts };
}

/** Replaces names in a message that only the compiler knows: of earlier declarations, and with the path of a file. */
export function withReadersNames(message: string): string {
  return message.replaceAll(/\$cell(\d+)\b/g, " (of cell $1)")
    .replaceAll(/import\("\/notebook[^"]*"\)\./g, "")
    .replaceAll(/import\("[^"]*"\)\.([\w$]+)/g, "$1 (of the library)");
}

/** Tests whether a name is one that stands for an earlier declaration. */
export function isMarkedName(name: string): boolean {
  return /\$cell\d+$/.test(name);
}

function markedName(name: string, cell: number): string {
  return `${name}$cell${cell + 1}`;
}

/** Returns each name that several cells declare, with the index of the cell whose declaration each cell means. */
function ownersOf(cells: Cell[]): [name: string, by: number[]][] {
  const declaredBy = new Map<string, Set<number>>();
  for (const space of ["values", "types"] as const) {
    for (const [name, by] of declarers(cells, space)) {
      if (by.length > 1) {
        declaredBy.set(name, (declaredBy.get(name) ?? new Set()).union(new Set(by)));
      }
    }
  }
  return [...declaredBy].map(([name, set]) => {
    const by = [...set].sort((a, b) => a - b);
    return [name, cells.map((_, m) => by.findLast((cell) => cell <= m) ?? by[0])];
  });
}

/** Returns the indices of the cells that declare a name, by the name. */
function declarers(cells: Cell[], space: "values" | "types"): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (const [index, { names }] of cells.entries()) {
    for (const name of names[space]) found.set(name, [...found.get(name) ?? [], index]);
  }
  return found;
}
