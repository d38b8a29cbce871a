import { type Matrix, type Params, seeded } from "rnn";
import { attentionParams, attentionTranslate, exactMatches, padSources } from "rnn/models";
import { type Pair, spelledDigits, spelledDigitVocab, translatorParams } from "rnn/models";
import { SPELLED_DIGITS, wordSpans } from "rnn/models";
import { argmax } from "../lib/loss.ts";
import { rounded, ship } from "./shared.ts";
import { countOf, interval, mean, share } from "./statistics.ts";
import { trainOnPairs } from "./translators.ts";

const RATES = [0.01, 0.03, 0.06];
const ROWS = {
  attention: { hidden: 32, reversed: false, updates: 1000, rates: RATES, seeds: 5 },
  "vector, reversed": { hidden: 36, reversed: true, updates: 1000, rates: RATES, seeds: 5 },
  vector: { hidden: 36, reversed: false, updates: 1000, rates: RATES, seeds: 5 },
  "vector, reversed, 3,000 updates": {
    hidden: 36,
    reversed: true,
    updates: 3000,
    rates: RATES,
    seeds: 3,
  },
};
const SHIPPED: Run[] = [ // those with the rate chosen on validation
  { row: "attention", rate: 0.01, seed: 3 },
  { row: "vector, reversed", rate: 0.03, seed: 3 },
];
const BINS = SPELLED_DIGITS.characters / 10, EACH = 100;
const VALIDATION = { seed: 2001, size: 200 }, TEST = { seed: 2002, size: BINS * EACH };

/** Digits spelled out in English to digits: a decoder with attention, and one that starts from the encoder's last state. */
export const settings = {
  data:
    "1 to 12 digits spelled out in English, read by characters; a source has up to 60 characters, so 12 digits with " +
    "longer words are drawn again; new pairs in each update",
  rows: ROWS,
  networks:
    "encoder and decoder LSTM; attention: a = softmax(h̄ᵀ Wa h), the decoder starts from zeros and so knows the source " +
    "through attention alone; H is smaller there, so that the numbers of parameters agree within 3 %",
  start: "Wx N(0, 1/16), all others N(0, 1 / 3H), forget rows + 1",
  optimizer: "Adam, rates that fall to 0 in a line; the gradient's norm clipped at 1",
  batch: 32,
  validation:
    `${VALIDATION.size} pairs drawn as in training, on which the rate of each row is chosen`,
  test: `${TEST.size} pairs: ${EACH} with 1 to 10 characters, 11 to 20, … 51 to 60; looked at once`,
  trials:
    "sizes, updates and rates come from trials on seeds 1 and 2 with other test pairs; the runs have seeds from 3 on",
  weights: "int8, a scale for each row; the figures are those of the rounded weights",
};

/** One training. */
export interface Run {
  row: keyof typeof ROWS;
  rate: number;
  seed: number;
}

/** The result of one training. */
export interface Outcome {
  /** The share of validation pairs, and of test pairs, whose translation matches exactly. */
  validation: number;
  test: number;
  /** The same for test sources of 1 to 10 characters, 11 to 20, …. */
  byLength: number[];
  /** The bootstrap intervals of 95 % over the test pairs of each length. */
  intervals: [low: number, high: number][];
  /** Agreement of attention with the words that the digits come from. */
  alignment?: Alignment;
  /** E of the last 250 updates, in nats per pair. */
  loss: number;
  parameters: number;
  seconds: number;
}

/** Means over the digits that it wrote for the test sources. */
export interface Alignment {
  /** The attention on the characters of the digit's own word. */
  share: number;
  /** The share of digits whose highest attention is on one of them. */
  peak: number;
  /** The share that uniform attention would have. */
  chance: number;
}

export const runs: Run[] = (Object.keys(ROWS) as Run["row"][]).flatMap((row) =>
  ROWS[row].rates.flatMap((rate) =>
    Array.from({ length: ROWS[row].seeds }, (_, n) => ({ row, rate, seed: 3 + n }))
  )
);

