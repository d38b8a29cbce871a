import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { Readout, RNNCell, seeded } from "rnn";
import { adding, copy, errorRate } from "rnn/data";

describe("errorRate()", () => {
  it("refuses class scores with NaN, and counts a number that is NaN as wrong", () => {
    const random = seeded(3);
    const [classes, numbers] = [copy(2), adding(10)].map((task) => {
      const cell = new RNNCell(task.inputSize, 3, random);
      const readout = new Readout(3, task.outputSize, random);
      readout.params.by.data.fill(NaN);
      return () => errorRate(task, { cell, readout }, 5, random);
    });
    expect(classes).toThrow("scores must be finite, got NaN");
    expect(numbers()).toBe(1);
  });
});
