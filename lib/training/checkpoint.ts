import type { Params } from "../cells/cell.ts";
import type { Snapshot } from "./engine.ts";
import { Matrix } from "../matrix.ts";

// The bytes: MAGIC, the length of the header, the header (JSON: step, names and shapes), float64 numbers, a checksum.
const MAGIC = "unrolled";
const HEAD = MAGIC.length + 4;
const CHECKSUM = 4;

type Shapes = Record<string, [rows: number, cols: number]>;

interface Header {
  step: number;
  params: Shapes;
  optimizerState: Shapes[];
  state: Shapes;
}

/** A snapshot as bytes, from which `decodeCheckpoint` makes the same bits again. */
export function encodeCheckpoint({ step, params, optimizerState, state }: Snapshot): Uint8Array {
  const records = [params, ...optimizerState, state ? { state } : {}];
  const [first, ...rest] = records.map(shapesOf);
  const header: Header = {
    step,
    params: first,
    optimizerState: rest.slice(0, -1),
    state: rest.at(-1)!,
  };
  const text = new TextEncoder().encode(JSON.stringify(header));
  const numbers = records.flatMap((record) =>
    Object.values(record).flatMap(({ data }) => [...data])
  );
  const bytes = new Uint8Array(HEAD + text.length + 8 * numbers.length + CHECKSUM);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode(MAGIC));
  view.setUint32(MAGIC.length, text.length, true);
  bytes.set(text, HEAD);
  numbers.forEach((value, n) => view.setFloat64(HEAD + text.length + 8 * n, value, true));
  view.setUint32(bytes.length - CHECKSUM, checksum(bytes.subarray(0, -CHECKSUM)), true);
  return bytes;
}

/** The snapshot of a checkpoint's bytes; throws RangeError, and gives nothing, where they are cut short, altered or foreign. */
export function decodeCheckpoint(bytes: Uint8Array): Snapshot {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (new TextDecoder().decode(bytes.subarray(0, MAGIC.length)) !== MAGIC) {
    throw new RangeError("Cannot read the checkpoint: these bytes aren't one");
  }
  const whole = bytes.length >= HEAD + CHECKSUM;
  const end = bytes.length - CHECKSUM;
  if (!whole || view.getUint32(end, true) !== checksum(bytes.subarray(0, end))) {
    throw new RangeError("Cannot read the checkpoint: it is cut short or altered");
  }
  let at = HEAD + view.getUint32(MAGIC.length, true);
  const header: Header = JSON.parse(new TextDecoder().decode(bytes.subarray(HEAD, at)));
  const read = (shapes: Shapes): Params =>
    Object.fromEntries(
      Object.entries(shapes).map(([name, [rows, cols]]) => {
        const A = new Matrix(rows, cols);
        for (let n = 0; n < A.data.length; n++, at += 8) A.data[n] = view.getFloat64(at, true);
        return [name, A];
      }),
    );
  const [params, optimizerState] = [read(header.params), header.optimizerState.map(read)];
  return { step: header.step, params, optimizerState, ...read(header.state) };
}

function shapesOf(params: Params): Shapes {
  return Object.fromEntries(
    Object.entries(params).map(([name, { rows, cols }]) => [name, [rows, cols]]),
  );
}

/** FNV-1a over 32 bits (Fowler, Noll, Vo): finds what a broken disk or a cut copy does, not what an attacker does. */
export function checksum(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}
