import { choice, seeded } from "rnn";
import {
  exactMatches,
  numberPairs,
  numberVocab,
  type Pair,
  splitPairs,
  translatorParams,
} from "rnn/models";
import { characterTokenizer, wordTokenizer } from "rnn/text";
import { rounded, ship } from "./shared.ts";
import { countOf, interval, share } from "./statistics.ts";
import { trainOnPairs } from "./translators.ts";

/** Numbers from English to French through one vector: by words, by characters, and with fewer hidden units. */
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

/** The result of one training. */
export interface Outcome {
  /** The share of held-out numbers whose French translation matches exactly. */
  exact: number;
  /** The bootstrap interval of 95 % over test numbers. */
  low: number;
  high: number;
  /** The same share for sources of 1, 2, … words; null where there are none. */
  byLength: (number | null)[];
  /** E of the last 250 batches, in nats per number. */
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

/** Trains one translator; the weights of the one that reads words, with the first seed, are shipped. */
export async function run({ level, hidden, reversed, seed }: Run): Promise<Outcome> {
  const start = performance.now();
  const vocab = numberVocab(level === "words" ? wordTokenizer : characterTokenizer, reversed);
  const { train, test } = splitPairs(numberPairs(), 6000, seeded(seed));
  const sizes = { source: vocab.source.size, target: vocab.target.size, hidden };
  const params = translatorParams(sizes, seeded(100 + seed)), updates = settings.updates[level];
  const { rates, threshold, batch, longest: { source, target } } = settings;
  const longest = { source: source[level], target: target[level] };
  const random = seeded(1000 + seed);
  const loss = await trainOnPairs(params, {
    ...{ vocab, next: () => choice(train, random) },
    ...{ rate: rates[level], updates, threshold, batch, longest },
  });
  const matches = exactMatches(vocab, rounded(params), test, longest.target);
  const exact = share(matches), [low, high] = interval(matches, seeded(7));
  if (seed === 1 && hidden >= 64 && level === "words") {
    await ship(`translation/${level}`, params, { level, hidden, seed, exact, updates });
  }
  const seconds = (performance.now() - start) / 1000, byLength = lengths(test, matches);
  return { exact, low, high, byLength, loss, parameters: countOf(params), seconds };
}

function lengths(test: Pair[], rights: boolean[]): (number | null)[] {
  const words = test.map(([text]) => wordTokenizer.tokenize(text).split(" ").length);
  return Array.from({ length: settings.longest.source.words }, (_, n) => {
    const some = rights.filter((_, k) => words[k] === n + 1);
    return some.length === 0 ? null : share(some);
  });
}
