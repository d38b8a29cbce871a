import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { decodePicture, imageNetHash, loadImageNet } from "../../../lib/imagenet/mod.ts";
import golden from "../golden/imagenet.json" with { type: "json" };
import { drawnPictures } from "./drawn.ts";
import { pictureFile } from "./picture_file.ts";

const net = await loadImageNet();

/** Largest differences from PyTorch: of features, relative to the largest, and of probabilities. */
const OF_MEAN = 1e-3, OF_GRID = 5e-3, OF_PROBABILITY = 1e-3;

describe("the model", () => {
  it("agrees with PyTorch to 1e−3 on more than 20 pictures", () => {
    const { pictures, mean, gridRms, grid, probability, sameBest } = golden.differences;
    expect(pictures).toBeGreaterThan(20);
    expect(mean).toBeLessThan(OF_MEAN);
    expect(gridRms).toBeLessThan(OF_MEAN);
    expect(grid).toBeLessThan(OF_GRID);
    expect(probability).toBeLessThan(OF_PROBABILITY);
    expect(sameBest).toBe(1);
  });

  it("has the names of the 1,000 classes", () => {
    expect(net.classes.length).toBe(1000);
    expect([0, 1, 281, 292, 954, 967, 999].map((k) => net.classes[k])).toEqual([
      ...["tench", "goldfish", "tabby", "tiger", "banana", "espresso", "toilet tissue"],
    ]);
  });

  it("has a SHA-256", async () => {
    expect(await net.hash()).toMatch(/^[0-9a-f]{64}$/);
    expect(await imageNetHash()).toBe(await net.hash());
  });
});

drawnPictures.forEach((picture, n) => {
  describe(`on drawn picture ${n}, ImageNet`, () => {
    const expected = golden.values[n];

    it("sees what PyTorch saw", () => {
      expect(picture.rgb.reduce((sum, byte) => sum + byte, 0)).toBe(expected.sum);
    });

    it("computes PyTorch's features", async () => {
      const { grid, mean, scores } = await net.features(picture);
      expect([grid.shape, mean.shape, scores.shape]).toEqual(["1280×49", "1280×1", "1000×1"]);
      const meanError = expected.mean.map((value, k) => Math.abs(mean.data[16 * k] - value));
      const middle = expected.cell.map((value, k) => Math.abs(grid.data[16 * k * 49 + 24] - value));
      expect(Math.max(...meanError)).toBeLessThan(OF_MEAN * 6);
      expect(Math.max(...middle)).toBeLessThan(OF_GRID * 6);
    });

    it("gives the classes PyTorch's probabilities", async () => {
      const found = await net.classify(picture, 1000);
      expect(found.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 6);
      for (const [k, probability] of expected.best) {
        const ofClass = found.find(({ name }) => name === net.classes[k])!;
        expect(Math.abs(ofClass.probability - probability)).toBeLessThan(OF_PROBABILITY);
      }
    });
  });
});

describe("classify", () => {
  const best = async (name: string) => {
    const picture = await decodePicture(await pictureFile(name), name);
    return (await net.classify(picture)).map(({ name }) => name);
  };

  it("finds a cat and a cup of coffee in photographs", async () => {
    const cat = await best("cat.jpg");
    expect(cat).toHaveLength(5);
    expect(cat.filter((name) => /tabby|tiger cat|Egyptian cat/.test(name))).toHaveLength(3);
    expect((await best("coffee.jpg"))[0]).toBe("espresso");
  });

  it("finds an umbrella and a lemon in emoji", async () => {
    expect((await best("umbrella.webp"))[0]).toBe("umbrella");
    expect(await best("lemon.webp")).toContain("lemon");
  });

  it("refuses an invalid picture and an invalid count", async () => {
    const broken = { width: 2, height: 2, rgb: new Uint8Array(5) };
    await expect(net.classify(broken)).rejects.toThrow(
      "Cannot scale the picture: expected 3 bytes for each pixel of a 2×2 picture, got 5",
    );
    await expect(net.classify(drawnPictures[0], 0)).rejects.toThrow(
      "Cannot classify the picture: count must be a positive integer, got 0",
    );
  });
});

describe("loadImageNet", () => {
  it("names a missing file", async () => {
    await expect(loadImageNet({ folder: "nowhere" })).rejects.toThrow(
      "Cannot read nowhere/efficientnet_lite0.onnx.gz: there is no such file",
    );
  });
});
