import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { Memory } from "../../../lib/fast/memory.ts";
import { runProgram } from "./process.ts";

const PROGRAM = `
  import { adagrad } from "rnn/train";
  import { seeded } from "rnn";
  import { fastEngine } from "rnn/fast";
  import { makeTask } from "./tests/lib/fast/reference.ts";
  const sizes = { D: 20, H: 64, V: 20, T: 25, B: 32 };
  const { model, batch } = makeTask("LSTMCell", sizes, seeded(2));
  const trainer = await fastEngine({ workers: 2, blas: false }).train(model, adagrad());
  const steps = (count) => {
    for (let n = 0; n < count; n++) trainer.gradients(batch), trainer.update();
    return Deno.memoryUsage();
  };
  steps(200); // until code is compiled and workers run
  gc();
  const before = Deno.memoryUsage(), young = steps(100);
  gc();
  const after = steps(0);
  console.log(JSON.stringify({
    allocated: (young.heapUsed - before.heapUsed) / 100,
    kept: (after.heapUsed - before.heapUsed) / 100,
    external: after.external - before.external,
  }));
  trainer.close();`;

describe("the training loop", () => {
  it("allocates no arrays after the first step, and keeps nothing", async () => {
    const output = await runProgram(PROGRAM, "--v8-flags=--expose-gc");
    const { allocated, kept, external } = JSON.parse(output); // bytes, the first two for each step
    expect(allocated).toBeLessThan(20_000); // the gates of one batch alone are 25·32·256 floats, 800 kB
    expect(kept).toBeLessThan(500);
    expect(external).toBeLessThan(1000);
  });
});

describe("Memory", () => {
  it("allocates zeros one after the other, aligned to cache lines", () => {
    const memory = new Memory(), [a, b] = [memory.alloc(3), memory.alloc(100_000)];
    expect(a % 64).toBe(0);
    expect(b - a).toBe(64);
    expect(memory.view(b, 100_000).every((value) => value === 0)).toBe(true);
  });

  it("throws beyond the 4 GiB that 32-bit addresses reach", () => {
    expect(() => new Memory().alloc(1.5 * 2 ** 30))
      .toThrow("Cannot allocate 6.0 GiB: the limit is 4 GiB");
  });
});
