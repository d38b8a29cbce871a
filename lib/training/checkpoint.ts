import type { Params } from "../cells/cell.ts";
import { checkShapeList, packContainer, unpackContainer } from "./container.ts";
import type { Snapshot } from "./engine.ts";
import { Matrix } from "../matrix.ts";

const MAGIC = "unrolled";

type Shapes = Record<string, [rows: number, cols: number]>;

interface Header extends Omit<Snapshot, "params" | "optimizerState" | "state"> {
  params: Shapes;
  optimizerState: Shapes[];
  state: Shapes;
}

/** Encodes a snapshot as bytes; `decodeCheckpoint` restores it with the same bits, in float64. */
export function encodeCheckpoint(snapshot: Snapshot): Uint8Array {
  const { params, optimizerState, state, ...rest } = snapshot;
  const records = [params, ...optimizerState, state ? { state } : {}];
  const [first, ...others] = records.map(shapesOf);
  const header: Header = {
    ...rest,
    params: first,
    optimizerState: others.slice(0, -1),
    state: others.at(-1)!,
  };
  const matrices = records.flatMap((record) => Object.values(record));
  const body = new DataView(new ArrayBuffer(8 * lengthOf(records.map(shapesOf))));
  let at = 0;
  for (const { data } of matrices) {
    for (let n = 0; n < data.length; n++, at += 8) body.setFloat64(at, data[n], true);
  }
  return packContainer(MAGIC, header, new Uint8Array(body.buffer));
}

/**
 * Decodes a checkpoint; `name` stands for it in messages. Throws RangeError if the bytes are truncated, corrupted or
 * not a checkpoint, or if the checkpoint does not name its optimizer.
 */
export function decodeCheckpoint(bytes: Uint8Array, name = "checkpoint"): Snapshot {
  const { header, body } = unpackContainer<Header>(MAGIC, bytes, name);
  checkHeader(header, body.byteLength, name);
  const { params: shapes, optimizerState, state, ...rest } = header;
  let at = 0;
  const read = (shapes: Shapes): Params =>
    Object.fromEntries(
      Object.entries(shapes).map(([name, [rows, cols]]) => {
        const A = new Matrix(rows, cols);
        for (let n = 0; n < A.data.length; n++, at += 8) A.data[n] = body.getFloat64(at, true);
        return [name, A];
      }),
    );
  const params = read(shapes);
  return { ...rest, params, optimizerState: optimizerState.map(read), ...read(state) };
}

function checkHeader(header: Header, bytes: number, name: string): void {
  const { step, optimizer, params, optimizerState, state } = header;
  if (!Number.isSafeInteger(step) || step < 0 || !optimizer?.rule) {
    const found = `${step} and ${optimizer?.rule ?? "none"}`;
    throw new RangeError(
      `Cannot read the ${name}: it must name its step and its optimizer, got ${found}`,
    );
  }
  const records = [params, optimizerState, state].flat();
  checkShapeList(
    name,
    records.flatMap((shapes) => Object.values(shapes ?? { none: null })),
  );
  if (8 * lengthOf(records) !== bytes) {
    throw new RangeError(
      `Cannot read the ${name}: its sizes need ${8 * lengthOf(records)} bytes, got ${bytes}`,
    );
  }
}

function lengthOf(records: Shapes[]): number {
  const shapes = records.flatMap((record) => Object.values(record));
  return shapes.reduce((sum, [rows, cols]) => sum + rows * cols, 0);
}

function shapesOf(params: Params): Shapes {
  return Object.fromEntries(
    Object.entries(params).map(([name, { rows, cols }]) => [name, [rows, cols]]),
  );
}
