import { join } from "node:path";
import { adam, decodeWeights, encodeWeights, type SavedWeights } from "rnn/train";
import { classifierParams, classScoresOf, sceneCNN } from "rnn/models";
import {
  type Digit,
  imageColumns,
  type PlacedDigit,
  readDigits,
  renderScene,
  type Split,
  splitDigits,
} from "rnn/data";
import { type Params, type Random, seeded } from "rnn";
import { toValues, Value } from "rnn/autodiff";
import { ClassifierTrainer } from "rnn/models";
import { loadWeights, saveWeights } from "rnn/files";
import { root } from "../../tools/paths.ts";

const PLACES = 17; // of an 8×8 digit along a side of 24
const BATCH = 64;

/** Where shipped weights stand. */
export function weightsPath(name: string): string {
  return join(root, "data", "results", "captioning", `${name}.bin`);
}

/** A rate that falls to zero in a line over so many updates. */
export function linearDecay(rate: number, updates: number): (step: number) => number {
  return (step) => rate * Math.max(0, 1 - (step - 1) / updates);
}

/** The digits of data/digits.csv. */
export async function loadDigits(): Promise<Digit[]> {
  return readDigits(await Deno.readTextFile(join(root, "data", "digits.csv")));
}

/** The CNN that tells single digits on the field apart, Wc and bc left out: from its file, or trained and written. */
export async function pretrained(
  { cnnUpdates, cnnSeed }: { cnnUpdates: number; cnnSeed: number },
  digits: Digit[],
): Promise<SavedWeights> {
  const model = classifierParams(sceneCNN, 10, seeded(cnnSeed)), path = weightsPath("cnn");
  const weights = await loadWeights(path, model).catch(() => undefined) ??
    await trained(model, { cnnUpdates, cnnSeed }, digits, path);
  const { Wc: _, bc: __, ...params } = weights.params;
  return { params, about: weights.about };
}

async function trained(
  model: Params,
  { cnnUpdates, cnnSeed }: { cnnUpdates: number; cnnSeed: number },
  digits: Digit[],
  path: string,
): Promise<SavedWeights> {
  const start = performance.now(), random = seeded(100 + cnnSeed);
  const how = { optimizer: adam(linearDecay(0.002, cnnUpdates)), clip: { norm: 1 }, batch: BATCH };
  const trainer = new ClassifierTrainer(sceneCNN, model, how);
  for (let step = 1; step <= cnnUpdates; step++) {
    const { images, labels } = singles(digits, "train", BATCH, random);
    trainer.update(images, labels);
    if (step % 500 === 0) console.log(`  CNN: update ${step} of ${cnnUpdates}`);
  }
  trainer.writeBack();
  const { params } = decodeWeights(encodeWeights({ params: model, about: {} })); // as the file gives them
  const about = {
    row: "CNN on single digits of the field",
    seed: cnnSeed,
    updates: cnnUpdates,
    accuracy: accuracy(params, digits),
    seconds: Math.round((performance.now() - start) / 1000),
    digits: "Alpaydin & Kaynak 1998, UCI Machine Learning Repository, CC BY 4.0",
  };
  await Deno.mkdir(join(path, ".."), { recursive: true });
  await saveWeights(path, { params, about });
  return { params, about };
}

/** Scenes of one digit each, somewhere on the field. */
function singles(digits: Digit[], split: Split, count: number, random: Random) {
  const part = splitDigits(digits)[split], below = (n: number) => Math.floor(n * random());
  const one = (): PlacedDigit => ({
    digit: part[below(part.length)],
    x: below(PLACES),
    y: below(PLACES),
  });
  const scenes = Array.from({ length: count }, () => renderScene([one()]));
  return {
    images: imageColumns(scenes),
    labels: scenes.map((scene) => scene.digits[0].digit.label),
  };
}

/** The share of single test digits that are told right. */
function accuracy(params: Params, digits: Digit[]): number {
  const { images, labels } = singles(digits, "test", 960, seeded(7)), p = toValues(params);
  let right = 0;
  for (let from = 0; from < labels.length; from += BATCH) {
    const some = images.T.sliceRows(from, from + BATCH).T;
    const scores = classScoresOf(sceneCNN, p, new Value(some)).matrix.T;
    for (let b = 0; b < BATCH; b++) {
      const row = scores.data.subarray(10 * b, 10 * b + 10);
      if (row.indexOf(Math.max(...row)) === labels[from + b]) right++;
    }
  }
  return right / labels.length;
}
