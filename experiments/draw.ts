import { seeded } from "rnn";
import { splitDigits } from "rnn/data";
import { TapeTrainer } from "rnn/fast";
import {
  attentiveCanvas,
  drawModel,
  elboObjective,
  type GenerativeModel,
  vaeModel,
  wholeCanvas,
} from "rnn/models";
import { sgd } from "rnn/train";
import { boundsOf, imagesOf, learn } from "./draw/train.ts";
import { DIGITS_SOURCE, loadDigits, rounded, ship } from "./shared.ts";
import { countOf, interval, mean } from "./statistics.ts";

/** DRAW with attention, DRAW without attention, and a VAE of about as many weights, on digits. */
export const settings = {
  data:
    "1,348 digits to train on, 150 to stop by, 299 to test on; bilinear to 16×16, ink above 0.5; " +
    "on every second batch each digit moved by a pixel at most",
  side: 16,
  threshold: 0.5,
  networks: {
    attention: "DRAW, T 8, Z 10, LSTMs of 64 and 64, windows of 5×5",
    whole: "DRAW, T 8, Z 10, LSTMs of 24 and 32, reads and writes all of the canvas",
    VAE: "Z 10, two tanh layers of 96 each way",
    longVAE: "the same, at a quarter of the rate for most of the time that DRAW takes",
  },
  start: "N(0, 1 / 3·inputs), biases 0, an LSTM's forget bias 1",
  optimizer: "Adam, the rate falls to 0 in a line",
  rate: { attention: 0.003, whole: 0.003, VAE: 0.002, longVAE: 0.0005 },
  updates: { attention: 16000, whole: 16000, VAE: 30000, longVAE: 160000 },
  clip: 5,
  batch: 32,
  every: { attention: 250, whole: 250, VAE: 1000, longVAE: 1000 },
  draws: 4,
  testDraws: 20,
  weights: "int8, a scale for each row; the figures are those of the rounded weights",
};

/** One training. */
export interface Run {
  model: "attention" | "whole" | "VAE" | "longVAE";
  seed: number;
}

/** The result of one training. */
export interface Outcome {
  /** The negative ELBO in nats per image, averaged over test digits and `testDraws` samples of noise. */
  bound: number;
  /** The bootstrap interval of 95 % over test digits. */
  low: number;
  high: number;
  /** The lowest bound on the validation digits before the weights were rounded, and its update. */
  validation: number;
  best: number;
  parameters: number;
  updates: number;
  seconds: number;
}

const of = (model: Run["model"], ...seeds: number[]): Run[] =>
  seeds.map((seed) => ({ model, seed }));

export const runs: Run[] = [
  ...[...of("attention", 1), ...of("VAE", 1, 2, 3), ...of("attention", 2, 3)],
  ...[...of("longVAE", 1), ...of("whole", 1, 2, 3), ...of("longVAE", 2, 3)],
];

/** Returns the model of a run. */
export function modelOf(model: Run["model"]): GenerativeModel {
  const { side } = settings, sizes = { steps: 8, latent: 10 };
  if (model === "VAE" || model === "longVAE") {
    return vaeModel({ pixels: side ** 2, latent: sizes.latent, hidden: 96 });
  }
  if (model === "whole") {
    return drawModel({ ...sizes, access: wholeCanvas(side), encoder: 24, decoder: 32 });
  }
  const access = attentiveCanvas({ side, filters: 5 });
  return drawModel({ ...sizes, access, encoder: 64, decoder: 64 });
}

/** Trains and tests one model; the weights of the first seed are shipped. */
export async function run({ model, seed }: Run): Promise<Outcome> {
  const start = performance.now(), generator = modelOf(model);
  const params = generator.params(seeded(100 + seed)), digits = splitDigits(await loadDigits());
  const { side, threshold, clip, batch, draws } = settings;
  const [updates, rate, every] = [settings.updates, settings.rate, settings.every].map((all) =>
    all[model]
  );
  const how = { side, threshold, updates, rate, clip, batch, every, draws };
  const { validation, best } = await learn(generator, params, digits, seeded(1000 + seed), how);
  const seconds = (performance.now() - start) / 1000;
  const untrained = { optimizer: sgd(0), batch };
  const evaluator = new TapeTrainer(rounded(params), elboObjective(generator), untrained);
  const exam = { batch, draws: settings.testDraws, random: seeded(7) };
  const each = boundsOf(generator, evaluator, imagesOf(digits.test, settings), exam);
  const [low, high] = interval(each, seeded(95)), bound = mean(each);
  if (seed === 1 && model !== "longVAE") {
    const metadata = { model, seed, bound, updates: best, digits: DIGITS_SOURCE };
    await ship(`draw/${model}`, params, metadata);
  }
  return { bound, low, high, validation, best, parameters: countOf(params), updates, seconds };
}
