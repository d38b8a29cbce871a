import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { compileKernels, KERNELS } from "../../../tools/kernels.ts";
import { root } from "../../../tools/paths.ts";

describe("kernels.ts", () => {
  it("is what lib/fast/assembly compiles to, byte for byte", async () => {
    const committed = await Deno.readTextFile(join(root, KERNELS));
    const isSame = await compileKernels() === committed; // a failure would print 100 kB of base64
    expect(isSame).toBe(true);
  });
});
