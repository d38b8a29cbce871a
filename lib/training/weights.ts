import type { Params } from "../cells/cell.ts";
import { checksum } from "./checkpoint.ts";
import { Matrix } from "../matrix.ts";

// The bytes: MAGIC, the length of the header, the header (JSON: names, shapes, about), for each matrix a float32 scale
// of each row and then its int8 numbers, a checksum.
const MAGIC = "unroll8b";
const HEAD = MAGIC.length + 4;
const CHECKSUM = 4;
const LARGEST = 127;

/** What is told about weights: where they come from, what they reach. */
export type WeightsMetadata = Record<string, string | number>;

/** Weights as they are shipped: a byte for each number. */
export interface SavedWeights {
  /** The weights by name. */
  params: Params;
  /** What is told of them, such as the experiment and its figures. */
  about: WeightsMetadata;
}

interface Header {
  shapes: [name: string, rows: number, cols: number][];
  about: WeightsMetadata;
}

/**
 * Weights as bytes, each number rounded to one of 255 steps between ± the largest of its row: `decodeWeights` gives what the
 * rounding left. Throws RangeError for a weight that isn't finite.
 */
export function encodeWeights({ params, about }: SavedWeights): Uint8Array {
  const shapes = Object.entries(params).map(([name, W]) => [name, W.rows, W.cols] as const);
  const header = new TextEncoder().encode(JSON.stringify({ shapes, about }));
  const room = shapes.reduce((sum, [, rows, cols]) => sum + rows * (4 + cols), 0);
  const bytes = new Uint8Array(HEAD + header.length + room + CHECKSUM);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode(MAGIC));
  view.setUint32(MAGIC.length, header.length, true);
  bytes.set(header, HEAD);
  let at = HEAD + header.length;
  for (const [name, W] of Object.entries(params)) at = writeMatrix(view, at, W, name);
  view.setUint32(at, checksum(bytes.subarray(0, at)), true);
  return bytes;
}

/** The weights of such bytes; throws RangeError, and gives nothing, where they are cut short, altered or foreign. */
export function decodeWeights(bytes: Uint8Array): SavedWeights {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (new TextDecoder().decode(bytes.subarray(0, MAGIC.length)) !== MAGIC) {
    throw new RangeError("Cannot read the weights: these bytes aren't any");
  }
  const end = bytes.length - CHECKSUM;
  if (end < HEAD || view.getUint32(end, true) !== checksum(bytes.subarray(0, end))) {
    throw new RangeError("Cannot read the weights: they are cut short or altered");
  }
  let at = HEAD + view.getUint32(MAGIC.length, true);
  const { shapes, about }: Header = JSON.parse(new TextDecoder().decode(bytes.subarray(HEAD, at)));
  const params: Params = {};
  for (const [name, rows, cols] of shapes) {
    params[name] = readMatrix(view, at, rows, cols);
    at += rows * (4 + cols);
  }
  return { params, about };
}

/** Throws RangeError, with the first name that differs, unless weights have the names and shapes of a model. */
export function checkWeights(params: Params, model: Params): void {
  for (const name of Object.keys({ ...model, ...params })) {
    const [found, want] = [params[name]?.shape ?? "missing", model[name]?.shape ?? "not in it"];
    if (found !== want) {
      throw new RangeError(`Cannot use the weights: ${name} is ${found}, the model's is ${want}`);
    }
  }
}

function writeMatrix(view: DataView, from: number, W: Matrix, name: string): number {
  let at = from;
  for (let i = 0; i < W.rows; i++, at += 4 + W.cols) {
    const row = W.data.subarray(i * W.cols, (i + 1) * W.cols);
    const largest = row.reduce((most, w) => Math.max(most, Math.abs(w)), 0);
    if (!Number.isFinite(largest)) {
      throw new RangeError(`Cannot write the weights: ${name} holds ${largest}`);
    }
    view.setFloat32(at, largest / LARGEST, true);
    const step = view.getFloat32(at, true) || 1; // a row of zeros has no step
    row.forEach((w, j) => view.setInt8(at + 4 + j, clamp(Math.round(w / step))));
  }
  return at;
}

function readMatrix(view: DataView, from: number, rows: number, cols: number): Matrix {
  const W = new Matrix(rows, cols);
  for (let i = 0, at = from; i < rows; i++, at += 4 + cols) {
    const step = view.getFloat32(at, true);
    for (let j = 0; j < cols; j++) W.data[i * cols + j] = step * view.getInt8(at + 4 + j);
  }
  return W;
}

function clamp(n: number): number {
  return Math.max(-LARGEST, Math.min(LARGEST, n));
}
