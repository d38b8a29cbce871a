import { Matrix } from "../../lib/matrix.ts";

/** An argument or result of a solution's function: numbers, matrices, and lists and records of them. */
export type Value = number | string | boolean | null | undefined | Matrix | Value[] | Values;

/** A record of values by name. */
export interface Values {
  [name: string]: Value;
}

/** A call of a solution's function: its name and its arguments. */
export interface Call {
  name: string;
  args: Value[];
}

/** Actions of a function during a call that are right in Python, and wrong here. */
export interface Slips {
  /** The name of the input that it changed in place. */
  changed?: string;
  /** True if it read an array at a negative index. */
  negativeIndex?: boolean;
}

/** The result of a call: a value, or the error that was thrown instead. */
export type Answer = ({ value: Value } | { error: string }) & { slips?: Slips };

/** Returns the value of an answer. Throws Error if it is an error. */
export function valueOf(answer: Answer): Value {
  if ("error" in answer) throw new Error(answer.error);
  return answer.value;
}

/** A value as JSON; `$` marks a matrix, and values that JSON cannot represent. */
export type Wire = null | number | string | boolean | Wire[] | { [name: string]: Wire };

const MAX_ENTRIES = 100_000; // of one value: more than any item needs
const MAX_DEPTH = 12;
const SPECIAL: Record<string, Value> = {
  "NaN": NaN,
  "Infinity": Infinity,
  "-Infinity": -Infinity,
  "undefined": undefined,
};

/** Encodes a value as JSON. Throws RangeError for a value that is too large or cyclic, TypeError for a function. */
export function encode(value: unknown): Wire {
  let entries = 0;
  const walk = (value: unknown, depth: number): Wire => {
    if (++entries > MAX_ENTRIES || depth > MAX_DEPTH) {
      throw new RangeError("Cannot send a value that is too large or nested too deeply");
    }
    if (typeof value === "number") return Number.isFinite(value) ? value : { $: String(value) };
    if (value === undefined) return { $: "undefined" };
    if (value === null || typeof value === "string" || typeof value === "boolean") return value;
    if (typeof value !== "object") throw new TypeError(`Cannot send a ${typeof value}`);
    if (isMatrix(value)) {
      const { rows, cols } = value;
      return { $: "matrix", rows, cols, data: Array.from(value.data, (a) => walk(a, depth)) };
    }
    if (Array.isArray(value) || ArrayBuffer.isView(value)) {
      return Array.from(value as ArrayLike<unknown>, (item) => walk(item, depth + 1));
    }
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [name, walk(item, depth + 1)]),
    );
  };
  return walk(value, 0);
}

/** Decodes a value. Throws TypeError if it was not encoded by `encode`. */
export function decode(wire: Wire): Value {
  return decodeAt(wire, 0);
}

function decodeAt(wire: Wire, depth: number): Value {
  if (wire === null || typeof wire !== "object") return wire;
  if (depth > MAX_DEPTH) throw new TypeError("Cannot decode a value: it is nested too deeply");
  if (Array.isArray(wire)) return wire.map((item) => decodeAt(item, depth + 1));
  if (wire.$ === "matrix") return matrixOf(wire);
  if (typeof wire.$ === "string" && Object.hasOwn(SPECIAL, wire.$)) return SPECIAL[wire.$];
  const record: Values = Object.create(null);
  for (const [name, item] of Object.entries(wire)) record[name] = decodeAt(item, depth + 1);
  return record;
}

function matrixOf({ rows, cols, data }: { [name: string]: Wire }): Matrix {
  const values = Array.isArray(data) ? data.map((entry) => decodeAt(entry, MAX_DEPTH)) : [];
  const isSize = (size: Wire) =>
    Number.isSafeInteger(size) && Number(size) >= 0 && Number(size) <= MAX_ENTRIES;
  if (
    !isSize(rows) || !isSize(cols) || !values.every((a) => typeof a === "number") ||
    values.length !== Number(rows) * Number(cols)
  ) throw new TypeError("Cannot decode a matrix: its size and its entries do not match");
  return new Matrix(Number(rows), Number(cols), Float64Array.from(values));
}

/** Returns whether a value is a Matrix, of this copy of the library or of another. */
export function isMatrix(value: unknown): value is Matrix {
  const { rows, cols, data } = (value ?? {}) as Matrix;
  return typeof rows === "number" && typeof cols === "number" && data instanceof Float64Array;
}
