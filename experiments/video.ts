import { join } from "node:path";
import { adam, decodeWeights, encodeWeights } from "rnn/train";
import { type Digit, makeVideos, type Split, type Video, videoBatch } from "rnn/data";
import {
  frameCNN,
  framewiseVideo,
  predictVideo,
  recurrentVideo,
  type VideoModel,
} from "rnn/models";
import { type Params, seeded } from "rnn";
import { VideoTrainer } from "rnn/models";
import { saveWeights } from "rnn/files";
import { root } from "../tools/paths.ts";
import { linearDecay, loadDigits } from "./captioning/pretrain.ts";
import { countOf, interval, share } from "./statistics.ts";

/** Which digit, and which way does it go? A CNN with an LSTM over its features, and the same CNN frame by frame. */
export const settings = {
  videos:
    "24×24, 5 frames of one handwritten digit that moves by 4 pixels a frame or stands; begun " +
    "anywhere, the edges joined, so that one frame tells nothing of the direction; made on the fly",
  cnn: "3×3 convolutions of 12 and 24 maps with ReLU and pooling, 64 features, learnt end to end",
  hidden: { LSTM: 64, "frame by frame": 432 } as Record<string, number>,
  start:
    "CNN and layer N(0, 2 / inputs), LSTM N(0, 16 / inputs) and N(0, 9 / 4H), readouts N(0, 1 / 3·inputs), forget bias 1",
  optimizer: "Adam, the rate falls to 0 in a line",
  rate: 0.004,
  updates: 3000,
  threshold: 1,
  batch: 32,
  frames: 5,
  testVideos: 500,
  weights: "int8, a scale for each row; the figures are those of the rounded weights",
};

/** One training. */
export interface Run {
  model: "LSTM" | "frame by frame";
  seed: number;
}

/** Shares of test videos for which an answer is right, and the middle 95 % of their bootstrap samples, frame by frame. */
export interface Answers {
  exact: number[];
  intervals: [low: number, high: number][];
}

/** What one training came to. */
export interface Outcome {
  digit: Answers;
  direction: Answers;
  /** The share of test videos whose direction is right at every frame but the first. */
  throughout: number;
  low: number;
  high: number;
  /** E of the last 100 batches: nats a video. */
  loss: number;
  parameters: number;
  seconds: number;
}

const MODELS: Run["model"][] = ["LSTM", "frame by frame"];

export const runs: Run[] = MODELS.flatMap((model) =>
  [1, 2, 3].map((seed): Run => ({ model, seed }))
);

/** The network of a run. */
export function modelOf(model: Run["model"]): VideoModel {
  const make = model === "LSTM" ? recurrentVideo : framewiseVideo;
  return make(frameCNN, settings.hidden[model]);
}

/** Trains one network and tries it on videos of digits that it never saw; the weights of the first seed are shipped. */
export async function run({ model: name, seed }: Run): Promise<Outcome> {
  const digits = await loadDigits(), start = performance.now(), model = modelOf(name);
  const params = model.params(seeded(seed)), loss = learn(model, params, digits, seed);
  const seconds = (performance.now() - start) / 1000;
  const rounded = decodeWeights(encodeWeights({ params, about: {} })).params;
  const figures = tried(model, rounded, digits, "test");
  if (seed === 1) await ship({ model: name, seed }, params, figures.throughout);
  return { ...figures, loss, parameters: countOf(params), seconds };
}

/** All updates; gives E of the last ones. */
function learn(model: VideoModel, params: Params, digits: Digit[], seed: number): number {
  const { rate, updates, threshold, batch, frames } = settings, last = 100;
  const random = seeded(1000 + seed), split: Split = "train";
  const how = { optimizer: adam(linearDecay(rate, updates)), clip: { norm: threshold } };
  const trainer = new VideoTrainer(model, params, { ...how, batch, frames });
  let sum = 0;
  for (let step = 1; step <= updates; step++) {
    const videos = makeVideos(digits, { count: batch, frames, split, random });
    const E = trainer.update(videoBatch(videos));
    if (step > updates - last) sum += E;
  }
  trainer.writeBack();
  return sum / last;
}

/** How a network does on videos of one part of the digits: the same ones for every network. */
export function tried(model: VideoModel, params: Params, digits: Digit[], split: Split) {
  const { testVideos: count, frames } = settings;
  const videos = makeVideos(digits, { count, frames, split, random: seeded(2024) });
  const rights = videos.map(() => ({ digit: [] as boolean[], direction: [] as boolean[] }));
  for (let from = 0; from < count; from += 50) judge(model, params, videos, rights, from);
  const through = rights.map(({ direction }) => direction.slice(1).every(Boolean));
  const [low, high] = interval(through, seeded(7));
  return {
    digit: byFrame(rights.map(({ digit }) => digit)),
    direction: byFrame(rights.map(({ direction }) => direction)),
    ...{ throughout: share(through), low, high },
  };
}

function judge(
  model: VideoModel,
  params: Params,
  videos: Video[],
  rights: { digit: boolean[]; direction: boolean[] }[],
  from: number,
): void {
  const some = videos.slice(from, from + 50), batch = videoBatch(some);
  const said = predictVideo(model, params, batch.frames);
  some.forEach((_, b) => {
    const same = (said: Int32Array[], right: Int32Array) => said.map((row) => row[b] === right[b]);
    rights[from + b] = {
      digit: same(said.digits, batch.digits),
      direction: same(said.directions, batch.directions),
    };
  });
}

/** Shares at each frame, from whether each video's answers are right. */
function byFrame(rights: boolean[][]): Answers {
  const at = (t: number) => rights.map((row) => row[t]);
  const frames = rights[0].map((_, t) => t);
  return {
    exact: frames.map((t) => share(at(t))),
    intervals: frames.map((t) => interval(at(t), seeded(7))),
  };
}

async function ship({ model, seed }: Run, params: Params, throughout: number): Promise<void> {
  const folder = join(root, "data", "results", "video");
  await Deno.mkdir(folder, { recursive: true });
  const about = {
    ...{ model, seed, throughout, updates: settings.updates, hidden: settings.hidden[model] },
    digits: "Alpaydin & Kaynak 1998, UCI Machine Learning Repository, CC BY 4.0",
  };
  await saveWeights(join(folder, `${model.replaceAll(" ", "_")}.bin`), { params, about });
}
