import { toValues } from "../../lib/autodiff/tape_cell.ts";
import type { Params } from "../../lib/cells/cell.ts";
import { checkIndex, checkIntegers } from "../../lib/checks.ts";
import { argmax } from "../../lib/loss.ts";
import { Matrix } from "../../lib/matrix.ts";
import { lecunNormal, orthogonal, type Random } from "../../lib/random.ts";
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
  affine,
  applyAffine,
  hiddenOf,
  lstmParams,
  lstmStep,
  rnnParams,
  type Weights,
  type Zeros,
  zerosLikeBatch,
} from "../layers.ts";
import { cnnFeatures, cnnParams, type CNNShape } from "../cnn/cnn.ts";

/** The CNN for frames of 24×24 pixels: 12 and 24 channels, pooled to 6×6, then 64 features v_t. */
export const frameCNN: CNNShape = {
  image: FRAME_SHAPE,
  layers: [{ channels: 12, pools: true }, { channels: 24, pools: true }],
  features: 64,
};

/** A model that computes a state h_t for each frame from the features v_1 … v_T. */
export interface VideoModel {
  readonly name: string;
  readonly cnn: CNNShape;
  /** H, the number of rows of h_t. */
  readonly hidden: number;
  /** Returns initial weights: the CNN's, those between v and h, and Wd, bd, Wm, bm of the two readouts. */
  params(random: Random): Params;
  /** Computes h_t for every v_t. */
  read<V extends TensorOps<V>>(p: Weights<V>, features: V[], zeros: Zeros<V>): V[];
}

// With the usual variance the directions up, down and still were not learned. A probable reason is that frames are mostly
// background, so features are small and gates stay half open: such an LSTM sums frames instead of comparing them.
const WIDE = lecunNormal(4);

/** Creates an LSTM over the features: h_t, c_t = LSTM(v_t, h_{t−1}, c_{t−1}) (Donahue et al. 2015, §4, "LRCN"). */
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
        return hiddenOf(state);
      });
    },
  };
}

/** Creates a vanilla RNN over the features: h_t = tanh(Wxh v_t + Whh h_{t−1} + bh), where Whh starts orthogonal. */
export function rnnVideo(cnn: CNNShape, hidden: number): VideoModel {
  return {
    ...{ name: "RNN", cnn, hidden },
    params: (random) => ({
      ...cnnParams(cnn, random),
      ...rnnParams(cnn.features, hidden, random),
      Wxh: WIDE(hidden, cnn.features, random),
      Whh: orthogonal()(hidden, hidden, random),
      ...readouts(hidden, random),
    }),
    read: (p, features, zeros) => {
      let h = zeros(hidden);
      return features.map((v) => {
        h = p.Wxh.matmul(v).add(p.Whh.matmul(h)).addColumn(p.bh).tanh();
        return h;
      });
    },
  };
}

/**
 * Creates a feedforward layer over the features of the last `frames` frames, by default of one: h_t = ReLU(Wx v_t + b), or
 * for two h_t = ReLU(Wx [v_{t−1}; v_t] + b) with v_0 = 0. It ignores earlier frames. Throws RangeError unless `frames`
 * is a positive integer.
 */
export function framewiseVideo(cnn: CNNShape, hidden: number, frames = 1): VideoModel {
  checkIntegers("Cannot create a video model", { frames });
  const name = frames === 1 ? "frame by frame" : `${frames} frames`;
  return {
    ...{ name, cnn, hidden },
    params: (random) => ({
      ...cnnParams(cnn, random),
      Wx: lecunNormal(Math.SQRT2)(hidden, frames * cnn.features, random),
      b: new Matrix(hidden, 1),
      ...readouts(hidden, random),
    }),
    read: (p, features, zeros) => {
      const padded = [
        ...Array.from({ length: frames - 1 }, () => zeros(cnn.features)),
        ...features,
      ];
      return features.map((_, t) => {
        const v = padded.slice(t, t + frames).reduce((above, below) => above.vstack(below));
        return p.Wx.matmul(v).addColumn(p.b).relu();
      });
    },
  };
}

function readouts(hidden: number, random: Random): Params {
  return {
    ...affine("d", 10, hidden, random),
    ...affine("m", MOTION_DIRECTIONS.length, hidden, random),
  };
}

/** The scores of one frame: Wd h_t + bd of the digits, and Wm h_t + bm of the directions. */
export interface FrameScores<V> {
  readonly digit: V;
  readonly direction: V;
}

/** Computes the scores of every frame (pixels × batch) with one CNN; throws RangeError for zero frames or a frame of another size. */
export function videoScores<V extends TensorOps<V>>(
  model: VideoModel,
  p: Weights<V>,
  frames: V[],
  zeros: Zeros<V>,
): FrameScores<V>[] {
  if (frames.length === 0) throw new RangeError("Cannot read a video of zero frames");
  const features = frames.map((frame) => cnnFeatures(model.cnn, p, frame));
  return model.read(p, features, zeros).map((h) => ({
    digit: applyAffine(p, "d", h),
    direction: applyAffine(p, "m", h),
  }));
}

/** Computes E = Σ_t (−log ŷ_t[digit] − log m̂_t[direction]), averaged over the batch; throws RangeError like `videoScores`. */
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
 * Predicts the digit and the direction at every frame (pixels × batch) of a batch of videos; throws RangeError for zero
 * frames, and, with its number, for a frame of another size or with entries that aren't finite.
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
 * Computes ∂m/∂pixels of every frame of one video, where m is the score of a direction at the last frame; throws RangeError
 * like `predictVideo`, for more than one video, and for a direction outside the range.
 */
export function frameSaliency(
  model: VideoModel,
  params: Params,
  frames: readonly Matrix[],
  direction: number,
): Matrix[] {
  checkFrames(frames, model.cnn.image);
  if (frames[0].cols !== 1) {
    throw new RangeError(`Cannot compute saliency of ${frames[0].cols} videos: expected one`);
  }
  checkIndex("Cannot use direction", direction, 0, MOTION_DIRECTIONS.length - 1);
  const values = frames.map((frame) => new Value(frame));
  const scores = videoScores(model, toValues(params), values, zerosLikeBatch(1)).at(-1)!.direction;
  const found = gradients(scores.sliceRows(direction, direction + 1));
  return values.map((value) => found.get(value) ?? value.matrix.scale(0));
}
