import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import {
  cacheFeatures,
  type CacheOptions,
  type FeatureLayout,
  ImageNet,
  loadFeatureCache,
  type Picture,
  pooledCache,
} from "../../../lib/imagenet/mod.ts";
import { withFile } from "../files/temporary.ts";

const COUNT = 20;

/** Picture n is black but for its first byte, which is n. */
function picture(n: number): Picture {
  const rgb = new Uint8Array(224 * 224 * 3);
  rgb[0] = n;
  return { width: 224, height: 224, rgb };
}

/** A network of which map c has the value 6 (c % 5) / 4 in every cell, plus n / 100 in cell n; it counts its runs. */
function fakeNet(model = "model") {
  const counted = { runs: 0 };
  const network = (rgb: Uint8Array) => {
    counted.runs++;
    const grid = Float32Array.from({ length: 1280 * 49 }, (_, k) => {
      const value = (Math.floor(k / 49) % 5) * 1.5;
      return Math.min(6, value + (k % 49 === rgb[0] ? rgb[0] / 100 : 0));
    });
    return Promise.resolve({ grid, scores: new Float32Array(1000) });
  };
  return { net: new ImageNet(network, new TextEncoder().encode(model), []), counted };
}

function options(layout: FeatureLayout, net = fakeNet().net): CacheOptions {
  return { net, layout, count: COUNT, description: { scenes: ["a", "b"] }, picture };
}

const inFolder = (run: (path: string) => unknown) => withFile("features.bin", undefined, run);

describe("cacheFeatures", () => {
  it("stores the mean, the quarters, or the grid", () =>
    inFolder(async (path) => {
      const mean = await cacheFeatures(`${path}.mean`, options("mean"));
      const quarters = await cacheFeatures(`${path}.quarters`, options("quarters"));
      const grid = await cacheFeatures(`${path}.grid`, options("grid"));
      expect([mean, quarters, grid].map(({ size, count }) => [size, count])).toEqual([
        ...[[1280, COUNT], [5120, COUNT], [62720, COUNT]],
      ]);
      expect([mean.of(3).shape, quarters.of(3).shape, grid.of(3).shape])
        .toEqual(["1280×1", "5120×1", "1280×49"]);
      // cell 10 is in row 1, column 3: in both upper quarters
      expect(mean.of(10).data[2]).toBeCloseTo(3 + 0.1 / 49, 4);
      const ofMap2 = [0, 1, 2, 3].map((q) => quarters.of(10).data[1280 * q + 2]);
      [3 + 0.1 / 16, 3 + 0.1 / 16, 3, 3].forEach((v, q) => expect(ofMap2[q]).toBeCloseTo(v, 3));
      expect(Math.abs(grid.of(10).data[2 * 49 + 10] - 3.1)).toBeLessThan(6 / 255);
      expect(grid.of(10).data[4 * 49 + 10]).toBe(6);
    }));

  it("reports its progress, and computes nothing twice", () =>
    inFolder(async (path) => {
      const { net, counted } = fakeNet(), seen: number[] = [];
      const progress = (done: number, count: number) => void seen.push(done / count);
      await cacheFeatures(path, { ...options("mean", net), progress });
      expect(seen).toEqual(Array.from({ length: COUNT }, (_, n) => (n + 1) / COUNT));
      await cacheFeatures(path, options("mean", net));
      expect(counted.runs).toBe(COUNT);
    }));

  it("continues after an interruption, with the same bytes in the end", () =>
    inFolder(async (path) => {
      await cacheFeatures(`${path}.whole`, options("mean"));
      const whole = await Deno.readFile(`${path}.whole`);
      const stopped = (n: number) => {
        if (n === 18) throw new Error("stopped");
        return picture(n);
      };
      const first = cacheFeatures(path, { ...options("mean"), picture: stopped });
      await expect(first).rejects.toThrow("stopped");
      const source = { ...options("mean"), model: await fakeNet().net.hash() };
      await expect(loadFeatureCache(path, source)).rejects.toThrow(
        "expected those of 20 pictures, found 16; cacheFeatures computes the others",
      );
      await Deno.writeFile(path, new Uint8Array(1000).fill(7), { append: true }); // a part of a record
      const { net, counted } = fakeNet();
      await cacheFeatures(path, options("mean", net));
      expect(counted.runs).toBe(4);
      expect(await Deno.readFile(path)).toEqual(whole);
    }));

  it("computes a damaged record and those behind it again", () =>
    inFolder(async (path) => {
      await cacheFeatures(path, options("mean"));
      const whole = await Deno.readFile(path), damaged = whole.slice();
      damaged[whole.length - 3000] ^= 1; // in the last but one
      await Deno.writeFile(path, damaged);
      const { net, counted } = fakeNet();
      await cacheFeatures(path, options("mean", net));
      expect(counted.runs).toBe(2);
      expect(await Deno.readFile(path)).toEqual(whole);
    }));

  it("refuses a count that is not positive", () =>
    inFolder(async (path) => {
      await expect(cacheFeatures(path, { ...options("mean"), count: 0 })).rejects.toThrow(
        "Cannot compute the features: count must be a positive integer, got 0",
      );
    }));

  it("refuses features of another model, of other pictures, or in another layout", () =>
    inFolder(async (path) => {
      await cacheFeatures(path, options("mean"));
      const before = await Deno.readFile(path);
      const refused = (changed: Partial<CacheOptions>, key: string) =>
        expect(cacheFeatures(path, { ...options("mean"), ...changed })).rejects.toThrow(
          new RegExp(`^Cannot use the features in .*: expected ${key}, found .*; use another`),
        );
      await refused({ net: fakeNet("another").net }, "model [0-9a-f]{64}");
      await refused({ description: { scenes: ["a", "c"] } }, "pictures [0-9a-f]{64}");
      await refused({ layout: "grid" }, "layout grid");
      await refused({ count: 21 }, "count 21");
      expect(await Deno.readFile(path)).toEqual(before);
    }));

  it("refuses a file of another kind, and leaves it as it is", () =>
    withFile("notes.txt", "hello\n", async (path) => {
      await expect(cacheFeatures(path, options("mean"))).rejects.toThrow(
        /expected a file of features, found another file/,
      );
      expect(await Deno.readTextFile(path)).toBe("hello\n");
    }));
});

