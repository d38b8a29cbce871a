import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { adagrad } from "rnn/train";
import { seeded } from "rnn";
import { fastEngine } from "rnn/fast";
import { difference, makeTask, ROUNDING } from "./reference.ts";

const sizes = { D: 5, H: 8, V: 6, T: 4, B: 33 };
const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

/** Runs a program in a process of its own, from the checkout's import map. */
async function run(code: string): Promise<string> {
  const args = ["eval", "--no-check", code], cwd = new URL("../../..", import.meta.url);
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), { args, cwd }).output();
  const [text, errors] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  return text.trim() || errors;
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

describe("workers", () => {
  it("give the same bits whether they are there already or not", async () => {
    const { model, batch } = makeTask("LSTMCell", sizes, seeded(4));
    const trainer = await fastEngine({ workers: 3, blas: false }).train(model, adagrad());
    trainer.gradients(batch); // before they can have come up: this thread does all
    const alone = trainer.readGradients();
    await pause(300);
    trainer.gradients(batch);
    const together = trainer.readGradients();
    for (const [name, { data }] of Object.entries(alone)) expect(together[name].data).toEqual(data);
    trainer.close();
  });

  it("don't disturb each other, whatever sticks out of tiles and panels", async () => {
    const odd = { D: 3, H: 1, V: 5, T: 1, B: 47 }; // 16, 16 and 15 rows, units that fill no vector
    const { model, batch } = makeTask("RNNCell", odd, seeded(4));
    const trainer = await fastEngine({ workers: 3, blas: false }).train(model, adagrad());
    const first = trainer.gradients(batch), alone = trainer.readGradients();
    await pause(300);
    for (let n = 0; n < 3000; n++) if (trainer.gradients(batch) !== first) throw new Error(`${n}`);
    expect(difference(alone, trainer.readGradients())).toBe(0);
    trainer.close();
  });

  it("split a batch that the number of threads doesn't divide", async () => {
    const { model, batch } = makeTask("GRUCell", sizes, seeded(4));
    const [one, three] = await Promise.all(
      [1, 3].map((workers) => fastEngine({ workers, blas: false }).train(model, adagrad())),
    );
    one.gradients(batch), three.gradients(batch);
    expect(difference(one.readGradients(), three.readGradients())).toBeLessThan(ROUNDING);
    one.close(), three.close();
  });

  it("end themselves when nobody asks any more, and come back when somebody does", async () => {
    const { model, batch } = makeTask("RNNCell", sizes, seeded(4));
    const trainer = await fastEngine({ workers: 2, blas: false }).train(model, adagrad());
    const first = trainer.gradients(batch);
    await pause(2500);
    expect(trainer.gradients(batch)).toBe(first);
    await pause(300);
    expect(trainer.gradients(batch)).toBe(first);
    trainer.close();
  });

  it("don't keep a process alive that forgot to close its trainer", async () => {
    expect(await run(PROGRAM)).toBe("WebAssembly SIMD, float32, 2 threads 1");
  });

  it("are done without where there are none", async () => {
    expect(await run(`delete globalThis.Worker;` + lazily(PROGRAM)))
      .toBe("WebAssembly SIMD, float32, 1 thread 1");
    expect(await run(`delete globalThis.SharedArrayBuffer;` + lazily(PROGRAM)))
      .toBe("WebAssembly SIMD, float32, 1 thread 1");
  });
});

/** The program with its imports made where they stand, after what was deleted. */
function lazily(program: string): string {
  return program.replaceAll(
    /import (\{.+?\}) from "(.+?)";/g,
    (_, names, from) => `const ${names} = await import("${from}");`,
  );
}
