import { createHash } from "node:crypto";
import { seeded } from "rnn";
import { fastEngine, type FastOptions } from "rnn/fast";
import { adam, type Batch, type Trainer } from "rnn/train";
import { canShare } from "../../../lib/fast/memory.ts";
import { Shard } from "../../../lib/fast/shard.ts";
import { pause } from "./process.ts";
import { type CellName, CELLS, makeTask } from "./reference.ts";

const SIZES = [1, 15, 16, 33, 64, 100]; // sequences in a batch
const UPDATES = 5;

type Options = Required<FastOptions>;

const { run } = Shard.prototype;
let runs = 0; // shards that the main thread has computed
Shard.prototype.run = function (backward) {
  runs++;
  run.call(this, backward);
};

/** Result of training one network: a hash of its weights and losses, and the number of shards that the main thread computed. */
export interface Trained {
  bits: string;
  runs: number;
}

/** Trains each kind of cell for some updates on batches of several sizes; the keys are cell and size. */
export async function trainAll(
  workers: number,
  blas = false,
): Promise<Record<string, Trained>> {
  const trained: Record<string, Trained> = {};
  for (const name of Object.keys(CELLS) as CellName[]) {
    for (const B of SIZES) trained[`${name}, ${B}`] = await trainOne(name, B, { workers, blas });
  }
  return trained;
}

async function trainOne(name: CellName, B: number, options: Options): Promise<Trained> {
  const { model, batch } = makeTask(name, { D: 7, H: 21, V: 6, T: 5, B }, seeded(B));
  const trainer = await fastEngine(options).train(model, adam(0.01), { clip: { norm: 1 } });
  const { workers } = options;
  if (canShare && workers > 1 && B >= 16) await untilWorkersRun(trainer, batch, workers);
  runs = 0;
  const losses = Array.from({ length: UPDATES }, (_, n) => {
    const loss = trainer.gradients({ ...batch, fresh: n % 2 === 0 });
    trainer.update();
    return loss;
  });
  const ran = runs, { params } = trainer.snapshot();
  trainer.close();
  const bits = createHash("sha256").update(JSON.stringify([losses, params]));
  return { bits: bits.digest("hex"), runs: ran };
}

/** Repeats a batch until all workers compute their part of it; throws Error after some seconds. */
async function untilWorkersRun(trainer: Trainer, batch: Batch, workers: number): Promise<void> {
  runs = 0;
  trainer.gradients(batch);
  const own = Math.floor(runs / Math.min(runs, workers)); // at first the main thread computes all shards
  for (let n = 0; n < 1000; n++) {
    await pause(10);
    runs = 0;
    trainer.gradients(batch);
    if (runs === own) return;
  }
  throw new Error("Cannot compare threads: the workers do not run");
}
