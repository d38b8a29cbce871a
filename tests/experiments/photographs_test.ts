import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { seeded } from "rnn";
import { root } from "../../tools/paths.ts";
import { npy } from "../lib/files/npy_bytes.ts";
import { runTool } from "../tools/scratch.ts";

const [THINGS, PLACES] = [["dog", "cat", "horse", "cow"], ["beach", "street", "field"]];

/** Writes 60 images in the format of Karpathy & Fei-Fei: the features say which thing is at which place, with noise. */
async function writeSet(folder: string, splits = ["train", "train", "train", "val", "test"]) {
  const random = seeded(1), kinds = Array.from({ length: 60 }, (_, n) => [n % 4, n % 3]);
  const images = kinds.map(([thing, place], imgid) => ({
    ...{ imgid, filename: `${imgid}.jpg`, split: splits[imgid % splits.length] },
    sentences: ["a _ at the +", "there is a _ on the +"].map((text) => ({
      tokens: text.replace("_", THINGS[thing]).replace("+", PLACES[place]).split(" "),
    })),
  }));
  const features = kinds.flatMap(([thing, place]) =>
    [...THINGS, ...PLACES].map((word) =>
      Number(word === THINGS[thing] || word === PLACES[place]) + random() / 10
    )
  );
  await Deno.writeTextFile(
    join(folder, "dataset.json"),
    JSON.stringify({ dataset: "ours", images }),
  );
  await Deno.writeFile(join(folder, "feats.npy"), npy(features, "(60, 7)"));
}

const train = (...args: string[]) => runTool(root, "experiments/pictures/photographs.ts", args);

describe("deno task captions", () => {
  it("trains any captioner on a folder, and prints the scores of validation images", async () => {
    const folder = await Deno.makeTempDir();
    await writeSet(folder);
    for (const captioner of ["lecture", "Mao"]) {
      const { code, text } = await train(
        ...[folder, "--features", "feats.npy", "--updates", "60"],
        ...["--min-count", "1", "--captioner", captioner],
      );
      expect([code, text]).toEqual([0, expect.stringContaining("36 training images, 16 words")]);
      expect(Number(/BLEU-1 to 4 of 12 .*, ([\d.]+)\n/.exec(text)![1])).toBeGreaterThan(0.9);
      expect(text).toMatch(/ 3\.jpg: .*cow (at|on) the beach/);
      expect((await Deno.stat(join(folder, `${captioner}.bin`))).size).toBeGreaterThan(10_000);
    }
    await Deno.remove(folder, { recursive: true });
  });

  it("says what it cannot train on", async () => {
    const folder = await Deno.makeTempDir();
    const expectError = async (args: string[], sentence: string) => {
      const { code, text } = await train(...args);
      expect([code, text]).toEqual([1, expect.stringContaining(sentence)]);
    };
    await expectError([], "Cannot train without a folder");
    await expectError([folder], "dataset.json");
    await writeSet(folder, ["train"]);
    await expectError([folder, "--captioner", "me"], "Cannot train captioner me: expected lecture");
    await expectError([folder, "--updates", "0"], "Cannot use --updates 0: expected a positive");
    await expectError([folder], "expected images in the splits train and val, found 60 and 0");
    await writeSet(folder);
    await expectError([folder], "vgg_feats.mat");
    await Deno.remove(folder, { recursive: true });
  });
});
