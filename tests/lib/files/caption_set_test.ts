import { Buffer } from "node:buffer";
import { join } from "node:path";
import { inflateSync } from "node:zlib";
import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { loadCaptions, loadFeatures } from "rnn/files";

// Two images of three features, 0.5 2.5 4.5 and 1.5 3.5 5.5, in a 3×2 matrix of float32, as SciPy 1.17.1 and NumPy 2.4.6 write
// it; the files are packed here by zlib: savemat({"feats": a}), the same with do_compression=True, save(a).
const WRITTEN = {
  "feats.mat":
    "eNrzdQzxcXRSMNUzUPB1DNFNy8xJVQjISSxJyy/KtVIoyC/OrNBRcC5KTSxJTVHIz7NSCAfSfvllCkamCobGViZmVgbmCkYGRmYMZABGT18+IBUAxGxAzAHE7FApViifGYiZQEqhYmlAlxRD1UlAlNozMCg4MDBMAOIDQHYCkN7gAADgNxyA",
  "packed.mat":
    "eNrzdQzxcXRSMNUzUPB1DNFNy8xJVQjISSxJyy/KtVIoyC/OrNBRcC5KTSxJTVHIz7NSCAfSfvllCkamCobGViZmVgbmCkYGRmYMZABGT19+IGULxBVzHicnJHAwJJkpPGNIKmPjSGj9NLNxBmeH5MKkzJWdqkcDSoUEln7j4eHi4+ERbvjBMGEuwxJzCwaGRcvZ9gAAek4sEg==",
  "feats.npy":
    "eNqb7BfqGxDJyFDGUK2eklqcXKRupaBuk2airqOgnpZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC+RrGOgpGmjoKtQpkAy4GBgZ7BoYDQKzgwMCQAMQTgHiDAwAQ2x9q",
};
const IMAGES = [[0.5, 2.5, 4.5], [1.5, 3.5, 5.5]];

function bytesOf(name: keyof typeof WRITTEN): Uint8Array<ArrayBuffer> {
  return new Uint8Array(inflateSync(Buffer.from(WRITTEN[name], "base64")));
}

/** A .npy file of version 1. */
function npy(
  values: number[],
  shape: string,
  kind = "<f4",
  fortran = "False",
): Uint8Array<ArrayBuffer> {
  const header =
    `{'descr': '${kind}', 'fortran_order': ${fortran}, 'shape': ${shape}, }`.padEnd(117) + "\n";
  const text = Uint8Array.from("\x93NUMPY\x01\x00v\x00" + header, (c) => c.charCodeAt(0));
  const numbers = kind === "<f8" ? new Float64Array(values) : new Float32Array(values);
  return new Uint8Array([...text, ...new Uint8Array(numbers.buffer)]);
}

async function withFile(
  name: string,
  content: string | Uint8Array<ArrayBuffer>,
  work: (path: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir(), path = join(folder, name);
  try {
    if (typeof content === "string") await Deno.writeTextFile(path, content);
    else await Deno.writeFile(path, content);
    await work(path);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function refused(
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
    it(`loadFeatures() reads ${name} as SciPy and NumPy write it`, () =>
      withFile(name, bytesOf(name), async (path) => {
        const features = await loadFeatures(path, 2);
        expect([features.size, features.count]).toEqual([3, 2]);
        expect(IMAGES.map((_, n) => [...features.of(n).data])).toEqual(IMAGES);
        expect(features.of(0).shape).toBe("3×1");
      }));
  }

  it("loadFeatures() finds the images in rows and in columns, in either order and precision", async () => {
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
      expect([...(await loadFeatures(path, 2)).of(0).data]).toEqual([1, 3]); // both fit: columns
    });
  });

  it("loadFeatures() refuses another number of images, and an image that isn't there or holds NaN", async () => {
    await refused(
      "feats.npy",
      bytesOf("feats.npy"),
      "feats.npy: it is 3×2, and there are 8000 images",
      8000,
    );
    await withFile("feats.npy", npy([1, NaN, 3, 4, 5, 6], "(2, 3)"), async (path) => {
      const features = await loadFeatures(path, 2);
      expect(() => features.of(2)).toThrow("Cannot take the features of image 2: there are 2");
      expect(() => features.of(0)).toThrow("feats.npy: it holds NaN");
    });
  });

  it("loadFeatures() refuses a .npy file that it can't read", async () => {
    await expect(loadFeatures("nowhere.npy", 2)).rejects.toThrow(
      "Cannot read nowhere.npy: there is no such file",
    );
    await refused("feats.npy", npy([1, 2], "(2, 1)").slice(1), "it is no .npy file");
    await refused("feats.npy", new Uint8Array(), "it is no .npy file");
    await refused("feats.npy", npy([1, 2], "(2,)"), "its shape isn't of two sizes");
    await refused("feats.npy", npy([1, 2], "(2, 1)", "<i4"), "its numbers are <i4, not <f4 or <f8");
    await refused("feats.npy", npy([1, 2, 3], "(2, 2)"), "it holds 3 numbers, its sizes are 2×2");
  });

  it("loadFeatures() refuses a .mat file that it can't read", async () => {
    const plain = bytesOf("feats.mat"), packed = bytesOf("packed.mat");
    const changed = (bytes: Uint8Array<ArrayBuffer>, at: number, value: number) =>
      bytes.with(at, value) as typeof bytes;
    await refused("feats.mat", plain.slice(0, 100), "it is no .mat file of level 5");
    await refused("feats.mat", changed(plain, 125, 2), "it is no .mat file of level 5");
    await refused("feats.mat", plain.slice(0, -1), "it is cut short");
    await refused("feats.mat", plain.slice(0, 128), "it holds nothing, not feats");
    await refused("packed.mat", changed(packed, 150, 0), "its packed part is damaged");
    const name = plain.indexOf(0x66, 176); // the f of feats
    await refused("feats.mat", changed(plain, name, 0x68), "it holds heats, not feats");
    await refused("feats.mat", changed(plain, 145, 8), "its matrix isn't one of real numbers"); // complex
    await refused("feats.mat", changed(plain, 160, 4), "it holds 6 numbers, its sizes are 4×2");
  });
});