/** Trains and tests one translator; the weights of two are shipped. */
export async function run({ row, rate, seed }: Run): Promise<Outcome> {
  const start = performance.now(), { hidden, reversed, updates } = ROWS[row];
  const vocab = spelledDigitVocab(reversed), attention = row === "attention";
  const sizes = { source: vocab.source.size, target: vocab.target.size, hidden };
  const params = (attention ? attentionParams : translatorParams)(sizes, seeded(100 + seed));
  const longest = { source: SPELLED_DIGITS.characters, target: SPELLED_DIGITS.digits + 1 };
  const random = seeded(1000 + seed), next = () => spelledDigits(random);
  const training = { vocab, next, rate, updates, threshold: 1, batch: settings.batch, longest };
  const loss = await trainOnPairs(params, { ...training, attention });
  if (SHIPPED.some((one) => one.row === row && one.rate === rate && one.seed === seed)) {
    const metadata = { level: "digits, characters", row, rate, hidden, seed, updates };
    await ship(`translation/${attention ? "attention" : "reversed"}`, params, metadata);
  }
  const { validation, matches, alignment } = evaluate(rounded(params), attention, reversed);
  const bins = Array.from({ length: BINS }, (_, n) => matches.slice(n * EACH, (n + 1) * EACH));
  return {
    ...{ validation, test: share(matches), byLength: bins.map(share) },
    ...{ intervals: bins.map((bin) => interval(bin, seeded(7))), alignment },
    ...{ loss, parameters: countOf(params), seconds: (performance.now() - start) / 1000 },
  };
}

/** Translates the validation and the test pairs. */
export function evaluate(params: Params, attention: boolean, reversed: boolean) {
  const random = seeded(VALIDATION.seed);
  const pairs = Array.from({ length: VALIDATION.size }, () => spelledDigits(random)),
    test = tests();
  if (attention) {
    const { matches, alignment } = attended(params, test);
    return { validation: share(attended(params, pairs).matches), matches, alignment };
  }
  const right = (list: Pair[]) =>
    exactMatches(spelledDigitVocab(reversed), params, list, SPELLED_DIGITS.digits + 1);
  return { validation: share(right(pairs)), matches: right(test) };
}

/** Draws the test pairs, the shortest sources first. */
export function tests(): Pair[] {
  const random = seeded(TEST.seed);
  const bins: Pair[][] = Array.from({ length: BINS }, () => []);
  while (bins.some(({ length }) => length < EACH)) {
    const pair = spelledDigits(random), bin = bins[Math.ceil(pair[0].length / 10) - 1];
    if (bin.length < EACH) bin.push(pair);
  }
  return bins.flat();
}

/** Translates with attention, and compares the attention at each digit with the characters of its word. */
function attended(params: Params, pairs: Pair[]): { matches: boolean[]; alignment: Alignment } {
  const vocab = spelledDigitVocab(false), { start, end } = vocab.target;
  const longest = SPELLED_DIGITS.digits + 1;
  const results = pairs.map(([text]) =>
    attentionTranslate(params, padSources(vocab, [text]), { start, end, longest })
  );
  const digits = results.flatMap(({ classes, attention }, n) =>
    wordSpans(pairs[n][0]).slice(0, classes.length).map((span, k) =>
      alignmentOf(attention.column(k), span)
    )
  );
  const meanOf = (key: keyof Alignment) => mean(digits.map((digit) => digit[key]));
  return {
    matches: results.map(({ classes }, n) =>
      vocab.tokenizer.detokenize(vocab.target.decode(classes)) === pairs[n][1]
    ),
    alignment: { share: meanOf("share"), peak: meanOf("peak"), chance: meanOf("chance") },
  };
}

/** Compares the attention at one digit, a column with a row for each source character, with the span of its word. */
function alignmentOf(a: Matrix, [from, to]: [number, number]): Alignment {
  const [highest] = argmax(a), isInside = highest >= from && highest < to;
  return {
    share: a.sliceRows(from, to).data.reduce((sum, weight) => sum + weight, 0),
    peak: Number(isInside),
    chance: (to - from) / a.rows,
  };
}