describe("loadFeatureCache", () => {
  it("loads without the network, and refuses a picture that is not there", () =>
    inFolder(async (path) => {
      await cacheFeatures(path, options("mean"));
      const { description, layout, count } = options("mean");
      const model = await fakeNet().net.hash();
      const cache = await loadFeatureCache(path, { model, description, layout, count });
      expect(cache.of(19).shape).toBe("1280×1");
      expect(() => cache.of(20)).toThrow(
        "Cannot return the features of picture 20: it must be an integer from 0 to 19",
      );
    }));

  it("names a missing file", async () => {
    const { description, layout, count } = options("mean");
    await expect(loadFeatureCache("nowhere.bin", { model: "", description, layout, count }))
      .rejects.toThrow("Cannot read nowhere.bin: there is no such file");
  });
});

describe("pooledCache", () => {
  it("gives the means and quarters of stored grids, to half a step of a byte", () =>
    inFolder(async (path) => {
      const grid = await cacheFeatures(`${path}.grid`, options("grid"));
      for (const layout of ["mean", "quarters"] as const) {
        const exact = await cacheFeatures(`${path}.${layout}`, options(layout));
        const pooled = pooledCache(grid, layout);
        expect([pooled.layout, pooled.size, pooled.count]).toEqual([layout, exact.size, COUNT]);
        const [a, b] = [pooled.of(10), exact.of(10)];
        expect(a.shape).toBe(b.shape);
        a.data.forEach((value, n) => expect(Math.abs(value - b.data[n])).toBeLessThan(0.0125));
        expect(() => pooledCache(pooled, "mean")).toThrow(
          `Cannot pool the features: expected the layout grid, found ${layout}`,
        );
      }
    }));
});
