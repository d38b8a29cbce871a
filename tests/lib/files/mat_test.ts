import { Buffer } from "node:buffer";
import { deflateSync, inflateSync } from "node:zlib";
import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { seeded } from "rnn";
import { loadFeatures } from "rnn/files";
import { readMat } from "../../../lib/files/mat.ts";
import { FEATURES, INTEGERS, UNUSABLE } from "./mat_files.ts";
import { withFile } from "./temporary.ts";

const IMAGES = [[0.5, 0, 2.5, 0], [1.5, 0, 0, -4.5]];

const bytesOf = (text: string) => new Uint8Array(inflateSync(Buffer.from(text, "base64")));

const readImages = async (bytes: Uint8Array<ArrayBuffer>) => {
  let images: number[][] = [];
  await withFile("feats.mat", bytes, async (path) => {
    const features = await loadFeatures(path, 2);
    images = [0, 1].map((n) => [...features.of(n).data]);
  });
  return images;
};

const expectError = (bytes: Uint8Array<ArrayBuffer>, sentence: string) =>
  expect(readImages(bytes)).rejects.toThrow(sentence);

/** A data element of level 5, followed by its padding. */
function element(type: number, data: Uint8Array, littleEndian = true): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(8 + Math.ceil(data.length / 8) * 8),
    view = new DataView(bytes.buffer);
  view.setUint32(0, type, littleEndian);
  view.setUint32(4, data.length, littleEndian);
  bytes.set(data, 8);
  return bytes;
}

const join = (...parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts));

function numbers(size: 4 | 8, values: number[], littleEndian = true): Uint8Array {
  const view = new DataView(new ArrayBuffer(size * values.length));
  values.forEach((value, n) =>
    size === 4
      ? view.setInt32(4 * n, value, littleEndian)
      : view.setFloat64(8 * n, value, littleEndian)
  );
  return new Uint8Array(view.buffer);
}

/** A file of level 5 with these elements. */
function file(elements: Uint8Array, version = [0, 1], order = "IM"): Uint8Array<ArrayBuffer> {
  const head = new Uint8Array(128).fill(32);
  head.set([...version, ...new TextEncoder().encode(order)], 124);
  head.set(new TextEncoder().encode("MATLAB"));
  return join(head, elements);
}

/** A double matrix "feats" of these sizes. */
function matrix(sizes: number[], data: Uint8Array, littleEndian = true): Uint8Array<ArrayBuffer> {
  const part = (type: number, bytes: Uint8Array) => element(type, bytes, littleEndian);
  const flags = part(6, numbers(4, [6, 0], littleEndian));
  const name = part(1, new TextEncoder().encode("feats"));
  const body = join(flags, part(5, numbers(4, sizes, littleEndian)), name, part(9, data));
  return element(14, body, littleEndian);
}

const compressed = (bytes: Uint8Array) => {
  const data = new Uint8Array(deflateSync(Buffer.from(bytes)));
  return join(element(15, data).subarray(0, 8), data);
};

