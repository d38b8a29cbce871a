import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { seeded } from "rnn";
import { fastEngine } from "rnn/fast";
import { adagrad } from "rnn/train";
import { pause, runProgram } from "./process.ts";
import { type CellName, difference, makeTask, ROUNDING } from "./reference.ts";

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

  it("splits a batch that the number of threads does not divide", async () => {
    const [one, three] = [await start("GRUCell", 1), await start("GRUCell", 3)];
    const [expected, found] = [one, three].map(({ trainer, batch }) => {
      trainer.gradients(batch);
      const gradients = trainer.readGradients();
      trainer.close();
      return gradients;
    });
    expect(difference(expected, found)).toBeLessThan(ROUNDING);
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

  for (const missing of ["Worker", "SharedArrayBuffer"]) {
    it(`runs on one thread in a runtime without ${missing}`, async () => {
      const program = `delete globalThis.${missing};` + withDynamicImports(PROGRAM);
      expect(await runProgram(program)).toBe("WebAssembly SIMD, float32, 1 thread 1");
    });
  }
});
