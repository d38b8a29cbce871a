import { type Params, seeded } from "rnn";
import { type Digit, makeVideos, type Split, type Video, videoBatch } from "rnn/data";
import {
  frameCNN,
  framewiseVideo,
  predictVideo,
  recurrentVideo,
  type VideoModel,
  videoObjective,
} from "rnn/models";
import { DIGITS_SOURCE, loadDigits, rounded, ship, trainInPlace } from "./shared.ts";
import { countOf, interval, share } from "./statistics.ts";

/** The digit and its direction of motion in videos: a CNN with an LSTM over its features, and the same CNN frame by frame. */
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

/** The accuracy on test videos at each frame, and bootstrap intervals of 95 %. */
export interface Answers {
  exact: number[];
  intervals: [low: number, high: number][];
}

/** The result of one training. */
export interface Outcome {
  digit: Answers;
  direction: Answers;
  /** The share of test videos whose direction is predicted correctly at every frame but the first. */
  throughout: number;
  low: number;
  high: number;
  /** E of the last 100 batches, in nats per video. */
  loss: number;
  parameters: number;
  seconds: number;
}

const MODELS: Run["model"][] = ["LSTM", "frame by frame"];

export const runs: Run[] = MODELS.flatMap((model) =>
  [1, 2, 3].map((seed): Run => ({ model, seed }))
);

/** Returns the network of a run. */
export function modelOf(model: Run["model"]): VideoModel {
  const make = model === "LSTM" ? recurrentVideo : framewiseVideo;
  return make(frameCNN, settings.hidden[model]);
}

/** Trains one network and tests it on videos of held-out digits; the weights of the first seed are shipped. */
export async function run({ model: name, seed }: Run): Promise<Outcome> {
  const digits = await loadDigits(), start = performance.now(), model = modelOf(name);
  const { updates, frames, hidden, ...training } = settings, random = seeded(1000 + seed);
  const params = model.params(seeded(seed)), count = settings.batch;
  const { loss } = await trainInPlace(params, {
    ...{ ...training, updates, objective: videoObjective(model, frames), reportEvery: 100 },
    next: () => videoBatch(makeVideos(digits, { count, frames, split: "train", random })),
  });
  const seconds = (performance.now() - start) / 1000;
  const figures = evaluate(model, rounded(params), digits, "test");
  if (seed === 1) {
    const { throughout } = figures;
    await ship(`video/${name.replaceAll(" ", "_")}`, params, {
      ...{ model: name, seed, throughout, updates, hidden: hidden[name], digits: DIGITS_SOURCE },
    });
  }
  return { ...figures, loss, parameters: countOf(params), seconds };
}

/** Evaluates a network on videos of one part of the digits; they are the same for every network. */
export function evaluate(model: VideoModel, params: Params, digits: Digit[], split: Split) {
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
  const predicted = predictVideo(model, params, batch.frames);
  some.forEach((_, b) => {
    const matches = (rows: Int32Array[], labels: Int32Array) =>
      rows.map((row) => row[b] === labels[b]);
    rights[from + b] = {
      digit: matches(predicted.digits, batch.digits),
      direction: matches(predicted.directions, batch.directions),
    };
  });
}

/** Returns the accuracy at each frame, and its interval, from a row of booleans for each video. */
function byFrame(rights: boolean[][]): Answers {
  const at = (t: number) => rights.map((row) => row[t]);
  const frames = rights[0].map((_, t) => t);
  return {
    exact: frames.map((t) => share(at(t))),
    intervals: frames.map((t) => interval(at(t), seeded(7))),
  };
}
