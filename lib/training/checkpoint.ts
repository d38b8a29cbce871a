import type { Params } from "../cells/cell.ts";
import { packContainer, unpackContainer } from "./container.ts";
import type { Snapshot } from "./engine.ts";
import { Matrix } from "../matrix.ts";

const MAGIC = "unrolled";

type Shapes = Record<string, [rows: number, cols: number]>;

interface Header {
  step: number;
  params: Shapes;
  optimizerState: Shapes[];
  state: Shapes;
}

/** Encodes a snapshot as bytes; `decodeCheckpoint` restores it with the same bits, in float64. */
export function encodeCheckpoint({ step, params, optimizerState, state }: Snapshot): Uint8Array {
  const records = [params, ...optimizerState, state ? { state } : {}];
  const [first, ...rest] = records.map(shapesOf);
  const header: Header = {
    step,
    params: first,
    optimizerState: rest.slice(0, -1),
    state: rest.at(-1)!,
  };
  const numbers = records.flatMap((record) =>
    Object.values(record).flatMap(({ data }) => [...data])
  );
  const body = new DataView(new ArrayBuffer(8 * numbers.length));
  numbers.forEach((value, n) => body.setFloat64(8 * n, value, true));
  return packContainer(MAGIC, header, new Uint8Array(body.buffer));
}

/** Decodes a checkpoint. Throws RangeError if the bytes are truncated, corrupted or no checkpoint. */
export function decodeCheckpoint(bytes: Uint8Array): Snapshot {
  const { header, body } = unpackContainer<Header>(MAGIC, bytes, "checkpoint");
  let at = 0;
  const read = (shapes: Shapes): Params =>
    Object.fromEntries(
      Object.entries(shapes).map(([name, [rows, cols]]) => {
        const A = new Matrix(rows, cols);
        for (let n = 0; n < A.data.length; n++, at += 8) A.data[n] = body.getFloat64(at, true);
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
