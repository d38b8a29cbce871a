import { join } from "node:path";
import { adam, decodeWeights, encodeWeights, optimizerStep } from "rnn/train";
import {
  attentionLoss,
  attentionTranslate,
  type AttentionTranslator,
  attentionTranslator,
  encodeSources,
  numberPairs,
  numberVocab,
  type Pair,
  splitPairs,
  translationBatch,
} from "rnn/models";
import { wordTokenizer } from "rnn/text";
import { type Params, type Random, seeded } from "rnn";
import { countOf } from "./statistics.ts";
import { saveWeights } from "rnn/files";
import { root } from "../tools/paths.ts";
import { linearDecay } from "./captioning/pretrain.ts";

const spelling = numberVocab(wordTokenizer, false);

/** The same numbers by words, read forwards, where the decoder looks at every state of the encoder and is handed none. */
export const settings = {
  data: "0 to 9,999 in words, shuffled by the seed: 6,000 to train on, 4,000 to test on",
  network: "encoder LSTM, decoder LSTM on tapeCell with a = softmax(Wa h · h̄), float64",
  optimizer: "Adam, the rate falls to 0 in a line",
  rate: 0.02,
  updates: 800,
  threshold: 1,
  batch: 32,
  longest: 9,
  weights: "int8, a scale for each row; the figures are those of the rounded weights",
};

/** One training. */
export interface Run {
  hidden: number;
  seed: number;
}

/** What one training came to. */
export interface Outcome {
  /** The share of the unseen numbers whose French is right to the letter. */
  exact: number;
  /** E of the last 100 batches: nats a number. */
  loss: number;
  parameters: number;
  seconds: number;
}

export const runs: Run[] = [24, 8].flatMap((hidden) => [1, 2, 3].map((seed) => ({ hidden, seed })));

/** Trains one translator; the weights of the first are shipped. */
export async function run({ hidden, seed }: Run): Promise<Outcome> {
  const start = performance.now();
  const { train, test } = splitPairs(numberPairs(), 6000, seeded(seed));
  const sizes = { source: spelling.source.size, target: spelling.target.size, hidden };
  const model = attentionTranslator(sizes, seeded(100 + seed));
  const loss = learn(model, train, seeded(1000 + seed));
  const rounded = decodeWeights(encodeWeights({ params: model.params, about: {} })).params;
  if (seed === 1 && hidden === runs[0].hidden) await ship({ hidden, seed }, model.params);
  for (const [name, W] of Object.entries(model.params)) W.data.set(rounded[name].data);
  const exact = test.filter((pair) => isRight(model, pair)).length / test.length;
  const parameters = countOf(model.params);
  return { exact, loss, parameters, seconds: (performance.now() - start) / 1000 };
}

/** All updates, each on sources of one length; gives E of the last ones. */
function learn(model: AttentionTranslator, train: Pair[], random: Random): number {
  const { rate, updates, threshold, batch } = settings;
  const update = optimizerStep(model.params, adam(linearDecay(rate, updates)), { norm: threshold });
  const any = (pairs: Pair[]) => pairs[Math.floor(pairs.length * random())];
  const alike = Map.groupBy(train, lengthOf), last = 100;
  let sum = 0;
  for (let step = 1; step <= updates; step++) {
    const pairs = alike.get(lengthOf(any(train)))!;
    const some = Array.from({ length: batch }, () => any(pairs));
    const { loss, dparams } = attentionLoss(model, translationBatch(spelling, some));
    update(dparams);
    if (step > updates - last) sum += loss;
  }
  return sum / last;
}

function lengthOf([text]: Pair): number {
  return wordTokenizer.cut(text).split(" ").length;
}

function isRight(model: AttentionTranslator, [english, french]: Pair): boolean {
  const { start, end } = spelling.target;
  const how = { start, end, longest: settings.longest };
  const { classes } = attentionTranslate(model, encodeSources(spelling, [english]), how);
  return wordTokenizer.join(spelling.target.decode(classes)) === french;
}

async function ship({ hidden, seed }: Run, params: Params): Promise<void> {
  const folder = join(root, "data", "results", "translation");
  await Deno.mkdir(folder, { recursive: true });
  const about = { level: "words, attention", hidden, seed, updates: settings.updates };
  await saveWeights(join(folder, "attention.bin"), { params, about });
}
