import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { errorMessage, table } from "rnn/notebook";

const DISPLAY = Symbol.for("Jupyter.display");
const bundle = (value: unknown) =>
  (value as Record<symbol, () => Record<string, string>>)[DISPLAY]();

describe("errorMessage()", () => {
  it("returns the message of the error, or the result if nothing is thrown", () => {
    expect(errorMessage(() => table([]))).toBe("Cannot show a table without rows");
    expect(errorMessage(() => 7)).toBe(7);
  });
});

describe("table()", () => {
  it("aligns the columns of its text", () => {
    const text = bundle(table([{ t: 1, E: 0.123456 }, { t: 10, E: 2 }], "Losses"))["text/plain"];
    expect(text).toBe("Losses\nt   E\n1   0.1235\n10  2");
  });

  it("throws a RangeError for no rows", () => {
    expect(() => table([])).toThrow("Cannot show a table without rows");
  });
});
