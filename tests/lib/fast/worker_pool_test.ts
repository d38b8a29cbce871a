import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { seeded } from "rnn";
import { fastEngine } from "rnn/fast";
import { adagrad } from "rnn/train";
import { hasBlas } from "../../../lib/fast/blas.ts";
import { pause, runProgram } from "./process.ts";
import { type CellName, difference, makeTask } from "./reference.ts";
import { trainAll, type Trained } from "./trained_bits.ts";

const sizes = { D: 5, H: 8, V: 6, T: 4, B: 33 };

async function start(name: CellName, workers: number, taskSizes = sizes) {
  const { model, batch } = makeTask(name, taskSizes, seeded(4));
  const trainer = await fastEngine({ workers, blas: false }).train(model, adagrad());
  return { trainer, batch };
}

const PROGRAM = `
  import { adagrad } from "rnn/train";
  import { seeded } from "rnn";
  import { fastEngine } from "rnn/fast";
  import { makeTask } from "./tests/lib/fast/reference.ts";
  const { model, batch } = makeTask("RNNCell", ${JSON.stringify(sizes)}, seeded(2));
  const engine = fastEngine({ workers: 2, blas: false });
  const trainer = await engine.train(model, adagrad());
  const losses = [];
  for (let n = 0; n < 3; n++) {
    losses.push(trainer.gradients(batch));
    await new Promise((done) => setTimeout(done, 100));
  }
  console.log(engine.name, new Set(losses).size);`;

/** Returns the program with dynamic imports, which run after the statements before them. */
function withDynamicImports(program: string): string {
  return program.replaceAll(
    /import (\{.+?\}) from "(.+?)";/g,
    (_, names, from) => `const ${names} = await import("${from}");`,
  );
}

describe("a trained network", () => {
  it("has the same bits for every number of threads, each of which computes its part", async () => {
    const one = await trainAll(1);
    expect(Object.keys(one).length).toBe(18);
    const { runs: all } = one["LSTMCell, 64"];
    for (const [workers, share] of [[2, 1 / 2], [3, 1 / 4], [4, 1 / 4]]) {
      const several = await trainAll(workers);
      for (const [name, { bits }] of Object.entries(one)) {
        expect([name, several[name].bits]).toEqual([name, bits]);
      }
      expect(several["LSTMCell, 64"].runs).toBe(all * share);
    }
  });

  it("has the same bits with OpenBLAS", { skip: !hasBlas() }, async () => {
    const bits = (trained: Record<string, Trained>) => Object.values(trained).map((t) => t.bits);
    const one = bits(await trainAll(1, true));
    for (const workers of [2, 3]) expect(bits(await trainAll(workers, true))).toEqual(one);
  });

  it("has the same bits where memory cannot be shared", async () => {
    const program = `delete globalThis.SharedArrayBuffer;
      const { trainAll } = await import("./tests/lib/fast/trained_bits.ts");
      console.log(JSON.stringify(await trainAll(4)));`;
    expect(JSON.parse(await runProgram(program))).toEqual(await trainAll(1));
  });
});

describe("WorkerPool", () => {
  it("computes the same bits before and after its workers have started", async () => {
    const { trainer, batch } = await start("LSTMCell", 3);
    trainer.gradients(batch); // too early for the workers: the main thread does all
    const alone = trainer.readGradients();
    await pause(300);
    trainer.gradients(batch);
    const together = trainer.readGradients();
    for (const [name, { data }] of Object.entries(alone)) expect(together[name].data).toEqual(data);
    trainer.close();
  });

  it("keeps threads apart, even if tiles and panels extend beyond a matrix", async () => {
    // 16, 16 and 15 rows, and sizes that are no multiples of a vector
    const { trainer, batch } = await start("RNNCell", 3, { D: 3, H: 1, V: 5, T: 1, B: 47 });
    const first = trainer.gradients(batch), alone = trainer.readGradients();
    await pause(300);
    for (let n = 0; n < 3000; n++) if (trainer.gradients(batch) !== first) throw new Error(`${n}`);
    expect(difference(alone, trainer.readGradients())).toBe(0);
    trainer.close();
  });

  it("restarts workers that have ended themselves because no task came", async () => {
    const { trainer, batch } = await start("RNNCell", 2);
    const first = trainer.gradients(batch);
    await pause(2500);
    expect(trainer.gradients(batch)).toBe(first);
    await pause(300);
    expect(trainer.gradients(batch)).toBe(first);
    trainer.close();
  });

  it("does not keep a process alive if nobody closes the trainer", async () => {
    expect(await runProgram(PROGRAM)).toBe("WebAssembly SIMD, float32, 2 threads 1");
  });

  const failing = {
    "fail to start":
      `class extends Worker { constructor(_, o) { super("data:text/javascript,import 'no'", o); } }`,
    "are forbidden":
      `class { constructor() { throw new DOMException("forbidden", "SecurityError"); } }`,
  };
  for (const [reason, fake] of Object.entries(failing)) {
    it(`runs on one thread, and says so, if workers ${reason}`, async () => {
      const program = `globalThis.Worker = ${fake};` + withDynamicImports(PROGRAM);
      expect(await runProgram(program)).toBe("WebAssembly SIMD, float32, 1 thread 1");
    });
  }

  for (const missing of ["Worker", "SharedArrayBuffer"]) {
    it(`runs on one thread in a runtime without ${missing}`, async () => {
      const program = `delete globalThis.${missing};` + withDynamicImports(PROGRAM);
      expect(await runProgram(program)).toBe("WebAssembly SIMD, float32, 1 thread 1");
    });
  }
});
