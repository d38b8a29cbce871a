import { appendFile } from "node:fs/promises";
import { checkIntegers } from "../checks.ts";
import type { ImageFeatures } from "../files/features.ts";
import type { Picture } from "../files/picture.ts";
import {
  beginFile,
  decodeFeatures,
  encodeFeatures,
  type FeatureSource,
  readRecords,
} from "./cache_file.ts";
import type { ImageNet } from "./imagenet.ts";
import { type FeatureLayout, inLayout, STORED } from "./layout.ts";

/** Features that are computed between two writes to the file; an interruption loses at most these. */
const WRITTEN_TOGETHER = 16;

/** Features of many pictures, read from a file into memory. `of` returns a 1280×49 matrix if the layout is "grid". */
export interface FeatureCache extends ImageFeatures {
  readonly layout: FeatureLayout;
}

/** Options of `cacheFeatures`. */
export interface CacheOptions extends Omit<FeatureSource, "model"> {
  /** The network. */
  net: ImageNet;
  /** Returns the picture with an index from 0. */
  picture: (index: number) => Picture | Promise<Picture>;
  /** Called after each picture with the number of pictures done, and of all. */
  progress?: (done: number, count: number) => void | Promise<void>;
}

/**
 * Computes the features of many pictures into a file, and returns them. If the file exists, the computation continues
 * where it was interrupted; if it is complete, nothing is computed. Throws RangeError if the file has features of another
 * model or of other pictures, or in another layout.
 */
export async function cacheFeatures(path: string, options: CacheOptions): Promise<FeatureCache> {
  const { net, picture, progress, description, layout, count } = options;
  checkIntegers("Cannot compute the features", { count });
  const source = { model: await net.hash(), description, layout, count };
  let records: Uint8Array[] = [];
  for (let i = await beginFile(path, source); i < count; i++) {
    const { grid } = await net.features(await picture(i));
    records.push(encodeFeatures(inLayout(grid, layout), layout));
    if (records.length === WRITTEN_TOGETHER || i === count - 1) {
      await appendFile(path, new Uint8Array(await new Blob(records as BlobPart[]).arrayBuffer()));
      records = [];
    }
    await progress?.(i + 1, count);
  }
  return await loadFeatureCache(path, source);
}

/**
 * Loads the features that `cacheFeatures` computed. Throws RangeError if the file is missing, incomplete or damaged, or
 * if it has features of another model or of other pictures, or in another layout.
 */
export async function loadFeatureCache(
  path: string,
  source: FeatureSource,
): Promise<FeatureCache> {
  const { layout, count } = source, { rows, cols } = STORED[layout];
  const read = await readRecords(path, source);
  if (read.done < count) {
    throw new RangeError(
      `Cannot load the features in ${path}: expected those of ${count} pictures, found ${read.done}; ` +
        "cacheFeatures computes the others",
    );
  }
  return { layout, count, size: rows * cols, of: (index) => decodeFeatures(read, index) };
}

/**
 * Pools a cache of grids: its means or quarters without another run of the network, from numbers of one byte. Throws
 * RangeError for a cache in another layout.
 */
export function pooledCache(cache: FeatureCache, layout: "mean" | "quarters"): FeatureCache {
  if (cache.layout !== "grid") {
    throw new RangeError(
      `Cannot pool the features: expected the layout grid, found ${cache.layout}`,
    );
  }
  const { rows } = STORED[layout];
  return {
    ...{ layout, size: rows, count: cache.count },
    of: (index) => inLayout(cache.of(index), layout),
  };
}
