import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { decodeWeights, encodeWeights } from "rnn/train";
import { Matrix, normal, type Params, seeded } from "rnn";
import { loadWeights, saveWeights } from "rnn/files";

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

describe("loadWeights()", () => {
  it("reads what saveWeights() wrote, for a model of the same shapes", async () => {
    await inFile(async (path) => {
      await saveWeights(path, { params, metadata });
      expect((await loadWeights(path, params)).params)
        .toEqual(decodeWeights(encodeWeights({ params, metadata })).params);
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
