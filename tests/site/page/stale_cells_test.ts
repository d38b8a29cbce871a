import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { cellsFor, type RunState, staleCells } from "../../../site/page/stale_cells.ts";

/** Returns the states of cells that ran at the given turns; 0 stands for a cell that did not run. */
function ranAt(...turns: number[]): RunState[] {
  return turns.map((turn, n) => ({
    source: `cell ${n}`,
    ranSource: turn > 0 ? `cell ${n}` : undefined,
    turn,
  }));
}

describe("cellsFor()", () => {
  it("runs all cells above one in a new kernel", () => {
    expect(cellsFor(2, ranAt(0, 0, 0, 0))).toEqual([0, 1, 2]);
  });

  it("runs a cell alone if those above it ran in order", () => {
    expect(cellsFor(2, ranAt(1, 2, 0))).toEqual([2]);
    expect(cellsFor(1, ranAt(1, 2, 3))).toEqual([1]);
    expect(cellsFor(0, ranAt(0))).toEqual([0]);
  });

  it("runs the cells between a changed one and the cell, even if they ran before", () => {
    const cells = ranAt(1, 2, 3, 4);
    cells[1].source = "changed";
    expect(cellsFor(3, cells)).toEqual([1, 2, 3]);
    expect(cellsFor(0, cells)).toEqual([0]);
  });

  it("runs the cells below one that ran again", () => {
    expect(staleCells(ranAt(1, 5, 3, 4))).toEqual([false, false, true, true]);
    expect(cellsFor(3, ranAt(1, 5, 3, 4))).toEqual([2, 3]);
  });
});
