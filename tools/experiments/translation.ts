import { join } from "node:path";
import {
  adam,
  decodeWeights,
  encodeWeights,
  inCharacters,
  inWords,
  numberPairs,
  numberSpelling,
  type Pair,
  type Params,
  type Random,
  seeded,
  type Spelling,
  splitPairs,
  translateAll,
  translations,
  translatorParams,
} from "rnn";
import { TranslationTrainer } from "rnn/fast";
import { saveWeights } from "rnn/files";
import { root } from "../place.ts";
import { interval, mean } from "./bootstrap.ts";
import { falling } from "./captioning/pretrain.ts";

/** Numbers from English to French through one vector: by words and by letters, and with less and less room in it. */
export const settings = {
  data: "0 to 9,999 in words, shuffled by the seed: 6,000 to train on, 4,000 to test on",
  network:
    "encoder LSTM, decoder LSTM, one-hot columns, the encoder's last state begins the decoder",
  start: "Wx N(0, 1/16), Wh and Why N(0, 1 / 3H), forget rows + 1",
  optimizer: "Adam, the rate falls to 0 in a line",
  rates: { words: 0.01, characters: 0.006 },
  updates: { words: 3000, characters: 2500 },
  threshold: 1,
  batch: 64,
  longest: { source: { words: 7, characters: 46 }, target: { words: 9, characters: 47 } },
  weights: "int8, a scale for each row; the figures are those of the rounded weights",
};

/** One training. */
export interface Run {
  level: "words" | "characters";
  hidden: number;
  reversed: boolean;
  seed: number;
}

/** What one training came to. */
export interface Outcome {
  /** The share of the unseen numbers whose French is right to the letter. */
  exact: number;
  /** The ends of the middle 95 % of 1,000 bootstrap samples of the test numbers. */
  low: number;
  high: number;
  /** The same share for sources of 1, 2, … words; null where there are none. */
  byLength: (number | null)[];
  /** E of the last 250 batches: nats a number. */
  loss: number;
  parameters: number;
  seconds: number;
}

const SEEDS = [1, 2, 3];
const of = (level: Run["level"], hidden: number, reversed: boolean): Run[] =>
  SEEDS.map((seed) => ({ level, hidden, reversed, seed }));

export const runs: Run[] = [
  ...of("words", 64, true),
  ...[4, 8, 16].flatMap((hidden) => [...of("words", hidden, true), ...of("words", hidden, false)]),
  ...of("characters", 96, true),
];

/** Trains one translator; the weights of the first seed are shipped. */
export async function run({ level, hidden, reversed, seed }: Run): Promise<Outcome> {
  const start = performance.now();
  const spelling = numberSpelling(level === "words" ? inWords : inCharacters, reversed);
  const { train, test } = splitPairs(numberPairs(), 6000, seeded(seed));
  const sizes = { source: spelling.source.size, target: spelling.target.size, hidden };
  const params = translatorParams(sizes, seeded(100 + seed));
  const loss = learn(params, { spelling, train, level, random: seeded(1000 + seed) });
  const bytes = encodeWeights({ params, about: {} });
  const rights = judged(spelling, decodeWeights(bytes).params, test, level);
  const [low, high] = interval(rights.map(Number), seeded(7));
  const parameters = Object.values(params).reduce((sum, W) => sum + W.data.length, 0);
  const seconds = (performance.now() - start) / 1000, exact = share(rights);
  const byLength = lengths(test, rights);
  const outcome = { exact, low, high, byLength, loss, parameters, seconds };
  if (seed === 1 && hidden >= 64) await ship({ level, hidden, reversed, seed }, params, exact);
  return outcome;
}

interface Learning {
  spelling: Spelling;
  train: Pair[];
  level: Run["level"];
  random: Random;
}

/** All updates; gives E of the last ones. */
function learn(params: Params, { spelling, train, level, random }: Learning): number {
  const { rates, threshold, batch, longest } = settings, updates = settings.updates[level];
  const trainer = new TranslationTrainer(params, {
    optimizer: adam(falling(rates[level], updates)),
    clip: { norm: threshold },
    batch,
    steps: [longest.source[level], longest.target[level]],
  });
  const last = 250;
  let sum = 0;
  for (let step = 1; step <= updates; step++) {
    const some = Array.from({ length: batch }, () => train[Math.floor(train.length * random())]);
    const E = trainer.update(translations(spelling, some));
    if (step > updates - last) sum += E;
  }
  trainer.writeBack();
  return sum / last;
}

/** Whether each number is translated to the letter, some hundred of them at a time. */
function judged(spelling: Spelling, params: Params, test: Pair[], level: Run["level"]): boolean[] {
  const rights: boolean[] = [], longest = settings.longest.target[level];
  for (let from = 0; from < test.length; from += 200) {
    const some = test.slice(from, from + 200);
    const said = translateAll(spelling, params, some.map(([text]) => text), longest);
    rights.push(...said.map((text, n) => text === some[n][1]));
  }
  return rights;
}

function lengths(test: Pair[], rights: boolean[]): (number | null)[] {
  const words = test.map(([text]) => inWords.cut(text).split(" ").length);
  return Array.from({ length: settings.longest.source.words }, (_, n) => {
    const some = rights.filter((_, k) => words[k] === n + 1);
    return some.length === 0 ? null : share(some);
  });
}

function share(rights: boolean[]): number {
  return mean(rights.map(Number));
}

/** Writes the weights that the notebook loads. */
async function ship({ level, hidden, seed }: Run, params: Params, exact: number): Promise<void> {
  const folder = join(root, "data", "results", "translation");
  await Deno.mkdir(folder, { recursive: true });
  const about = { level, hidden, seed, exact, updates: settings.updates[level] };
  await saveWeights(join(folder, `${level}.bin`), { params, about });
}
