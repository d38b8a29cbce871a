import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { loadFeatures } from "rnn/files";
import { withFile } from "./temporary.ts";

const IMAGES = [[0, 1, 7], [3, 0, 1]];
const COLUMNS = [0, 3, 1, 0, 7, 1];

/** A .npy file: the version, a header padded with spaces as NumPy does, and the numbers. */
function npy(header: string, body: Uint8Array, version = [1, 0], declared?: number) {
  const text = new TextEncoder().encode(header.padEnd(117) + "\n");
  const length = declared ?? text.length;
  const size = [length & 255, length >> 8 & 255, length >> 16 & 255, length >>> 24];
  const magic = [0x93, ...new TextEncoder().encode("NUMPY"), ...version];
  return new Uint8Array([...magic, ...size.slice(0, version[0] === 1 ? 2 : 4), ...text, ...body]);
}

const header = (descr: string, shape = "(2, 3)", fortran = "False") =>
  `{'descr': ${descr}, 'fortran_order': ${fortran}, 'shape': ${shape}, }`;

const float64 = (values: number[]) => new Uint8Array(Float64Array.from(values).buffer);

async function readImages(file: Uint8Array<ArrayBuffer>): Promise<number[][]> {
  let images: number[][] = [];
  await withFile("feats.npy", file, async (path) => {
    const features = await loadFeatures(path, 2);
    images = [0, 1].map((n) => [...features.of(n).data]);
  });
  return images;
}

const expectError = (file: Uint8Array<ArrayBuffer>, sentence: string) =>
  expect(readImages(file)).rejects.toThrow(sentence);

/** Encodes numbers in a numeric type and a byte order. */
function encode(type: string, values: number[], little: boolean): Uint8Array {
  const size = Number(type[1]), view = new DataView(new ArrayBuffer(size * values.length));
  const write: Record<string, (at: number, value: number) => void> = {
    f2: (at, value) => view.setUint16(at, HALVES[value], little),
    f4: (at, value) => view.setFloat32(at, value, little),
    f8: (at, value) => view.setFloat64(at, value, little),
    i1: (at, value) => view.setInt8(at, value),
    i2: (at, value) => view.setInt16(at, value, little),
    i4: (at, value) => view.setInt32(at, value, little),
    i8: (at, value) => view.setBigInt64(at, BigInt(value), little),
    u1: (at, value) => view.setUint8(at, value),
    u2: (at, value) => view.setUint16(at, value, little),
    u4: (at, value) => view.setUint32(at, value, little),
    u8: (at, value) => view.setBigUint64(at, BigInt(value), little),
    b1: (at, value) => view.setUint8(at, value),
  };
  values.forEach((value, n) => write[type](n * size, value));
  return new Uint8Array(view.buffer);
}

const HALVES: Record<number, number> = { 0: 0, 1: 0x3c00, 3: 0x4200, 7: 0x4700 };

