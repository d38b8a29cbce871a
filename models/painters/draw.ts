import { type TapeCell, tapeCell } from "../../lib/autodiff/tape_cell.ts";
import type { Params } from "../../lib/cells/cell.ts";
import { Matrix } from "../../lib/matrix.ts";
import type { Random } from "../../lib/random.ts";
import type { Value } from "../../lib/autodiff/value.ts";
import type { TensorOps } from "../../lib/autodiff/tensor_ops.ts";
import type { CanvasAccess } from "./canvas_access.ts";
import {
  affine,
  applyAffine,
  hiddenOf,
  layerInit,
  lstmParams,
  lstmStep,
  type Weights,
  type Zeros,
} from "../layers.ts";
import { checkIntegers } from "../../lib/checks.ts";
import type { GenerativeModel } from "./generative_model.ts";
import { bernoulliNLL, klToStandardNormal, reparameterize } from "./variational.ts";

/** The sizes of DRAW, and its read and write operations. */
export interface DrawSizes {
  access: CanvasAccess;
  /** T, the number of time steps. */
  steps: number;
  /** Z, the number of latent variables in z_t. */
  latent: number;
  /** The number of hidden units of the encoder and of the decoder. */
  encoder: number;
  decoder: number;
}

/** The state of DRAW: that of both LSTMs, and the canvas. */
interface DrawState<V> {
  encoder: V;
  decoder: V;
  canvas: V;
}

/** The result of a time step of DRAW: its state, the parameters of q(z_t), and the attention windows. */
interface Drawn<V> extends DrawState<V> {
  mu: V;
  logSigma: V;
  readAt?: V;
  writtenAt?: V;
}

/** Creates DRAW (Gregor et al. 2015), a recurrent VAE that generates an image in T time steps. Throws RangeError unless the sizes are positive integers. */
export function drawModel(sizes: DrawSizes): GenerativeModel {
  const { access, steps, latent, encoder, decoder } = sizes, pixels = access.side ** 2;
  checkIntegers("Cannot create a generative model", {
    side: access.side,
    steps,
    latent,
    encoder,
    decoder,
  });
  return {
    ...{ pixels, latent, steps },
    params: (random) => drawParams(sizes, random),
    negativeELBO(p, x, noise, zeros) {
      let state = drawStart(p, zeros), E: typeof x | undefined;
      for (const e of noise) {
        const drawn = drawStep(access, p, x, e, state);
        const E_t = drawn.mu.apply(klToStandardNormal, drawn.logSigma);
        [state, E] = [drawn, E ? E.add(E_t) : E_t];
      }
      return state.canvas.apply(bernoulliNLL, x).add(E!);
    },
    generate(p, noise, zeros) {
      let { decoder, canvas } = drawStart(p, zeros);
      return noise.map((z) => ({ decoder, canvas } = decode(access, p, z, decoder, canvas)).canvas);
    },
  };
}

/** Returns initial weights of both LSTMs, of q(z_t) and of the canvas access, and the learned initial state. */
function drawParams({ access, latent, encoder, decoder }: DrawSizes, random: Random): Params {
  return {
    ...lstmParams(access.reads, encoder, random, "Enc"),
    WdEnc: layerInit(random)(4 * encoder, decoder),
    ...affine("Mu", latent, encoder, random),
    ...affine("Sigma", latent, encoder, random),
    ...lstmParams(latent, decoder, random, "Dec"),
    ...access.params(decoder, random),
    enc0: new Matrix(2 * encoder, 1),
    dec0: new Matrix(2 * decoder, 1),
    c0: new Matrix(access.side ** 2, 1),
  };
}

/** Returns the learned initial state, the same for every image. */
function drawStart<V extends TensorOps<V>>(p: Weights<V>, zeros: Zeros<V>): DrawState<V> {
  const [encoder, decoder, canvas] = [p.enc0, p.dec0, p.c0].map((b) => zeros(b.rows).addColumn(b));
  return { encoder, decoder, canvas };
}

/**
 * Computes a time step, equations 3 to 8: x̂ = x − σ(c_{t−1}), r = read(x, x̂, h_dec), h_enc = LSTM(r, h_dec), z ~ N(μ(h_enc), σ(h_enc)²),
 * h_dec = LSTM(z), c_t = c_{t−1} + write(h_dec).
 */
function drawStep<V extends TensorOps<V>>(
  access: CanvasAccess,
  p: Weights<V>,
  x: V,
  noise: V,
  { encoder, decoder, canvas }: DrawState<V>,
): Drawn<V> {
  const error = x.subtract(canvas.sigmoid()), hDec = hiddenOf(decoder);
  const { result: r, window: readAt } = access.read(p, x, error, hDec);
  const fromInput = p.WxEnc.matmul(r).add(p.WdEnc.matmul(hDec));
  const read = lstmStep(p.WhEnc, p.bEnc, fromInput, encoder), hEnc = hiddenOf(read);
  const mu = applyAffine(p, "Mu", hEnc), logSigma = applyAffine(p, "Sigma", hEnc);
  const z = mu.apply(reparameterize, logSigma, noise);
  return { encoder: read, mu, logSigma, readAt, ...decode(access, p, z, decoder, canvas) };
}

/** Computes the decoder's part of a time step: h_dec = LSTM(z), c_t = c_{t−1} + write(h_dec). */
function decode<V extends TensorOps<V>>(
  access: CanvasAccess,
  p: Weights<V>,
  z: V,
  before: V,
  canvas: V,
) {
  const decoder = lstmStep(p.WhDec, p.bDec, p.WxDec.matmul(z), before);
  const { result, window: writtenAt } = access.write(p, hiddenOf(decoder));
  return { decoder, canvas: canvas.add(result), writtenAt };
}

/**
 * Creates DRAW as a cell for `unroll`: x_t is the noise, the context is the image, and the state is that of the encoder, that
 * of the decoder, and the canvas, which is h_t. μ, log σ and the attention windows are named values of each time step.
 */
export function drawCell(
  { access, latent, encoder, decoder }: DrawSizes,
  params: Params,
): TapeCell {
  const pixels = access.side ** 2, [first, second] = [2 * encoder, 2 * (encoder + decoder)];
  const sizes = {
    inputSize: latent,
    hiddenSize: pixels,
    stateSize: second + pixels,
    contextSize: pixels,
  };
  return tapeCell(
    (p, noise, before, image) => {
      const cut = { encoder: before.sliceRows(0, first), decoder: before.sliceRows(first, second) };
      const state = { ...cut, canvas: before.sliceRows(second) };
      const drawn = drawStep(access, p, image!, noise, state), { mu, logSigma } = drawn;
      const after = drawn.encoder.vstack(drawn.decoder).vstack(drawn.canvas);
      return { state: after, mu, logSigma, ...windowsOf(drawn) };
    },
    params,
    sizes,
  );
}

/** Returns the learned initial state of `drawCell`, one column. */
export function drawState0({ enc0, dec0, c0 }: Params): Matrix {
  return Matrix.blocks([[enc0], [dec0], [c0]]);
}

function windowsOf({ readAt, writtenAt }: Drawn<Value>): Record<string, Value> {
  return readAt && writtenAt ? { readAt, writtenAt } : {};
}
