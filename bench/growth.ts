import { join } from "node:path";
import { LSTMCell } from "rnn";
import { fastEngine } from "rnn/fast";
import { captureOutput } from "../tools/command.ts";
import { root } from "../tools/paths.ts";
import { type GrowthRow, MIDDLE, type TextRow, writeGrowth } from "./growth_report.ts";
import { makeTrainingStep, type Sizes, warmUp } from "./training_step.ts";

// deno task bench:growth: measures how the time per token and the memory grow, and writes bench/RESULTS.md
const AXES: Record<string, number[]> = {
  H: [64, 128, 256, 512, 1024],
  B: [1, 4, 16, 64, 256],
  T: [25, 50, 100, 200, 500, 1000],
};
const MEGABYTES = [1, 10, 100];

const engine = fastEngine();

/** Returns the µs per token of a training step: the best step within 1.5 s. */
async function microsecondsPerToken(sizes: Sizes): Promise<number> {
  const { step, close } = await makeTrainingStep(engine, LSTMCell, sizes);
  await warmUp(step);
  let best = Infinity;
  for (const end = performance.now() + 1500; performance.now() < end;) {
    const start = performance.now();
    step();
    best = Math.min(best, performance.now() - start);
  }
  close();
  return best * 1e3 / (sizes.T * sizes.B);
}

/** Runs bench/stream.ts on a text of this size. */
async function measureText(megabytes: number): Promise<TextRow> {
  const program = join(root, "bench", "stream.ts");
  const command = [Deno.execPath(), "run", "-A", program, "--megabytes", `${megabytes}`];
  const { stdout, stderr, code } = await captureOutput(command);
  if (code !== 0) throw new Error(stderr);
  return { megabytes, ...JSON.parse(stdout) };
}

const rows: GrowthRow[] = [], texts: TextRow[] = [];
for (const [axis, values] of Object.entries(AXES)) {
  for (const value of values) {
    const token = await microsecondsPerToken({ ...MIDDLE, [axis]: value });
    console.error(`${axis} ${value}: ${token.toFixed(2)} µs per token`);
    rows.push({ axis, value, token });
  }
}
for (const megabytes of MEGABYTES) texts.push(await measureText(megabytes));
console.error(texts);
await writeGrowth(rows, texts, engine.name);
Deno.exit(0);
