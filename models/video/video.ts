import { toValues } from "../../lib/autodiff/tape_cell.ts";
import type { Params } from "../../lib/cells/cell.ts";
import { argmax } from "../../lib/loss.ts";
import { Matrix } from "../../lib/matrix.ts";
import { lecunNormal, type Random } from "../../lib/random.ts";
import {
  checkFrames,
  FRAME_SHAPE,
  MOTION_DIRECTIONS,
  type Videos,
} from "../../datasets/scenes/videos.ts";
import { gradients } from "../../lib/autodiff/gradients.ts";
import { Value } from "../../lib/autodiff/value.ts";
import type { TensorOps } from "../../lib/autodiff/tensor_ops.ts";
import {
  layerInit,
  lstmParams,
  lstmStep,
  readout,
  type Weights,
  type Zeros,
  zerosLikeBatch,
} from "../layers.ts";
import { cnnFeatures, cnnParams, type CNNShape } from "../cnn/cnn.ts";

/** The network for frames of 24×24 pixels: 12 and 24 maps, pooled to 6×6, then v_t. */
export const frameCNN: CNNShape = {
  image: FRAME_SHAPE,
  layers: [{ channels: 12, pools: true }, { channels: 24, pools: true }],
  features: 64,
};

/** One way from the features v_1 … v_T of frames to a state for each of them, h_1 … h_T. */
export interface VideoModel {
  readonly name: string;
  readonly cnn: CNNShape;
  /** H, the rows of h_t. */
  readonly hidden: number;
  /** The weights at the start: the CNN's, those between v and h, and Wd, bd, Wm, bm of the two readouts. */
  params(random: Random): Params;
  /** h_t for every v_t. */
  read<V extends TensorOps<V>>(p: Weights<V>, features: V[], zeros: Zeros<V>): V[];
}

// With weights of the usual size up, down and still stayed at chance. Perhaps since a frame is mostly paper and its features
// are small: gates that stay half open only add frames up, and a direction is told by two of them together.
const WIDE = lecunNormal(4);

/** An LSTM over the features: h_t, c_t = LSTM(v_t, h_{t−1}, c_{t−1}) (Donahue et al. 2015, §4, "LRCN"). */
export function recurrentVideo(cnn: CNNShape, hidden: number): VideoModel {
  return {
    ...{ name: "LSTM", cnn, hidden },
    params: (random) => ({
      ...cnnParams(cnn, random),
      ...lstmParams(cnn.features, hidden, random),
      Wx: WIDE(4 * hidden, cnn.features, random),
      Wh: lecunNormal(1.5)(4 * hidden, hidden, random),
      ...readouts(hidden, random),
    }),
    read: (p, features, zeros) => {
      let state = zeros(2 * hidden);
      return features.map((v) => {
        state = lstmStep(p.Wh, p.b, p.Wx.matmul(v), state);
        return state.sliceRows(hidden, 2 * hidden);
      });
    },
  };
}

/** A layer over the features of each frame alone: h_t = ReLU(Wx v_t + b). It has no past. */
export function framewiseVideo(cnn: CNNShape, hidden: number): VideoModel {
  return {
    ...{ name: "frame by frame", cnn, hidden },
    params: (random) => ({
      ...cnnParams(cnn, random),
      Wx: lecunNormal(Math.SQRT2)(hidden, cnn.features, random),
      b: new Matrix(hidden, 1),
      ...readouts(hidden, random),
    }),
    read: (p, features) => features.map((v) => p.Wx.matmul(v).addColumn(p.b).relu()),
  };
}

function readouts(hidden: number, random: Random): Params {
  const draw = layerInit(random), ways = MOTION_DIRECTIONS.length;
  return {
    ...{ Wd: draw(10, hidden), bd: new Matrix(10, 1) },
    ...{ Wm: draw(ways, hidden), bm: new Matrix(ways, 1) },
  };
}

/** The scores of one frame: of the digits, Wd h_t + bd, and of the directions, Wm h_t + bm. */
export interface FrameScores<V> {
  readonly digit: V;
  readonly direction: V;
}

/** The scores of every frame, each pixels × batch, seen by one CNN; throws RangeError for zero frames and one of another size. */
export function videoScores<V extends TensorOps<V>>(
  model: VideoModel,
  p: Weights<V>,
  frames: V[],
  zeros: Zeros<V>,
): FrameScores<V>[] {
  if (frames.length === 0) throw new RangeError("Cannot watch a video of zero frames");
  const features = frames.map((frame) => cnnFeatures(model.cnn, p, frame));
  return model.read(p, features, zeros).map((h) => ({
    digit: readout({ Why: p.Wd, by: p.bd }, h),
    direction: readout({ Why: p.Wm, by: p.bm }, h),
  }));
}

/** E = Σ_t (−log ŷ_t[digit] − log m̂_t[direction]): both are asked at every frame. The mean over the batch; throws RangeError as `videoScores`. */
export function videoLoss<V extends TensorOps<V>>(
  model: VideoModel,
  p: Weights<V>,
  frames: V[],
  { digits, directions }: Pick<Videos, "digits" | "directions">,
  zeros: Zeros<V>,
): V {
  return videoScores(model, p, frames, zeros)
    .map(({ digit, direction }) =>
      digit.crossEntropy(digits).add(direction.crossEntropy(directions))
    )
    .reduce((E, E_t) => E.add(E_t));
}

/**
 * The likeliest digit and direction at every frame (each pixels × batch) of videos side by side; throws RangeError for zero
 * frames, and, with its number, for a frame of another size or one that holds what isn't finite.
 */
export function predictVideo(
  model: VideoModel,
  params: Params,
  frames: readonly Matrix[],
): { digits: Int32Array[]; directions: Int32Array[] } {
  checkFrames(frames, model.cnn.image);
  const values = frames.map((frame) => new Value(frame));
  const scores = videoScores(model, toValues(params), values, zerosLikeBatch(frames[0].cols));
  return {
    digits: scores.map(({ digit }) => argmax(digit.matrix)),
    directions: scores.map(({ direction }) => argmax(direction.matrix)),
  };
}

/**
 * ∂m/∂pixels of every frame of one video up to the last, m the score of a direction at its last frame; throws RangeError as
 * `watch`, for more than one video, and for a direction outside.
 */
export function frameSaliency(
  model: VideoModel,
  params: Params,
  frames: readonly Matrix[],
  direction: number,
): Matrix[] {
  checkFrames(frames, model.cnn.image);
  if (frames[0].cols !== 1) {
    throw new RangeError(`Cannot look back through ${frames[0].cols} videos: it is one`);
  }
  if (!MOTION_DIRECTIONS[direction]) {
    throw new RangeError(
      `Cannot look back from direction ${direction}: they are 0 to ${MOTION_DIRECTIONS.length - 1}`,
    );
  }
  const values = frames.map((frame) => new Value(frame));
  const scores = videoScores(model, toValues(params), values, zerosLikeBatch(1)).at(-1)!.direction;
  const found = gradients(scores.sliceRows(direction, direction + 1));
  return values.map((value) => found.get(value) ?? value.matrix.scale(0));
}
