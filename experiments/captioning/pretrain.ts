import { type Params, type Random, seeded } from "rnn";
import { toValues, Value } from "rnn/autodiff";
import {
  type Digit,
  imageColumns,
  type PlacedDigit,
  renderScene,
  type Split,
  splitDigits,
} from "rnn/data";
import { loadWeights } from "rnn/files";
import {
  imageClassifierObjective,
  imageClassifierParams,
  imageClassScores,
  sceneCNN,
} from "rnn/models";
import type { SavedWeights } from "rnn/train";
import { DIGITS_SOURCE, rounded, ship, trainInPlace, weightsPath } from "../shared.ts";
import { accuracyOf } from "../statistics.ts";

const PLACES = 17; // of an 8×8 digit along a side of 24
const BATCH = 64;

/** Returns the CNN that classifies single digits on the field, without Wc and bc: from its file, or trained and shipped. */
export async function pretrained(
  settings: { cnnUpdates: number; cnnSeed: number },
  digits: Digit[],
): Promise<SavedWeights> {
  const model = imageClassifierParams(sceneCNN, 10, seeded(settings.cnnSeed));
  const weights = await loadWeights(weightsPath("captioning/cnn"), model).catch(() => undefined) ??
    await trained(model, settings, digits);
  const { Wc: _, bc: __, ...params } = weights.params;
  return { params, metadata: weights.metadata };
}

async function trained(
  model: Params,
  { cnnUpdates: updates, cnnSeed: seed }: { cnnUpdates: number; cnnSeed: number },
  digits: Digit[],
): Promise<SavedWeights> {
  const start = performance.now(), random = seeded(100 + seed);
  await trainInPlace(model, {
    ...{
      objective: imageClassifierObjective(sceneCNN),
      rate: 0.002,
      threshold: 1,
      batch: BATCH,
      updates,
    },
    reportEvery: 500,
    next: () => singles(digits, "train", BATCH, random),
    report: ({ step }) => console.log(`  CNN: update ${step} of ${updates}`),
  });
  const params = rounded(model),
    metadata = {
      ...{ row: "CNN on single digits of the field", seed, updates },
      accuracy: accuracy(params, digits),
      seconds: Math.round((performance.now() - start) / 1000),
      digits: DIGITS_SOURCE,
    };
  await ship("captioning/cnn", params, metadata);
  return { params, metadata };
}

/** Returns scenes of one digit each, at random positions. */
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

/** Returns the share of single test digits that are classified correctly. */
function accuracy(params: Params, digits: Digit[]): number {
  const { images, labels } = singles(digits, "test", 960, seeded(7)), p = toValues(params);
  return accuracyOf(imageClassScores(sceneCNN, p, new Value(images)).matrix, labels);
}
