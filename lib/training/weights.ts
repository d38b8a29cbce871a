import type { Params } from "../cells/cell.ts";
import { checkShapeList, packContainer, unpackContainer } from "./container.ts";
import type { Origin } from "./engine.ts";
import { Matrix } from "../matrix.ts";
import { checkOrigin } from "./origin.ts";

// The body holds, for each row of each matrix, a float32 scale and then the row's entries as int8.
const MAGIC = "unroll8b";
const LARGEST = 127;
// The smallest and the largest float32 number with all 24 bits of precision; a scale outside this range is lost or
// loses precision.
const [LEAST_SCALE, MOST_SCALE] = [2 ** -126, (2 - 2 ** -23) * 2 ** 127];

/** Information about weights, for example their origin and their test accuracy. */
export type WeightsMetadata = Record<string, string | number>;

/** Weights with their metadata and their origin. */
export interface SavedWeights extends Origin {
  /** The weights by name. */
  params: Params;
  /** Information about them, for example the experiment and its results. */
  metadata: WeightsMetadata;
}

interface Header extends Origin {
  shapes: [name: string, rows: number, cols: number][];
  about: WeightsMetadata;
}

/**
 * Encodes weights as bytes, quantized to 8 bits: each entry is rounded to one of 255 levels between ± the largest of
 * its row. `decodeWeights` returns the rounded values. Throws RangeError if a weight isn't finite, or if the largest
 * weight of a row is outside the range of the float32 scale of the row.
 */
export function encodeWeights(
  { params, metadata, cell, vocabulary }: SavedWeights,
): Uint8Array {
  const shapes = Object.entries(params).map(([name, { rows, cols }]) =>
    [name, rows, cols] as const
  );
  const size = shapes.reduce((sum, [, rows, cols]) => sum + rows * (4 + cols), 0);
  const body = new DataView(new ArrayBuffer(size));
  let at = 0;
  for (const [name, W] of Object.entries(params)) at = writeMatrix(body, at, W, name);
  const header = { shapes, about: metadata, cell, vocabulary };
  return packContainer(MAGIC, header, new Uint8Array(body.buffer));
}

/**
 * Decodes weights; `name` stands for them in messages. Throws RangeError if the bytes are truncated, corrupted or not
 * weights.
 */
export function decodeWeights(bytes: Uint8Array, name = "weights"): SavedWeights {
  const { header, body } = unpackContainer<Header>(MAGIC, bytes, name);
  const { shapes, about = {}, cell, vocabulary } = header;
  checkShapes(shapes, body.byteLength, name);
  const params: Params = {};
  let at = 0;
  for (const [name, rows, cols] of shapes) {
    params[name] = readMatrix(body, at, rows, cols);
    at += rows * (4 + cols);
  }
  return { params, metadata: about, ...(cell && { cell }), ...(vocabulary && { vocabulary }) };
}

/**
 * Throws RangeError, with the first difference, unless weights have the names and shapes of a model's, and its cell and
 * vocabulary as far as both are known.
 */
export function checkWeights(weights: SavedWeights, model: Params, origin: Origin = {}): void {
  const { params } = weights;
  checkOrigin("Cannot use the weights", "file", weights, origin);
  for (const name of Object.keys({ ...model, ...params })) {
    const [found, expected] = [params[name]?.shape ?? "none", model[name]?.shape ?? "absent"];
    if (found !== expected) {
      throw new RangeError(`Cannot use the weights: ${name} must be ${expected}, got ${found}`);
    }
  }
}

function checkShapes(shapes: Header["shapes"], bytes: number, name: string): void {
  const pairs = Array.isArray(shapes)
    ? shapes.map((shape) => Array.from(shape ?? []).slice(1))
    : [null];
  checkShapeList(name, pairs);
  const size = shapes.reduce((sum, [, rows, cols]) => sum + rows * (4 + cols), 0);
  if (size === bytes) return;
  throw new RangeError(`Cannot read the ${name}: their sizes need ${size} bytes, got ${bytes}`);
}

function writeMatrix(view: DataView, from: number, W: Matrix, name: string): number {
  let at = from;
  for (let i = 0; i < W.rows; i++, at += 4 + W.cols) {
    const row = W.data.subarray(i * W.cols, (i + 1) * W.cols);
    const largest = row.reduce((most, w) => Math.max(most, Math.abs(w)), 0);
    if (!Number.isFinite(largest)) {
      throw new RangeError(`Cannot encode the weights: ${name} must be finite, got ${largest}`);
    }
    const scale = largest / LARGEST;
    if (largest !== 0 && !(LEAST_SCALE <= scale && scale <= MOST_SCALE)) {
      throw new RangeError(
        `Cannot encode the weights: the largest of row ${i} of ${name} must be 0 or between ` +
          `1.5e-36 and 4.3e40 in size, got ${largest}`,
      );
    }
    view.setFloat32(at, scale, true);
    const step = view.getFloat32(at, true) || 1; // a row of zeros has step 0
    row.forEach((w, j) => view.setInt8(at + 4 + j, clamp(Math.round(w / step))));
  }
  return at;
}

function readMatrix(view: DataView, from: number, rows: number, cols: number): Matrix {
  const W = new Matrix(rows, cols);
  for (let i = 0, at = from; i < rows; i++, at += 4 + cols) {
    const step = view.getFloat32(at, true);
    if (!(step >= 0 && step < Infinity)) {
      throw new RangeError(`Cannot read the weights: a scale must be finite, got ${step}`);
    }
    for (let j = 0; j < cols; j++) W.data[i * cols + j] = step * view.getInt8(at + 4 + j);
  }
  return W;
}

function clamp(n: number): number {
  return Math.max(-LARGEST, Math.min(LARGEST, n));
}
