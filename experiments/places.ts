import process from "node:process";
import { orthogonal, type Params, type Random, seeded } from "rnn";
import { sceneWords } from "rnn/data";
import { type Captioner, sceneCNN } from "rnn/models";
import { WordVocabulary } from "rnn/text";
import { type Place, placedCaptioner, PLACES } from "../models/captioners/places.ts";
import { evaluate, type Figures } from "./captioning/evaluate.ts";
import { pretrained } from "./captioning/pretrain.ts";
import { makePool, type Pool } from "./places/pool.ts";
import { trainPlace } from "./places/train.ts";
import { loadDigits } from "./shared.ts";
import { countOf } from "./statistics.ts";

const [H, POOL, UPDATES, FULL_UPDATES] = [64, 16384, 1500, 6000];
const RATE = 0.002, PLACE_NAMES = Object.keys(PLACES) as Place[];
const VALIDATION = { seed: 1, scenes: 300 }, TEST = { seeds: [2, 3, 4], scenes: 1000 };
/** The rates that were checked; the places that show the image once come first. */
const CHECKED = [
  { tuned: true, rate: 0.001, places: PLACE_NAMES.slice(0, 3) },
  { tuned: true, rate: RATE, places: PLACE_NAMES },
  { tuned: true, rate: 0.005, places: PLACE_NAMES },
  { tuned: false, rate: RATE, places: PLACE_NAMES },
  { tuned: false, rate: 0.005, places: PLACE_NAMES },
];
const MAIN = "RNN, orthogonal";
const ROWS = [{ cell: MAIN, tuned: true }, { cell: MAIN, tuned: false }] as const;
const OTHER_ROWS = [{ cell: "RNN", tuned: false }, { cell: "LSTM", tuned: false }] as const;

/** One cell, five places of the image: which captioner is right most often, if all else is equal? */
export const settings = {
  scenes: `as in captioning, but ${POOL} training scenes are made once, the same for all; ` +
    `${TEST.scenes} test scenes, looked at once`,
  cnn:
    "that of captioning, trained on single digits before; frozen, or fine-tuned after the first fifth of the updates",
  cnnUpdates: 1500,
  cnnSeed: 1,
  places: PLACES,
  cell: "a tanh RNN with an orthogonal Whh; the five places have equally many weights",
  hidden: H,
  embedding: H,
  start: "N(0, 1 / 3·inputs), the variance of PyTorch's default; word vectors N(0, 1), biases 0",
  optimizer:
    "Adam; the rate is constant for a fifth of the updates and then falls to 0 in a line; " +
    "the gradient's norm clipped at 1",
  batch: 64,
  updates: UPDATES,
  seeds: TEST.seeds.length,
  rate: RATE,
  validation:
    `seed ${VALIDATION.seed} on ${VALIDATION.scenes} validation scenes; with a fine-tuned CNN, before the tests: every place at the ` +
    "common rate, the three that show the image once at 0.001 too, and the first two of them at 0.005; after the tests: the " +
    "other three at 0.005, and with a frozen CNN every place at the common rate and at 0.005",
  trials:
    "the size was set after trainings with seed 1, a frozen CNN, and Whh not orthogonal: at three places, of 0.001, 0.003, and " +
    "0.01 the second rate was best after 1,500 updates, while after 300 it was often the third; the rate was set after the " +
    "validation before the tests",
  seconds: "of processor time",
};

/** One training. */
export interface Run {
  /** The scenes that it is evaluated on. */
  split: "validation" | "test";
  cell: (typeof ROWS | typeof OTHER_ROWS)[number]["cell"];
  place: Place;
  /** True if the CNN is fine-tuned. */
  tuned: boolean;
  rate: number;
  updates: number;
  seed: number;
}

/** The result of one training. */
export interface Outcome
  extends
    Pick<Figures, "exact" | "low" | "high" | "one" | "two" | "three" | "bleu4" | "perplexity"> {
  /** All trainable weights, those of the CNN too. */
  parameters: number;
  /** E of the last 100 updates, in nats per caption. */
  loss: number;
  /** The processor time, without that of the pool. */
  seconds: number;
}

/** The trainings that compare the common rate with others. */
const checks = CHECKED.flatMap(({ tuned, rate, places }) =>
  places.map((place): Run => ({
    ...{ split: "validation", cell: MAIN, tuned, place, rate },
    ...{ updates: UPDATES, seed: VALIDATION.seed },
  }))
);

/** Returns the trainings that are tested: each place with every seed. */
function tests(rows: readonly Pick<Run, "cell" | "tuned">[], updates: number): Run[] {
  return rows.flatMap((row) =>
    PLACE_NAMES.flatMap((place) =>
      TEST.seeds.map((seed): Run => ({
        ...{ split: "test", ...row, place, rate: RATE, updates, seed },
      }))
    )
  );
}

export const runs: Run[] = [...checks, ...tests(ROWS, UPDATES)];

/** The tests with four times as many updates, and with two more cells, whose CNN is frozen; about an hour on one core. */
export const full = {
  settings: {
    ...settings,
    cell:
      `${settings.cell}; with a frozen CNN also one without, and an LSTM with a forget bias of 1`,
    updates: FULL_UPDATES,
  },
  runs: tests([...ROWS, ...OTHER_ROWS], FULL_UPDATES),
};

let pool: Pool | undefined;

/** Trains one captioner, and evaluates it. */
export async function run({ split, cell, place, seed, ...how }: Run): Promise<Outcome> {
  const digits = await loadDigits(), { params: cnn } = await pretrained(settings, digits);
  pool ??= makePool(digits, cnn, POOL);
  const start = process.cpuUsage();
  const vocabulary = new WordVocabulary(sceneWords);
  const sizes = { words: vocabulary.size, embedding: H, hidden: H, features: sceneCNN.features };
  const captioner = placedCaptioner(cell === "LSTM" ? "LSTM" : "RNN", place, sizes);
  const params = paramsOf(captioner, cell, seeded(seed)), random = seeded(1000 + seed);
  const loss = await trainPlace({ captioner, params, cnn, pool, vocabulary, random, ...how });
  const all = { ...cnn, ...params };
  const { exact, low, high, one, two, three, bleu4, perplexity } = evaluate({
    ...{ captioner, digits, vocabulary, beam: 0 },
    ...{ split, scenes: (split === "test" ? TEST : VALIDATION).scenes },
  }, all);
  const { user, system } = process.cpuUsage(start);
  return {
    ...{ exact, low, high, one, two, three, bleu4, perplexity },
    ...{ parameters: countOf(all), loss, seconds: (user + system) / 1e6 },
  };
}

function paramsOf(captioner: Captioner, cell: Run["cell"], random: Random): Params {
  const params = captioner.params(random);
  return cell === MAIN ? { ...params, Whh: orthogonal()(H, H, random) } : params;
}
