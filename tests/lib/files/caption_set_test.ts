import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { loadCaptions } from "rnn/files";
import { withFile } from "./temporary.ts";

describe("loadCaptions()", () => {
  const sentence = (imgid: number, sentid: number, raw: string) => ({
    tokens: raw.toLowerCase().replace(" .", "").split(" "),
    raw,
    imgid,
    sentid,
  });
  // as in dataset_flickr8k.json of Karpathy & Fei-Fei (2015)
  const dataset = () => ({
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
  // deno-lint-ignore no-explicit-any -- the tests make it invalid in many ways
  const expectError = (change: (set: any) => void, sentence: string) => {
    const set = dataset();
    change(set);
    return withFile(
      "dataset.json",
      JSON.stringify(set),
      (path) => expect(loadCaptions(path)).rejects.toThrow(sentence),
    );
  };

  it("reads a data set in the format of Karpathy & Fei-Fei", () =>
    withFile("dataset.json", JSON.stringify(dataset()), async (path) => {
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

  it("names the field that is missing or invalid", async () => {
    await expectError((set) => delete set.images, "dataset.json: images is missing");
    await expectError((set) => delete set.dataset, "dataset.json: dataset is missing");
    for (const field of ["filename", "split", "imgid", "sentences"]) {
      await expectError(
        (set) => delete set.images[1][field],
        `dataset.json: images[1].${field} is missing`,
      );
    }
    await expectError(
      (set) => delete set.images[0].sentences[1].tokens,
      "images[0].sentences[1].tokens is missing",
    );
    await expectError(
      (set) => set.images[0].sentences[1].tokens = [],
      "images[0].sentences[1].tokens must be a non-empty list of words",
    );
    await expectError(
      (set) => set.images[0].sentences[0].tokens[2] = 3,
      "images[0].sentences[0].tokens must be a non-empty list of words",
    );
    await expectError(
      (set) => set.images[0].sentences = {},
      "images[0].sentences must be a non-empty list",
    );
    await expectError(
      (set) => set.images[0].imgid = "0",
      "images[0].imgid must be a non-negative integer",
    );
    await expectError((set) => set.images[1] = null, "images[1].filename is missing");
    await expectError((set) => set.images = [], "images must be a non-empty list");
  });

  it("reads a file with a byte order mark", () =>
    withFile("dataset.json", "\ufeff" + JSON.stringify(dataset()), async (path) => {
      expect((await loadCaptions(path)).name).toBe("flickr8k");
    }));

  it("throws a RangeError with the place if the file is not UTF-8", async () => {
    const text = JSON.stringify(dataset()).replace("dog", "caf\u00e9");
    const latin1 = Uint8Array.from(text, (character) => character.charCodeAt(0));
    const place = `byte e9 at offset ${text.indexOf("\u00e9")}`;
    await withFile(
      "dataset.json",
      latin1,
      (path) => expect(loadCaptions(path)).rejects.toThrow(`it is not UTF-8 (${place})`),
    );
    const utf16 = new Uint8Array([0xff, 0xfe, 0x7b, 0, 0x7d, 0]);
    await withFile(
      "dataset.json",
      utf16,
      (path) => expect(loadCaptions(path)).rejects.toThrow("the byte order mark of UTF-16"),
    );
  });

  it("throws a RangeError if the file is missing or not JSON", async () => {
    await expect(loadCaptions("nowhere.json")).rejects.toThrow(
      "Cannot read nowhere.json: there is no such file",
    );
    await withFile(
      "dataset.json",
      '{"images": [',
      (path) => expect(loadCaptions(path)).rejects.toThrow("dataset.json: it is not JSON"),
    );
  });
});
