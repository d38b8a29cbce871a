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

const hasPrlimit = Deno.build.os === "linux" && await canRun("prlimit", "--version");

async function canRun(command: string, ...args: string[]): Promise<boolean> {
  try {
    return (await new Deno.Command(command, { args }).output()).success;
  } catch {
    return false; // not installed
  }
}

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

  it("throws beyond the 4 GiB that 32-bit addresses reach, and stays usable", () => {
    const memory = new Memory();
    expect(() => memory.alloc(1.5 * 2 ** 30))
      .toThrow("Cannot allocate 6.0 GiB: the limit is 4.0 GiB");
    expect(memory.alloc(1)).toBeLessThan(10_000);
  });

  const HUNGRY = `
    const { Memory } = await import("./lib/fast/memory.ts");
    const memory = new Memory(), at = memory.alloc(5_000_000);
    memory.view(at, 5_000_000).fill(1);
    console.log(memory.view(at, 5_000_000).reduce((sum, x) => sum + x));
    try {
      memory.alloc(500_000_000);
    } catch (error) {
      console.log(String(error));
    }`;

  it("throws where the system lets it grow less than it promised", async () => {
    const output = await runProgram(HUNGRY, "--v8-flags=--wasm-max-mem-pages=4096");
    expect(output.split("\n")).toEqual([
      "5000000",
      "RangeError: Cannot allocate 1.9 GiB: the system refuses to extend the 20 MiB in use",
    ]);
  });

  it("reserves fewer addresses where the system refuses 4 GiB", { skip: !hasPrlimit }, async () => {
    const program = `
      const size = Deno.readTextFileSync("/proc/self/status").match(/VmSize:\\s*(\\d+)/)[1] * 1024;
      const args = ["--pid", String(Deno.pid), "--as=" + (size + ${0.4 * 2 ** 30})];
      await new Deno.Command("prlimit", { args }).output();${HUNGRY}`;
    const [sum, error] = (await runProgram(program)).split("\n");
    expect(sum).toBe("5000000");
    expect(error).toMatch(
      /^RangeError: Cannot allocate 1.9 GiB: the limit is (\d+ MiB|[12].0 GiB)$/,
    );
  });
});
