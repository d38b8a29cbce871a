import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { reload } from "rnn/notebook";

describe("reload()", () => {
  it("imports a new instance of a module each time", async () => {
    const path = "lib/activations.ts";
    const [first, second] = [await reload(path), await reload(path)];
    expect(first.sigmoid).not.toBe(second.sigmoid);
  });
});
