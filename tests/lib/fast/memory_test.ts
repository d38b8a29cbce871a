import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { Memory } from "../../../lib/fast/memory.ts";

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
  steps(200); // compilers and workers come up
  gc();
  const before = Deno.memoryUsage(), young = steps(100);
  gc();
  const after = steps(0);
  console.log(JSON.stringify({
    made: (young.heapUsed - before.heapUsed) / 100,
    kept: (after.heapUsed - before.heapUsed) / 100,
    external: after.external - before.external,
  }));
  trainer.close();`;

describe("the training loop", () => {
  it("makes no arrays after the first step, and keeps nothing", async () => {
    const args = ["eval", "--no-check", "--v8-flags=--expose-gc", PROGRAM];
    const cwd = new URL("../../..", import.meta.url);
    const { stdout } = await new Deno.Command(Deno.execPath(), { args, cwd }).output();
    const { made, kept, external } = JSON.parse(new TextDecoder().decode(stdout));
    // the gates of one batch alone are 25·32·256 numbers, 800 kB: what is made is numbers in boxes and closures
    expect(made).toBeLessThan(20_000);
    expect(kept).toBeLessThan(500);
    expect(external).toBeLessThan(1000);
  });
});

describe("Memory", () => {
  it("gives places side by side, each at the beginning of a cache line, zeros at first", () => {
    const memory = new Memory(), [a, b] = [memory.alloc(3), memory.alloc(100_000)];
    expect(a % 64).toBe(0);
    expect(b - a).toBe(64);
    expect(memory.view(b, 100_000).every((value) => value === 0)).toBe(true);
  });

  it("refuses what 32 bits can't name", () => {
    expect(() => new Memory().alloc(1.5 * 2 ** 30)).toThrow("4 GiB is the most");
  });
});