describe("loadCaptions()", () => {
  const sentence = (imgid: number, sentid: number, raw: string) => ({
    tokens: raw.toLowerCase().replace(" .", "").split(" "),
    raw,
    imgid,
    sentid,
  });
  // as in Karpathy's dataset_flickr8k.json
  const whole = () => ({
    images: [
      {
        sentids: [0, 1],
        imgid: 0,
        sentences: [sentence(0, 0, "A black dog is running ."), sentence(0, 1, "A dog .")],
        split: "train",
        filename: "2513260012_03d33305cf.jpg",
      },
      {
        sentids: [2],
        imgid: 1,
        sentences: [sentence(1, 2, "Two nines .")],
        split: "val",
        filename: "b.jpg",
      },
    ],
    dataset: "flickr8k",
  });
  // deno-lint-ignore no-explicit-any -- tests spoil it in many ways
  const spoilt = (spoil: (set: any) => void, sentence: string) => {
    const set = whole();
    spoil(set);
    return withFile(
      "dataset.json",
      JSON.stringify(set),
      (path) => expect(loadCaptions(path)).rejects.toThrow(sentence),
    );
  };

  it("loadCaptions() reads a data set in Karpathy's format", () =>
    withFile("dataset.json", JSON.stringify(whole()), async (path) => {
      const { name, images } = await loadCaptions(path);
      expect(name).toBe("flickr8k");
      expect(images[0]).toEqual({
        file: "2513260012_03d33305cf.jpg",
        split: "train",
        image: 0,
        captions: ["a black dog is running", "a dog"],
      });
      expect(images[1].split).toBe("val");
    }));

  it("loadCaptions() says which field is missing or wrong, and where", async () => {
    await spoilt((set) => delete set.images, "dataset.json: images is missing");
    await spoilt((set) => delete set.dataset, "dataset.json: dataset is missing");
    for (const field of ["filename", "split", "imgid", "sentences"]) {
      await spoilt(
        (set) => delete set.images[1][field],
        `dataset.json: images[1].${field} is missing`,
      );
    }
    await spoilt(
      (set) => delete set.images[0].sentences[1].tokens,
      "images[0].sentences[1].tokens is missing",
    );
    await spoilt(
      (set) => set.images[0].sentences[1].tokens = [],
      "images[0].sentences[1].tokens is not a list of words",
    );
    await spoilt(
      (set) => set.images[0].sentences[0].tokens[2] = 3,
      "images[0].sentences[0].tokens is not a list of words",
    );
    await spoilt(
      (set) => set.images[0].sentences = {},
      "images[0].sentences is not a list with something in it",
    );
    await spoilt((set) => set.images[0].imgid = "0", "images[0].imgid is not a whole number");
    await spoilt((set) => set.images[1] = null, "images[1].filename is missing");
    await spoilt((set) => set.images = [], "images is not a list with something in it");
  });

  it("loadCaptions() refuses no file and what isn't JSON", async () => {
    await expect(loadCaptions("nowhere.json")).rejects.toThrow(
      "Cannot read nowhere.json: there is no such file",
    );
    await withFile(
      "dataset.json",
      '{"images": [',
      (path) => expect(loadCaptions(path)).rejects.toThrow("dataset.json: it isn't JSON"),
    );
  });
});
