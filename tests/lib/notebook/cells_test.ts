import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { claim, errorMessage, progress, reload, show, table } from "rnn/notebook";

const DISPLAY = Symbol.for("Jupyter.display");
const bundle = (value: unknown) =>
  (value as Record<symbol, () => Record<string, string>>)[DISPLAY]();

describe("rnn/notebook", () => {
  it("claim() shows a sentence that holds and throws one that doesn't", () => {
    expect(bundle(claim("One is < two", 1 < 2))["text/html"]).toBe("<div>✓ One is &lt; two</div>");
    expect(() => claim("One is two", Number(1) === 2)).toThrow("Claim is false: One is two");
  });

  it("refusal() gives an error's words, and what isn't refused as it is", () => {
    expect(errorMessage(() => table([]))).toBe("Cannot show a table of no rows");
    expect(errorMessage(() => 7)).toBe(7);
  });

  it("table() aligns its text and refuses no rows", () => {
    const text = bundle(table([{ t: 1, E: 0.123456 }, { t: 10, E: 2 }], "Losses"))["text/plain"];
    expect(text).toBe("Losses\nt   E\n1   0.1235\n10  2");
    expect(() => table([])).toThrow("Cannot show a table of no rows");
  });

  it("progress() refuses no steps, and show() and progress() print in a terminal", async () => {
    expect(() => progress("training", 0)).toThrow("Cannot show progress of 0 steps");
    const printed: unknown[] = [];
    const log = console.log;
    console.log = (text: unknown) => printed.push(text);
    try {
      const bar = progress("training", 2);
      await bar.step("E 3.2");
      await bar.step("E 3.1");
      await show("done");
    } finally {
      console.log = log;
    }
    expect(printed).toEqual(["training: 1 of 2, E 3.2", "training: 2 of 2, E 3.1", "done"]);
  });

  it("reload() gives a fresh copy of a module", async () => {
    const path = "lib/activations.ts";
    const [first, second] = [await reload(path), await reload(path)];
    expect(first.sigmoid === second.sigmoid).toBe(false);
  });
});