describe("loadFeatures() of a .mat file", () => {
  for (const [name, text] of Object.entries(FEATURES)) {
    it(`reads what SciPy writes: ${name}`, async () => {
      expect(await readImages(bytesOf(text))).toEqual(IMAGES);
    });
  }

  for (const [name, text] of Object.entries(INTEGERS)) {
    it(`reads integers that SciPy writes: ${name}`, async () => {
      expect(await readImages(bytesOf(text))).toEqual([[3, 0, 7, 250], [1, 2, 0, 5]]);
    });
  }

  it("reads big-endian files of both levels", async () => {
    const data = numbers(8, IMAGES.flat(), false);
    const level5 = file(matrix([4, 2], data, false), [1, 0], "MI");
    const level4 = join(numbers(4, [1000, 4, 2, 0, 6], false), Buffer.from("feats\0"), data);
    expect(await readImages(level5)).toEqual(IMAGES);
    expect(await readImages(level4)).toEqual(IMAGES);
  });

  it("reads .MAT in capital letters, too", () =>
    withFile("FEATS.MAT", bytesOf(FEATURES.sparse), async (path) => {
      expect([...(await loadFeatures(path, 2)).of(0).data]).toEqual(IMAGES[0]);
    }));

  it("refuses matrices whose class can't hold features", async () => {
    const found: Record<string, string> = {
      "char": "feats is of class char",
      "char, compressed": "feats is of class char",
      "char of level 4": "feats is of class char",
      "struct": "feats is of class struct",
      "complex": "feats is complex, of class double",
      "complex of level 4": "feats is complex",
      "sparse complex": "feats is complex, of class sparse",
      "three dimensions": "feats is 2×2×2",
      "cell of char": "feats{1} is of class char",
      "cell of other lengths": "feats{1} has 4 numbers, feats{2} has 3",
      "int64 beyond 2^53": "its integers must be within ±2^53, got 1152921504606846976",
    };
    expect(Object.keys(found)).toEqual(Object.keys(UNUSABLE));
    for (const [name, text] of Object.entries(UNUSABLE)) {
      await expectError(bytesOf(text), found[name]);
    }
  });

  it("refuses version 7.3 by name, and says what to do", async () => {
    const sentence = "it is a .mat file of version 7.3 (HDF5), expected version 7 or lower";
    await expectError(file(new Uint8Array(600), [0, 2]), sentence);
    await expectError(file(new Uint8Array(600), [2, 0], "MI"), sentence);
    await expectError(
      join(Buffer.from("\x89HDF\r\n\x1a\n", "latin1"), new Uint8Array(9)),
      sentence,
    );
    const block = join(new Uint8Array(512).fill(32), Buffer.from("\x89HDF\r\n\x1a\n", "latin1"));
    await expectError(block, sentence);
    await expectError(file(new Uint8Array(), [0, 2]), 'save it in MATLAB with the option "-v7"');
  });

  it("refuses numbers in the format of another machine, and files of another format", async () => {
    const vax = join(numbers(4, [2000, 4, 2, 0, 6]), Buffer.from("feats\0"), new Uint8Array(64));
    await expectError(vax, "its numbers are in the format of another machine, VAX D-float");
    const sentence = "it is not a .mat file of level 4 or 5";
    for (const text of ["", "a", "PK\x03\x04 and more", "\0\0\0", "\xff\0\xff\xff\xff\xff\xff"]) {
      await expectError(join(Buffer.from(text, "latin1")), sentence);
    }
  });

  it("refuses sizes that the file can't hold, without allocating them", async () => {
    const most = 2 ** 31 - 1;
    await expectError(file(matrix([most, 2], new Uint8Array(64))), `features, got ${most}`);
    await expectError(file(matrix([0, 2], new Uint8Array())), "features, got 0");
    await expectError(
      file(matrix([-4, 2], new Uint8Array(64))),
      "the sizes of a matrix are corrupt",
    );
    await expectError(
      file(matrix([4, 3], new Uint8Array(96))),
      "the number of images, 2, but it is 4×3",
    );
    await expectError(
      file(matrix([4, 2], new Uint8Array(63))),
      "the numbers of its matrix are corrupt",
    );
    await expectError(
      file(matrix([4, 2], new Uint8Array(72))),
      "its shape is 4×2, but it has 9 numbers",
    );
  });

  it("doesn't decompress more than the sizes need", async () => {
    const bomb = compressed(matrix([4, 2], new Uint8Array(100e6)));
    const start = performance.now();
    await expectError(file(bomb), "feats declares 100000056 bytes, but its sizes allow at most");
    expect(performance.now() - start).toBeLessThan(5000);
    const lying = matrix([4, 2], new Uint8Array(1e6));
    new DataView(lying.buffer).setUint32(4, 200, true);
    await expectError(file(compressed(lying)), "its compressed data are corrupt");
  });

  it("refuses sparse indices outside the matrix", async () => {
    const bytes = bytesOf(FEATURES.sparse), rows = 192; // of the entries
    const changed = (at: number, value: number) => {
      const copy = bytes.slice();
      new DataView(copy.buffer).setInt32(at, value, true);
      return copy;
    };
    expect(new DataView(bytes.buffer).getInt32(rows + 4, true)).toBe(2);
    await expectError(changed(rows + 4, 4), "the indices of its sparse matrix are corrupt");
    await expectError(changed(rows + 4, -1), "the indices of its sparse matrix are corrupt");
  });

  it("gives finite numbers or an error of one sentence for files changed at random", () => {
    const random = seeded(18), below = (n: number) => Math.floor(n * random());
    for (const text of Object.values(FEATURES)) {
      const bytes = bytesOf(text);
      for (let n = 0; n < 150; n++) {
        const copy = bytes.slice(0, n % 5 === 0 ? below(bytes.length) : undefined);
        for (let m = 0; m < 3; m++) copy[below(copy.length)] = below(256);
        let table;
        try {
          table = readMat("feats.mat", copy, "feats", 2);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
          expect((error as Error).message).toMatch(/^Cannot read /);
        }
        if (table) expect(table.column(0).length).toBe(table.rows);
      }
    }
  });
});
