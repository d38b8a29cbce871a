import { type Params, seeded } from "rnn";
import { sceneWords } from "rnn/data";
import { captioners, sceneCNN } from "rnn/models";
import { WordVocabulary } from "rnn/text";
import { evaluate, type Figures } from "./captioning/evaluate.ts";
import { pretrained } from "./captioning/pretrain.ts";
import { type Training, trainPhase } from "./captioning/train.ts";
import { DIGITS_SOURCE, loadDigits, rounded, ship } from "./shared.ts";
import { countOf } from "./statistics.ts";

/** All captioners, trained on scenes of training digits and tested on scenes of held-out digits. */
export const settings = {
  scenes:
    "24×24, one to three of 1,797 handwritten digits, made on the fly; 1,000 of test digits to test on",
  cnn: "3×3 convolutions of 16, 32, 32 maps with ReLU, two poolings, 128 features; " +
    "trained first on single digits at random places",
  cnnUpdates: 1500,
  cnnSeed: 1,
  embedding: 32,
  hidden: {
    lecture: 128,
    Mao: 128,
    Karpathy: 128,
    Vinyals: 96,
    Donahue: 64,
    Chen: 96,
    CS231n: 128,
  } as Record<string, number>,
  start: "N(0, 1 / 3·inputs), word vectors N(0, 1), biases 0, an LSTM's forget bias 1",
  optimizer:
    "Adam; the rate falls to 0 in a line, but for the first updates, which leave the CNN frozen",
  rate: 0.003,
  threshold: 1,
  batch: 64,
  warmUpdates: 750,
  updates: 6000,
  frozenUpdates: 3000,
  steps: 12,
  beam: 3,
  testScenes: 1000,
  weights: "int8, a scale for each row; the figures are those of the rounded weights",
};

/** One training. */
export interface Run {
  row: string;
  /** True if the CNN is fine-tuned. */
  tuned: boolean;
  seed: number;
}

/** The result of one training. */
export interface Outcome extends Figures {
  parameters: number;
  /** E of the last batches, 500 at most, in nats per caption. */
  loss: number;
  /** Exact match before the weights were rounded. */
  exactFloat32: number;
  updates: number;
  seconds: number;
}

const ROWS: [row: string, tuned: boolean][] = [
  ["lecture", true],
  ...Object.keys(captioners).filter((row) => row !== "lecture").map((row) =>
    [row, true] as [string, boolean]
  ),
  ["lecture", false],
];

export const runs: Run[] = ROWS.map(([row, tuned]) => ({ row, tuned, seed: 1 }));

/** Trains one captioner and ships its weights. */
export async function run({ row, tuned, seed }: Run): Promise<Outcome> {
  const digits = await loadDigits(), { params: cnn } = await pretrained(settings, digits);
  const start = performance.now();
  const vocabulary = new WordVocabulary(sceneWords);
  const captioner = captioners[row]({
    words: vocabulary.size,
    embedding: settings.embedding,
    hidden: settings.hidden[row],
    features: sceneCNN.features,
  });
  const params = captioner.params(seeded(seed));
  const name = `${row}, seed ${seed}`, random = seeded(1000 + seed);
  const { batch, steps, threshold } = settings, how = { random, batch, steps, threshold };
  const training = { name, captioner, cnn, params, digits, vocabulary, ...how };
  const loss = await trainRow(training, tuned);
  const seconds = (performance.now() - start) / 1000;
  const exam = { captioner, digits, vocabulary, scenes: settings.testScenes, beam: settings.beam };
  const all = { ...cnn, ...params };
  const exactFloat32 = evaluate({ ...exam, beam: 0 }, all).exact;
  const figures = evaluate(exam, rounded(all));
  const parameters = countOf(all);
  const updates = tuned ? settings.warmUpdates + settings.updates : settings.frozenUpdates;
  const outcome = { ...figures, parameters, loss, exactFloat32, updates, seconds };
  await shipRow({ row, tuned, seed }, all, outcome);
  return outcome;
}

/**
 * Trains the captioner alone first and then, if the row is tuned, together with the CNN, because the first gradients of an
 * untrained LSTM are noise that destroys the CNN's features (Vinyals et al. 2017, "Image model fine tuning", begin after
 * 500,000 steps for the same reason).
 */
async function trainRow(training: Training, tuned: boolean): Promise<number> {
  const { rate, warmUpdates, updates, frozenUpdates } = settings;
  if (!tuned) {
    return await trainPhase(training, { tunes: false, updates: frozenUpdates, rate });
  }
  await trainPhase(training, { tunes: false, updates: warmUpdates, rate: () => rate });
  return await trainPhase(training, { tunes: true, updates, rate });
}

/** Ships the weights for the notebook: of a frozen row only the captioner's, because the CNN has its own file. */
async function shipRow({ row, tuned, seed }: Run, all: Params, outcome: Outcome): Promise<void> {
  const own = Object.entries(all).filter(([name]) => tuned || !/^(K\d|k\d|Wv|bv)$/.test(name));
  const metadata = {
    row,
    tuned: String(tuned),
    seed,
    exact: outcome.exact,
    updates: outcome.updates,
    embedding: settings.embedding,
    hidden: settings.hidden[row],
    digits: DIGITS_SOURCE,
  };
  await ship(`captioning/${tuned ? row : `${row}-frozen`}`, Object.fromEntries(own), metadata);
}
