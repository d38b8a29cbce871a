import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { compileKernels, KERNELS } from "../../../tools/kernels.ts";
import { root } from "../../../tools/paths.ts";

describe("lib/fast/assembly", () => {
  it("compiles to the bytes that are committed", async () => {
    const committed = await Deno.readTextFile(join(root, KERNELS));
    expect(await compileKernels() === committed).toBe(true);
  });
});
