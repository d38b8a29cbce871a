import { Buffer } from "node:buffer";
import { inflateSync } from "node:zlib";
import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { loadFeatures } from "rnn/files";
import { npy } from "./npy_bytes.ts";
import { withFile } from "./temporary.ts";

// Two images of three features, 0.5 2.5 4.5 and 1.5 3.5 5.5, as the 3×2 float32 matrix a written by SciPy 1.17.1 and NumPy
// 2.4.6: savemat({"feats": a}), the same with do_compression=True, and save(a). The files are compressed here by zlib.
const WRITTEN = {
  "feats.mat":
    "eNrzdQzxcXRSMNUzUPB1DNFNy8xJVQjISSxJyy/KtVIoyC/OrNBRcC5KTSxJTVHIz7NSCAfSfvllCkamCobGViZmVgbmCkYGRmYMZABGT18+IBUAxGxAzAHE7FApViifGYiZQEqhYmlAlxRD1UlAlNozMCg4MDBMAOIDQHYCkN7gAADgNxyA",
  "compressed.mat":
    "eNrzdQzxcXRSMNUzUPB1DNFNy8xJVQjISSxJyy/KtVIoyC/OrNBRcC5KTSxJTVHIz7NSCAfSfvllCkamCobGViZmVgbmCkYGRmYMZABGT19+IGULxBVzHicnJHAwJJkpPGNIKmPjSGj9NLNxBmeH5MKkzJWdqkcDSoUEln7j4eHi4+ERbvjBMGEuwxJzCwaGRcvZ9gAAek4sEg==",
  "feats.npy":
    "eNqb7BfqGxDJyFDGUK2eklqcXKRupaBuk2airqOgnpZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC+RrGOgpGmjoKtQpkAy4GBgZ7BoYDQKzgwMCQAMQTgHiDAwAQ2x9q",
};
const IMAGES = [[0.5, 2.5, 4.5], [1.5, 3.5, 5.5]];

function bytesOf(name: keyof typeof WRITTEN): Uint8Array<ArrayBuffer> {
  return new Uint8Array(inflateSync(Buffer.from(WRITTEN[name], "base64")));
}

function expectError(
  name: string,
  content: Uint8Array<ArrayBuffer>,
  sentence: string,
  count = 2,
): Promise<void> {
  return withFile(
    name,
    content,
    (path) => expect(loadFeatures(path, count)).rejects.toThrow(sentence),
  );
}

describe("loadFeatures()", () => {
  for (const name of Object.keys(WRITTEN) as (keyof typeof WRITTEN)[]) {
    it(`reads ${name} as SciPy and NumPy write it`, () =>
      withFile(name, bytesOf(name), async (path) => {
        const features = await loadFeatures(path, 2);
        expect([features.size, features.count]).toEqual([3, 2]);
        expect(IMAGES.map((_, n) => [...features.of(n).data])).toEqual(IMAGES);
        expect(features.of(0).shape).toBe("3×1");
      }));
  }

  it("reads images in rows and in columns, in either order and precision", async () => {
    const [inRows, inColumns] = [IMAGES.flat(), [0, 1, 2].flatMap((i) => IMAGES.map((v) => v[i]))];
    for (const kind of ["<f4", "<f8"]) {
      const files = [
        npy(inRows, "(2, 3)", kind),
        npy(inColumns, "(3, 2)", kind),
        npy(inColumns, "(2, 3)", kind, "True"),
        npy(inRows, "(3, 2)", kind, "True"),
      ];
      for (const file of files) {
        await withFile("feats.npy", file, async (path) => {
          const features = await loadFeatures(path, 2);
          expect(IMAGES.map((_, n) => [...features.of(n).data])).toEqual(IMAGES);
        });
      }
    }
    await withFile("feats.npy", npy([1, 2, 3, 4], "(2, 2)"), async (path) => {
      expect([...(await loadFeatures(path, 2)).of(0).data]).toEqual([1, 3]); // both sizes match: columns are images
    });
  });

  it("throws a RangeError for another number of images, and for an image that is missing or contains NaN", async () => {
    await expectError(
      "feats.npy",
      bytesOf("feats.npy"),
      "feats.npy: one size must be the number of images, 8000, but it is 3×2",
      8000,
    );
    await withFile("feats.npy", npy([1, NaN, 3, 4, 5, 6], "(2, 3)"), async (path) => {
      const features = await loadFeatures(path, 2);
      expect(() => features.of(2)).toThrow(
        "Cannot return the features of image 2: there are 2 images",
      );
      expect(() => features.of(0)).toThrow("feats.npy: they contain NaN");
    });
  });

  it("says why it can't read a .npy file", async () => {
    await expect(loadFeatures("nowhere.npy", 2)).rejects.toThrow(
      "Cannot read nowhere.npy: there is no such file",
    );
    await expectError("feats.npy", npy([1, 2], "(2, 1)").slice(1), "it is not a .npy file");
    await expectError("feats.npy", new Uint8Array(), "it is not a .npy file");
    await expectError("feats.npy", npy([1, 2], "(2,)"), "its shape must have two dimensions");
    await expectError(
      "feats.npy",
      npy([1, 2, 3], "(2, 2)"),
      "its shape is 2×2, but it has 3 numbers",
    );
  });

  it("says why it can't read a .mat file", async () => {
    const plain = bytesOf("feats.mat"), compressed = bytesOf("compressed.mat");
    const changed = (bytes: Uint8Array<ArrayBuffer>, at: number, value: number) =>
      bytes.with(at, value) as typeof bytes;
    await expectError(
      "feats.mat",
      plain.slice(0, 100),
      "it is not a .mat file of level 4 or 5",
    );
    await expectError(
      "feats.mat",
      changed(plain, 125, 3),
      "it is not a .mat file of level 4 or 5",
    );
    await expectError("feats.mat", plain.slice(0, -1), "it is truncated");
    await expectError("feats.mat", plain.slice(0, 128), "its matrices are none");
    await expectError(
      "compressed.mat",
      changed(compressed, 150, 0),
      "its compressed data are corrupt",
    );
    const name = plain.indexOf(0x66, 176); // the f of feats
    await expectError("feats.mat", changed(plain, name, 0x68), "its matrices are heats");
    await expectError(
      "feats.mat",
      changed(plain, 145, 8),
      "feats is complex, of class single, expected a real two-dimensional matrix of numbers",
    );
    await expectError(
      "feats.mat",
      changed(plain, 160, 4),
      "its shape is 4×2, but it has 6 numbers",
    );
  });
});
