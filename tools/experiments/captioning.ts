import {
  adam,
  captionBatch,
  type Captioner,
  captioners,
  decodeWeights,
  type Digit,
  encodeWeights,
  imagesOf,
  makeScenes,
  type Params,
  sceneCNN,
  sceneWords,
  seeded,
  WordVocabulary,
} from "rnn";
import { CaptionTrainer } from "rnn/fast";
import { saveWeights } from "rnn/files";
import { falling, pretrained, readData, weightsPath } from "./captioning/pretrain.ts";
import { evaluate, type Figures } from "./captioning/evaluate.ts";

/** Every way of feeding the image, trained on the same kind of scenes, no digit of which is in the test. */
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
  optimizer: "Adam, rate 0.003 falling to 0 in a line",
  threshold: 1,
  batch: 64,
  updates: 7000,
  frozenUpdates: 3000,
  steps: 12,
  beam: 3,
  testScenes: 1000,
  weights: "int8, a scale for each row; the figures are those of the rounded weights",
};

/** One training. */
export interface Run {
  row: string;
  /** Whether the gradient goes through v into the CNN. */
  tuned: boolean;
  seed: number;
}

/** What one training came to. */
export interface Outcome extends Figures {
  parameters: number;
  /** E of the last 500 batches: nats a caption. */
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

export const runs: Run[] = [1, 2].flatMap((seed) =>
  ROWS.map(([row, tuned]) => ({ row, tuned, seed }))
);

/** Trains one row; the weights of the first seed are shipped. */
export async function run({ row, tuned, seed }: Run): Promise<Outcome> {
  const start = performance.now(), digits = await readData();
  const { params: cnn } = await pretrained(settings, digits);
  const vocabulary = new WordVocabulary(sceneWords);
  const captioner = captioners[row]({
    words: vocabulary.size,
    embedding: settings.embedding,
    hidden: settings.hidden[row],
    features: sceneCNN.features,
  });
  const params = captioner.params(seeded(seed));
  const loss = trainRow(captioner, { cnn, params }, { row, tuned, seed }, digits, vocabulary);
  const seconds = (performance.now() - start) / 1000;
  const exam = { captioner, digits, vocabulary, scenes: settings.testScenes, beam: settings.beam };
  const all = { ...cnn, ...params };
  const exactFloat32 = evaluate({ ...exam, beam: 0 }, all).exact;
  const bytes = encodeWeights({ params: all, about: {} });
  const figures = evaluate(exam, decodeWeights(bytes).params);
  const parameters = Object.values(all).reduce((sum, W) => sum + W.data.length, 0);
  const updates = tuned ? settings.updates : settings.frozenUpdates;
  const outcome = { ...figures, parameters, loss, exactFloat32, updates, seconds };
  if (seed === 1) await ship({ row, tuned, seed }, all, outcome);
  return outcome;
}

/** Trains in place; gives the mean loss of the last 500 updates. */
function trainRow(
  captioner: Captioner,
  { cnn, params }: { cnn: Params; params: Params },
  { row, tuned, seed }: Run,
  digits: Digit[],
  vocabulary: WordVocabulary,
): number {
  const { batch, steps, threshold } = settings, random = seeded(1000 + seed);
  const updates = tuned ? settings.updates : settings.frozenUpdates, report = 500;
  const how = { optimizer: adam(falling(0.003, updates)), clip: { norm: threshold }, batch, steps };
  const eyes = { shape: sceneCNN, params: cnn, tunes: tuned };
  const trainer = new CaptionTrainer({ captioner, params, eyes, ...how });
  let [sum, loss] = [0, 0];
  while (trainer.step < updates) {
    const scenes = makeScenes(digits, { count: batch, split: "train", random });
    const said = scenes.map(({ captions }) => captions[Math.floor(captions.length * random())]);
    const images = imagesOf(scenes);
    sum += trainer.update(images, captionBatch(vocabulary, said));
    if (trainer.step % report !== 0) continue;
    [loss, sum] = [sum / report, 0];
    const name = `${row}${tuned ? "" : ", frozen"}, seed ${seed}`;
    console.log(
      `  ${name}: update ${trainer.step} of ${updates}, ${loss.toFixed(2)} nats a caption`,
    );
  }
  trainer.writeBack();
  return loss;
}

/** Writes the weights that the notebook loads: of a frozen row only the captioner's, since the CNN's are in their own file. */
async function ship({ row, tuned, seed }: Run, all: Params, outcome: Outcome): Promise<void> {
  const own = Object.entries(all).filter(([name]) => tuned || !/^(K\d|k\d|Wv|bv)$/.test(name));
  const about = {
    row,
    tuned: String(tuned),
    seed,
    exact: outcome.exact,
    updates: outcome.updates,
    digits: "Alpaydin & Kaynak 1998, UCI Machine Learning Repository, CC BY 4.0",
  };
  const path = weightsPath(tuned ? row : `${row}-frozen`);
  await saveWeights(path, { params: Object.fromEntries(own), about });
}
