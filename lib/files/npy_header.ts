import { isNumberType, type NumberType } from "./number_table.ts";

/** The array that a .npy file declares. */
export interface NpyHeader {
  type: NumberType;
  littleEndian: boolean;
  byColumns: boolean;
  shape: number[];
}

/** A value of the header: a string, a Boolean, the integers of a tuple, or a description of anything else. */
type Value = string | boolean | number[] | { other: string };

const KEYS = ["descr", "fortran_order", "shape"];
const TOKEN =
  /\s*(?:[uUrR]?'([^'\\]*)'|[uUrR]?"([^"\\]*)"|([+-]?\d\w*)|(\w+)|([{}():,[\]])|(\S)|$)/y;
// NumPy's names and letters for types whose size is the same on every system
// deno-fmt-ignore
const ALIASES: Record<string, NumberType> = {
  float16: "f2", half: "f2", e: "f2", float32: "f4", single: "f4", f: "f4",
  float64: "f8", double: "f8", float: "f8", d: "f8", bool: "b1", "?": "b1",
  int8: "i1", byte: "i1", b: "i1", int16: "i2", short: "i2", h: "i2",
  int32: "i4", intc: "i4", i: "i4", int64: "i8", longlong: "i8", q: "i8",
  uint8: "u1", ubyte: "u1", B: "u1", uint16: "u2", ushort: "u2", H: "u2",
  uint32: "u4", uintc: "u4", I: "u4", uint64: "u8", ulonglong: "u8", Q: "u8",
};
const KINDS: Record<string, string> = {
  c: "complex numbers",
  f: "floats of another size",
  S: "bytes",
  a: "bytes",
  U: "text",
  O: "Python objects",
  V: "raw data",
  M: "dates",
  m: "time differences",
};

/**
 * Parses the header of a .npy file, a Python dictionary, in any notation that NumPy reads: single or double quotes, any
 * order and spacing, a trailing comma, and the long integers of Python 2. Throws RangeError if the header is not such a
 * dictionary, or if the numbers have a type that features can't have.
 */
export function parseNpyHeader(path: string, text: string): NpyHeader {
  const fields = new Dictionary(path, text).read();
  const { descr, fortran_order: byColumns, shape } = fields;
  if (typeof byColumns !== "boolean") throw invalid(path, "fortran_order must be True or False");
  if (!Array.isArray(shape)) throw invalid(path, "shape must be a tuple of integers");
  if (typeof descr !== "string") {
    const kind = typeof descr === "object" && "other" in descr ? descr.other : String(descr);
    throw invalid(path, `descr must name a numeric type, got ${kind}`);
  }
  return { ...typeOf(path, descr), byColumns, shape };
}

/** Reads a dictionary token by token, from left to right. */
class Dictionary {
  #at = 0;

  constructor(readonly path: string, readonly text: string) {}

  read(): Record<string, Value> {
    const fields = new Map<string, Value>();
    this.#expect("{");
    for (let next = this.#next(); next.mark !== "}"; next = this.#next()) {
      if (next.string === undefined || !KEYS.includes(next.string)) {
        throw invalid(this.path, `its keys must be ${KEYS.join(", ")}, got ${next.text || "none"}`);
      }
      this.#expect(":");
      fields.set(next.string, this.#value());
      const after = this.#next();
      if (after.mark === "}") break;
      if (after.mark !== ",") throw invalid(this.path, `expected , or }, got ${after.text}`);
    }
    const missing = KEYS.find((key) => !fields.has(key));
    if (missing) throw invalid(this.path, `${missing} is missing`);
    if (this.#next().text !== "") throw invalid(this.path, "text follows its dictionary");
    return Object.fromEntries(fields);
  }

  #value(): Value {
    const { text, string, mark } = this.#next();
    if (string !== undefined) return string;
    if (text === "True" || text === "False") return text === "True";
    if (mark === "(") return this.#tuple();
    if (mark === "[") return this.#list();
    return { other: text };
  }

  /** Reads the integers of a tuple up to its end; without a comma, (2) is a number in parentheses. */
  #tuple(): Value {
    const integers: number[] = [];
    let commas = 0;
    for (let next = this.#next(); next.mark !== ")"; next = this.#next()) {
      const integer = integerOf(next.integer);
      if (integer === undefined) {
        throw invalid(this.path, `a size must be a non-negative integer, got ${next.text}`);
      }
      integers.push(integer);
      const after = this.#next();
      if (after.mark === ",") commas++;
      if (after.mark === ")") break;
      if (after.mark !== ",") throw invalid(this.path, `expected , or ), got ${after.text}`);
    }
    return integers.length === 1 && commas === 0 ? { other: String(integers[0]) } : integers;
  }

  /** Skips to the end of a list, which declares a structured type. */
  #list(): Value {
    for (let depth = 1; depth > 0;) {
      const { text, mark } = this.#next();
      if (text === "") throw invalid(this.path, "a list is not closed");
      if (mark === "[" || mark === "]") depth += mark === "[" ? 1 : -1;
    }
    return { other: "a structure of fields" };
  }

  #expect(mark: string): void {
    const { text, mark: found } = this.#next();
    if (found !== mark) throw invalid(this.path, `expected ${mark}, got ${text || "its end"}`);
  }

  #next(): { text: string; string?: string; integer?: string; mark?: string } {
    TOKEN.lastIndex = this.#at;
    const match = TOKEN.exec(this.text)!;
    this.#at = TOKEN.lastIndex;
    const [all, single, double, integer, , mark] = match;
    return { text: all.trim(), string: single ?? double, integer, mark };
  }
}

/** Returns the value of an integer as Python writes it, such as 3, 3L, 1_000 or 0x10; undefined if it is not one. */
function integerOf(text?: string): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text.replace(/[lL]$/, "").replaceAll("_", ""));
  return Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

/** Returns the type and the byte order of a description such as "<f4", ">i2", "|u1" or "float64". */
function typeOf(path: string, descr: string): Pick<NpyHeader, "type" | "littleEndian"> {
  const order = /^[<>=|]/.test(descr) ? descr[0] : "", name = descr.slice(order.length);
  const type = isNumberType(name) ? name : Object.hasOwn(ALIASES, name) ? ALIASES[name] : undefined;
  if (!type) {
    const kind = KINDS[name[0]] ?? "unknown";
    throw new RangeError(
      `Cannot read ${path}: its type must be floats of 2, 4 or 8 bytes, integers or Booleans, ` +
        `got ${descr.slice(0, 40)} (${kind})`,
    );
  }
  return { type, littleEndian: order !== ">" };
}

function invalid(path: string, reason: string): RangeError {
  return new RangeError(`Cannot read ${path}: its .npy header is invalid: ${reason.slice(0, 200)}`);
}
