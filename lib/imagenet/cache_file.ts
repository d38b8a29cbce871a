// A cache's file: a line of JSON that says what the features are of, then for each picture its numbers and a checksum
// (uint32), all little-endian. A number is an integer from 0 to 255 or 65535 for a feature from 0 to 6, the range of ReLU6.
import { checkIndex } from "../checks.ts";
import { readBytes, writeAtomically } from "../files/read_write.ts";
import { sha256 } from "../files/sha256.ts";
import { Matrix } from "../matrix.ts";
import { checksum } from "../training/container.ts";
import { type FeatureLayout, STORED } from "./layout.ts";

const FORMAT = "unrolled features 1", MOST = 6, CHECKSUM = 4, LINE_END = 10;

/** The origin of the features in a file. */
export interface FeatureSource {
  /** The SHA-256 of the model: `await net.hash()`. */
  model: string;
  /** The description of all pictures, anything that JSON can write. */
  description: unknown;
  layout: FeatureLayout;
  /** The number of pictures. */
  count: number;
}

/** A read file: the records that are whole, one after the other. */
export interface CacheRecords {
  layout: FeatureLayout;
  /** The number of whole records. */
  done: number;
  records: Uint8Array;
}

/** Encodes the features of a picture as a record. */
export function encodeFeatures(features: Matrix, layout: FeatureLayout): Uint8Array {
  const { bytes } = STORED[layout], levels = 256 ** bytes - 1, size = features.data.length * bytes;
  const record = new Uint8Array(size + CHECKSUM), view = new DataView(record.buffer);
  features.data.forEach((value, n) => {
    const level = Math.round(Math.min(Math.max(value / MOST, 0), 1) * levels);
    if (bytes === 1) record[n] = level;
    else view.setUint16(2 * n, level, true);
  });
  view.setUint32(size, checksum(record.subarray(0, size)), true);
  return record;
}

/** Decodes record `index`; throws RangeError if there is none. */
export function decodeFeatures({ layout, done, records }: CacheRecords, index: number): Matrix {
  checkIndex("Cannot return the features of picture", index, 0, done - 1);
  const { rows, cols, bytes } = STORED[layout], step = MOST / (256 ** bytes - 1);
  const view = recordAt(records, layout, index), features = new Matrix(rows, cols);
  for (let n = 0; n < features.data.length; n++) {
    features.data[n] = step * (bytes === 1 ? view.getUint8(n) : view.getUint16(2 * n, true));
  }
  return features;
}

/** Starts a file with its first line, or cuts what an interruption left of a record; returns the number of whole records. */
export async function beginFile(path: string, source: FeatureSource): Promise<number> {
  const header = new TextEncoder().encode(await headerOf(source));
  const bytes = await readBytes(path).catch((error) => {
    if (!(error instanceof RangeError)) throw error; // there is no such file
    return header;
  });
  const { done, records } = await recordsIn(path, bytes, source);
  const whole = header.length + records.length;
  if (bytes === header || bytes.length > whole) await writeAtomically(path, bytes.slice(0, whole));
  return done;
}

/** Reads the whole records of a file. Throws RangeError if it is missing, or is of another source. */
export async function readRecords(path: string, source: FeatureSource): Promise<CacheRecords> {
  return await recordsIn(path, await readBytes(path), source);
}

async function recordsIn(
  path: string,
  bytes: Uint8Array,
  source: FeatureSource,
): Promise<CacheRecords> {
  const { layout, count } = source, length = recordLength(layout);
  const start = bytes.indexOf(LINE_END) + 1;
  checkLine(path, new TextDecoder().decode(bytes.subarray(0, start)), await headerOf(source));
  const records = bytes.subarray(start);
  let done = Math.min(count, Math.floor(records.length / length));
  const isWhole = (index: number) => {
    const view = recordAt(records, layout, index), end = view.byteLength - CHECKSUM;
    const data = new Uint8Array(view.buffer, view.byteOffset, end);
    return view.getUint32(end, true) === checksum(data);
  };
  for (let n = 0; n < done; n++) if (!isWhole(n)) done = n;
  return { layout, done, records: records.subarray(0, done * length) };
}

/** Throws RangeError, with the first difference, unless the first line of a file is the expected one. */
function checkLine(path: string, found: string, expected: string): void {
  if (found === expected) return;
  const read = parse(found);
  if (read?.format !== FORMAT) {
    throw new RangeError(`Cannot use ${path}: expected a file of features, found another file`);
  }
  for (const [key, value] of Object.entries(parse(expected)!)) {
    if (read[key] === value) continue;
    throw new RangeError(
      `Cannot use the features in ${path}: expected ${key} ${value}, found ${read[key]}; ` +
        "use another path, or delete the file",
    );
  }
}

async function headerOf({ model, description, layout, count }: FeatureSource): Promise<string> {
  const text = new TextEncoder().encode(JSON.stringify(description));
  const pictures = await sha256(text);
  return JSON.stringify({ format: FORMAT, model, pictures, layout, count }) + "\n";
}

function parse(line: string): Record<string, unknown> | undefined {
  try {
    return Object(JSON.parse(line));
  } catch {
    return undefined;
  }
}

function recordLength(layout: FeatureLayout): number {
  const { rows, cols, bytes } = STORED[layout];
  return rows * cols * bytes + CHECKSUM;
}

function recordAt(records: Uint8Array, layout: FeatureLayout, index: number): DataView {
  const length = recordLength(layout);
  return new DataView(records.buffer, records.byteOffset + index * length, length);
}
