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

/** DRAW with attention, DRAW without attention, and VAEs of about as many weights, on digits. */
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
    VAE80: "as VAE, but Z 80, as many latents as DRAW has in 8 steps, and layers of 76",
    deepVAE:
      "as VAE80, but the second layer of encoder and decoder is applied 8 times with the same weights, as a residual",
    longDeepVAE:
      "as deepVAE, at half the lower of its rates, for about half the time that DRAW takes; added when the results of deepVAE were known",
  },
  start: "N(0, 1 / 3·inputs), biases 0, an LSTM's forget bias 1",
  optimizer: "Adam, the rate falls to 0 in a line",
  rate: {
    ...{ attention: [0.003], whole: [0.003], VAE: [0.002], longVAE: [0.0005] },
    ...{ VAE80: [0.001, 0.003], deepVAE: [0.001, 0.003], longDeepVAE: [0.0005] },
  },
  choice:
    "of several rates, each seed keeps the one with the lowest bound on the validation digits",
  updates: {
    ...{ attention: 16000, whole: 16000, VAE: 30000, longVAE: 160000 },
    ...{ VAE80: 30000, deepVAE: 30000, longDeepVAE: 80000 },
  },
  clip: 5,
  batch: 32,
  every: {
    ...{ attention: 250, whole: 250, VAE: 1000, longVAE: 1000 },
    ...{ VAE80: 1000, deepVAE: 1000, longDeepVAE: 1000 },
  },
  draws: 4,
  testDraws: 20,
  weights: "int8, a scale for each row; the figures are those of the rounded weights",
};

const SHIPPED: Run["model"][] = ["attention", "whole", "VAE"];

type DigitParts = ReturnType<typeof splitDigits>;

/** One training, or one for each rate. */
export interface Run {
  model: "attention" | "whole" | "VAE" | "longVAE" | "VAE80" | "deepVAE" | "longDeepVAE";
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
  /** The rate that was chosen, where there were several. */
  rate?: number;
  parameters: number;
  updates: number;
  /** The time of all trainings of this run. */
  seconds: number;
}

const of = (model: Run["model"], ...seeds: number[]): Run[] =>
  seeds.map((seed) => ({ model, seed }));

export const runs: Run[] = [
  ...[...of("attention", 1), ...of("VAE", 1, 2, 3), ...of("attention", 2, 3)],
  ...[...of("longVAE", 1), ...of("whole", 1, 2, 3), ...of("longVAE", 2, 3)],
  ...[...of("VAE80", 1, 2, 3), ...of("deepVAE", 1, 2, 3), ...of("longDeepVAE", 1, 2, 3)],
];

/** Returns the model of a run. */
export function modelOf(model: Run["model"]): GenerativeModel {
  const { side } = settings, sizes = { steps: 8, latent: 10 };
  if (model === "VAE" || model === "longVAE") {
    return vaeModel({ pixels: side ** 2, latent: sizes.latent, hidden: 96 });
  }
  if (model === "VAE80" || model === "deepVAE" || model === "longDeepVAE") {
    const latent = sizes.steps * sizes.latent,
      repeats = model === "VAE80" ? undefined : sizes.steps;
    return vaeModel({ pixels: side ** 2, latent, hidden: 76, repeats });
  }
  if (model === "whole") {
    return drawModel({ ...sizes, access: wholeCanvas(side), encoder: 24, decoder: 32 });
  }
  const access = attentiveCanvas({ side, filters: 5 });
  return drawModel({ ...sizes, access, encoder: 64, decoder: 64 });
}

/** Trains and tests one model; the weights of the first seed are shipped if the notebook shows them. */
export async function run({ model, seed }: Run): Promise<Outcome> {
  const start = performance.now(), generator = modelOf(model);
  const digits = splitDigits(await loadDigits()), rates = settings.rate[model];
  const trainings = [];
  for (const rate of rates) trainings.push(await trained({ model, seed }, rate, digits));
  const { params, rate, validation, best } = trainings.reduce((a, b) =>
    b.validation < a.validation ? b : a
  );
  const seconds = (performance.now() - start) / 1000;
  const { batch } = settings, untrained = { optimizer: sgd(0), batch };
  const evaluator = new TapeTrainer(rounded(params), elboObjective(generator), untrained);
  const exam = { batch, draws: settings.testDraws, random: seeded(7) };
  const each = boundsOf(generator, evaluator, imagesOf(digits.test, settings), exam);
  const [low, high] = interval(each, seeded(95)), bound = mean(each);
  if (seed === 1 && SHIPPED.includes(model)) {
    const metadata = { model, seed, bound, updates: best, digits: DIGITS_SOURCE };
    await ship(`draw/${model}`, params, metadata);
  }
  return {
    ...{ bound, low, high, validation, best, ...(rates.length > 1 && { rate }) },
    ...{ parameters: countOf(params), updates: settings.updates[model], seconds },
  };
}

/** Trains one model at one rate. */
async function trained({ model, seed }: Run, rate: number, digits: DigitParts) {
  const generator = modelOf(model), params = generator.params(seeded(100 + seed));
  const { side, threshold, clip, batch, draws } = settings;
  const [updates, every] = [settings.updates, settings.every].map((all) => all[model]);
  const how = { side, threshold, updates, rate, clip, batch, every, draws };
  return { params, rate, ...await learn(generator, params, digits, seeded(1000 + seed), how) };
}
