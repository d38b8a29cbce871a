import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { compileKernels } from "../../tools/kernels.ts";

describe("lib/fast/assembly", () => {
  it("compiles to the bytes that are committed", async () => {
    for (const [name, bytes] of Object.entries(await compileKernels())) {
      const committed = await Deno.readFile(new URL(`../../lib/fast/${name}`, import.meta.url));
      expect(bytes.length).toBe(committed.length);
      expect(bytes.every((byte, n) => byte === committed[n])).toBe(true);
    }
  });
});
