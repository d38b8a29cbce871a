import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { LSTMCell, Matrix, normal, seeded } from "rnn";

describe("LSTMCell", () => {
  it("passes the gradient through the cell state unchanged if f = 1 and i = 0", () => {
    const cell = new LSTMCell(2, 3, seeded(1), normal(0));
    cell.params.bf.data.fill(100); // σ(100) is 1 to the last bit
    cell.params.bi.data.fill(-800); // σ(−800) is 0
    const step = cell.step(new Matrix(2, 1), normal(1)(6, 1, seeded(2)));
    expect(cell.blocks(step).cc.data).toEqual(Matrix.identity(3).data);
    expect(cell.blocks(step).ch.norm()).toBe(0);
  });
});