describe("loadFeatures() of a .npy file", () => {
  it("reads every notation of the header that NumPy reads", async () => {
    const spellings = {
      "{'descr': '<f8', 'fortran_order': False, 'shape': (2L, 3L), }": false,
      "{'descr':'<f8','fortran_order':True,'shape':(2,3)}": true,
      "{'descr': '<f8', 'fortran_order': True, 'shape': (2, 3,), }": true,
      "{'descr': '<f8', 'fortran_order':True, 'shape': (2, 3), }": true,
      "{'shape': (2, 3), 'fortran_order': False, 'descr': '<f8'}": false,
      '{"descr": "<f8", "fortran_order": False, "shape": (2, 3)}': false,
      "  { 'descr' :\n'<f8' ,\t'fortran_order' : True , 'shape' : ( 2 , 3 ) } \n": true,
      "{u'descr': u'<f8', u'fortran_order': False, u'shape': (2, 3)}": false,
      "{'descr': 'float64', 'fortran_order': False, 'shape': (0x2, 0x3)}": false,
      "{'descr': '=f8', 'fortran_order': False, 'shape': (+2, 3)}": false,
      "{'descr': r'<d', 'fortran_order': True, 'shape': (2, 3)}": true,
    };
    for (const [text, byColumns] of Object.entries(spellings)) {
      const body = float64(byColumns ? COLUMNS : IMAGES.flat());
      expect([text, await readImages(npy(text, body))]).toEqual([text, IMAGES]);
    }
  });

  it("reads the versions 1, 2 and 3", async () => {
    const body = float64(IMAGES.flat());
    for (const major of [1, 2, 3]) {
      expect(await readImages(npy(header("'<f8'"), body, [major, 0]))).toEqual(IMAGES);
    }
    await expectError(
      npy(header("'<f8'"), body, [4, 0]),
      "its format version must be 1.0, 2.0 or 3.0, got 4.0",
    );
    await expectError(npy(header("'<f8'"), body, [1, 3]), "got 1.3");
  });

  it("reads floats, integers and Booleans in both byte orders", async () => {
    for (const type of ["f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8"]) {
      for (const order of ["<", ">"]) {
        const body = encode(type, IMAGES.flat(), order === "<");
        const found = await readImages(npy(header(`'${order}${type}'`), body));
        expect([type, order, found]).toEqual([type, order, IMAGES]);
      }
    }
    const body = encode("b1", [0, 1, 1, 1, 0, 1], true);
    expect(await readImages(npy(header("'|b1'"), body))).toEqual([[0, 1, 1], [1, 0, 1]]);
    expect(await readImages(npy(header("'?'"), body))).toEqual([[0, 1, 1], [1, 0, 1]]);
  });

  it("reads subnormal, large and negative float16", async () => {
    const halves = new Uint8Array(
      Uint16Array.of(0x0001, 0x83ff, 0x7bff, 0xc000, 0x0400, 0x8000).buffer,
    );
    const images = [[2 ** -24, -1023 * 2 ** -24, 65504], [-2, 2 ** -14, -0]];
    expect(await readImages(npy(header("'<f2'"), halves))).toEqual(images);
    const infinite = npy(header("'<f2'", "(2, 1)"), new Uint8Array([0, 0x7c, 0, 0]));
    await expectError(infinite, "they contain Infinity");
  });

  it("refuses integers beyond 2^53", async () => {
    const body = (value: bigint) => new Uint8Array(BigInt64Array.of(value, 1n).buffer);
    const file = (value: bigint) => npy(header("'<i8'", "(2, 1)"), body(value));
    expect(await readImages(file(-(2n ** 53n)))).toEqual([[-(2 ** 53)], [1]]);
    await expectError(file(2n ** 53n + 1n), "within ±2^53, got 9007199254740993");
    await expectError(file(-(2n ** 60n)), "within ±2^53, got -1152921504606846976");
  });

  it("refuses other types by name", async () => {
    const types = {
      "'<c8'": "got <c8 (complex numbers)",
      "'|O'": "got |O (Python objects)",
      "'<U3'": "got <U3 (text)",
      "'|S3'": "got |S3 (bytes)",
      "'<M8[s]'": "got <M8[s] (dates)",
      "'<f16'": "got <f16 (floats of another size)",
      "'|V8'": "got |V8 (raw data)",
      "'constructor'": "got constructor",
      "[('x', '<f8'), ('y', '<f8', (2,))]": "a structure of fields",
      "None": "descr must name a numeric type, got None",
    };
    for (const [descr, sentence] of Object.entries(types)) {
      await expectError(npy(header(descr), new Uint8Array(48)), sentence);
    }
  });

  it("refuses a header that NumPy refuses", async () => {
    const headers = {
      "": "expected {, got its end",
      "{'descr': '<f8', 'fortran_order': False}": "shape is missing",
      "{'descr': '<f8', 'fortran_order': 0, 'shape': (2, 3)}":
        "fortran_order must be True or False",
      "{'descr': '<f8', 'fortran_order': False, 'shape': [2, 3]}": "shape must be a tuple",
      "{'descr': '<f8', 'fortran_order': False, 'shape': (2)}": "shape must be a tuple",
      "{'descr': '<f8', 'fortran_order': False, 'shape': (2, -3)}": "integer, got -3",
      "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3.5)}": "expected , or ), got",
      "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), 'x': 1}": "its keys must be",
      "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3)} x": "text follows its dictionary",
      "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3)": "expected , or }",
      "{'descr': [[[[": "a list is not closed",
    };
    for (const [text, sentence] of Object.entries(headers)) {
      await expectError(npy(text, new Uint8Array(48)), sentence);
    }
  });

  it("checks the sizes against the file's length", async () => {
    const body = float64(IMAGES.flat()), text = header("'<f8'");
    await expectError(npy(text, body.slice(0, -8)), "its shape is 2×3, but it has 5 numbers");
    await expectError(npy(text, body.slice(0, -2)), "its shape is 2×3, but it has 5.75 numbers");
    await expectError(npy(text, float64([...IMAGES.flat(), 1])), "but it has 7 numbers");
    await expectError(npy(header("'<f8'", "(2, 10000000000)"), body), "features, got 10000000000");
    await expectError(npy(header("'<f8'", "(2, 0)"), new Uint8Array()), "features, got 0");
    await expectError(npy(text, body, [1, 0], 60_000), "but it declares 60000, and");
    await expectError(npy(text, body, [2, 0], 2 ** 32 - 1), "but it declares 4294967295, and");
    await expectError(npy(header("'<f8'", "(2, 3, 1)"), body), "must have two dimensions, got 3");
    await expectError(npy(header("'<f8'", "(6,)"), body), "must have two dimensions, got 1");
    await expectError(npy(header("'<f8'", "()"), body), "must have two dimensions, got 0");
  });

  it("refuses an archive by name", () =>
    expectError(
      new Uint8Array([0x50, 0x4b, 3, 4, 0, 0, 0, 0, 0, 0, 0, 0]),
      "it is a .npz archive",
    ));
});
