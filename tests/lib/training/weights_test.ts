import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { decodeWeights, encodeWeights } from "rnn/train";
import { Matrix, normal, type Params, seeded } from "rnn";
import { loadWeights, saveWeights } from "rnn/files";
import { packContainer } from "../../../lib/training/container.ts";

const random = seeded(1);
const params: Params = {
  W: normal(1)(5, 7, random),
  b: Matrix.column([0, 3, -2]),
  nothing: new Matrix(2, 3),
};
const metadata = { row: "lecture", seed: 1, exact: 0.9 };

async function inFile(work: (path: string) => Promise<void>): Promise<void> {
  const path = await Deno.makeTempFile();
  try {
    await work(path);
  } finally {
    await Deno.remove(path);
  }
}

describe("decodeWeights()", () => {
  it("returns names, shapes, metadata and each entry to half a quantization step of its row", () => {
    const { params: read, metadata: readMetadata } = decodeWeights(
      encodeWeights({ params, metadata }),
    );
    expect(readMetadata).toEqual(metadata);
    expect(Object.keys(read)).toEqual(Object.keys(params));
    for (const [name, W] of Object.entries(params)) {
      expect(read[name].shape).toBe(W.shape);
      for (let i = 0; i < W.rows; i++) {
        const row = (A: Matrix) => A.sliceRows(i, i + 1).data;
        const half = Math.max(...row(W).map(Math.abs)) / 127 / 2;
        row(W).forEach((w, j) =>
          expect(Math.abs(row(read[name])[j] - w)).toBeLessThanOrEqual(half * 1.0001)
        );
      }
    }
  });

  it("loses nothing more the second time", () => {
    const once = decodeWeights(encodeWeights({ params, metadata }));
    const twice = decodeWeights(encodeWeights(once));
    expect(twice.params.W.subtract(once.params.W).norm()).toBeLessThan(1e-6);
  });

  it("throws if the bytes are truncated anywhere or any byte is corrupted", () => {
    const bytes = encodeWeights({ params, metadata });
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decodeWeights(bytes.subarray(0, length))).toThrow("Cannot read the weights");
    }
    for (let n = 0; n < bytes.length; n++) {
      const bad = bytes.slice();
      bad[n] ^= 4;
      expect(() => decodeWeights(bad)).toThrow("Cannot read the weights");
    }
  });
});

describe("encodeWeights()", () => {
  it("throws if a weight isn't finite", () => {
    expect(() => encodeWeights({ params: { W: Matrix.of([[1, NaN]]) }, metadata }))
      .toThrow("Cannot encode the weights: W must be finite, got NaN");
  });
});

describe("encodeWeights() of numbers that float32 can't hold", () => {
  const encoded = (rows: number[][]) =>
    decodeWeights(encodeWeights({ params: { W: Matrix.of(rows) }, metadata })).params.W;

  it("keeps what fits", () => {
    for (const largest of [0, 1, 1e38, 4.3e40, 1.6e-36, 1e-30]) {
      const { data } = encoded([[largest, -largest, 0]]);
      expect(Math.abs(data[0] - largest)).toBeLessThanOrEqual(largest * 1e-6);
      expect(data[1]).toBeCloseTo(-data[0]);
    }
  });

  it("refuses the rest, and names the row", () => {
    for (const largest of [4.4e40, 1e60, 1e308, 1e-37, 1e-44, 1e-60, 5e-324]) {
      expect(() => encoded([[1, 0], [largest, -largest]])).toThrow(
        `Cannot encode the weights: the largest of row 1 of W must be 0 or between 1.5e-36 and ` +
          `4.3e40 in size, got ${largest}`,
      );
    }
  });
});

describe("decodeWeights() of bytes with a valid checksum", () => {
  const body = new Uint8Array(4 + 2);
  const decode = (header: unknown, bytes = body) =>
    decodeWeights(packContainer("unroll8b", header, bytes));

  it("reads the sizes that the body has", () => {
    expect(decode({ shapes: [["W", 1, 2]], about: {} }).params.W.shape).toBe("1×2");
  });

  it("refuses sizes that it doesn't have, before allocating them", () => {
    const sentence = "Cannot read the weights: their sizes need";
    for (const shape of [[1, 3], [2 ** 31, 2 ** 21], [0, 2]]) {
      expect(() => decode({ shapes: [["W", ...shape]], about: {} })).toThrow(sentence);
    }
    for (const shapes of [[["W", -1, 2]], [["W", 1.5, 2]], [["W"]], [null], {}, undefined]) {
      expect(() => decode({ shapes, about: {} })).toThrow("a matrix must have two sizes, got");
    }
  });

  it("refuses a header that is not an object, and a scale that isn't finite", () => {
    for (const header of [null, 3, "W"]) {
      expect(() => decode(header)).toThrow("Cannot read the weights: its header is not valid JSON");
    }
    const infinite = body.slice();
    new DataView(infinite.buffer).setFloat32(0, Infinity, true);
    expect(() => decode({ shapes: [["W", 1, 2]], about: {} }, infinite)).toThrow(
      "Cannot read the weights: a scale must be finite, got Infinity",
    );
  });
});

describe("loadWeights()", () => {
  it("reads what saveWeights() wrote, for a model of the same shapes", async () => {
    await inFile(async (path) => {
      await saveWeights(path, { params, metadata });
      expect((await loadWeights(path, params)).params)
        .toEqual(decodeWeights(encodeWeights({ params, metadata })).params);
    });
  });

  it("throws if the file is of another cell or vocabulary", async () => {
    await inFile(async (path) => {
      const [cell, vocabulary] = ["LSTMCell", ["a", "b"]];
      await saveWeights(path, { params, metadata, cell, vocabulary });
      expect(await loadWeights(path, params, { cell, vocabulary })).toMatchObject({
        cell,
        vocabulary,
      });
      await expect(loadWeights(path, params, { cell: "GRUCell" })).rejects.toThrow(
        "Cannot use the weights: the file's cell is LSTMCell, but the model's is GRUCell",
      );
      await expect(loadWeights(path, params, { vocabulary: ["a", "c"] })).rejects.toThrow(
        'class 1 of the file\'s vocabulary is "b", but the model\'s is "c"',
      );
    });
  });

  it("throws if a shape differs, a name is missing or unexpected, or there is no file", async () => {
    await inFile(async (path) => {
      await saveWeights(path, { params, metadata });
      await expect(loadWeights(path, { ...params, W: new Matrix(5, 8) }))
        .rejects.toThrow("Cannot use the weights: W must be 5×8, got 5×7");
      await expect(loadWeights(path, { ...params, more: new Matrix(1, 1) }))
        .rejects.toThrow("Cannot use the weights: more must be 1×1, got none");
      const { b: _, ...less } = params;
      await expect(loadWeights(path, less))
        .rejects.toThrow("Cannot use the weights: b must be absent, got 3×1");
      await expect(loadWeights(`${path}.none`, params)).rejects.toThrow("there is no such file");
    });
  });
});
