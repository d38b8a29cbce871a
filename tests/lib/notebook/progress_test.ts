import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { progress, show } from "rnn/notebook";

/** The values that are passed to console.log while a function runs. */
async function printed(run: () => Promise<void>): Promise<unknown[]> {
  const values: unknown[] = [], log = console.log;
  console.log = (value: unknown) => values.push(value);
  try {
    await run();
  } finally {
    console.log = log;
  }
  return values;
}

describe("progress()", () => {
  it("prints lines in a terminal, the last one always", async () => {
    const lines = await printed(async () => {
      const bar = progress("training", 3);
      await bar.step("E 3.2");
      await bar.step("E 3.1"); // within a tenth of a second
      await bar.step("E 3.0");
    });
    expect(lines).toEqual(["training: 1 of 3, E 3.2", "training: 3 of 3, E 3.0"]);
  });

  it("shows the reports of a training", async () => {
    const lines = await printed(async () => {
      const { report } = progress("LSTM", 50);
      await report({ step: 20, loss: 1.23456 });
      await report({ step: 50, loss: 0.5 });
    });
    expect(lines).toEqual(["LSTM: 20 of 50, loss 1.23", "LSTM: 50 of 50, loss 0.500"]);
  });

  it("throws a RangeError for a total of 0", () => {
    expect(() => progress("training", 0)).toThrow(
      "Cannot show progress: the total must be positive, got 0",
    );
  });
});

describe("show()", () => {
  it("prints a value in a terminal", async () => {
    expect(await printed(() => show("done"))).toEqual(["done"]);
  });
});
