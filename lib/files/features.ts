import { Matrix } from "../matrix.ts";
import { readBytes } from "./read_write.ts";
import { readMat } from "./mat.ts";
import { readNpy } from "./npy.ts";

/** Precomputed image features, such as the activations of a CNN. */
export interface ImageFeatures {
  /** The number of features of an image, such as 4096. */
  readonly size: number;
  /** The number of images. */
  readonly count: number;
  /** Returns the features of an image, counted from 0, as size×1. Throws RangeError for another image, NaN or infinity. */
  of(image: number): Matrix;
}

/**
 * Loads the features of `count` images from a .npy file, or from a .mat file of level 4 or 5 with a matrix "feats",
 * full or sparse, or a cell array "feats" of one vector for each image. A matrix is size×count, like those of Karpathy
 * & Fei-Fei (2015), or count×size; in a square matrix, the columns are images. The numbers are floats, integers within
 * ±2^53 or Booleans, in either byte order. The file is kept in memory. Throws RangeError if the file is missing, is
 * corrupt, or has another format or another number of images.
 */
export async function loadFeatures(path: string, count: number): Promise<ImageFeatures> {
  const bytes = await readBytes(path);
  const table = /\.mat$/i.test(path)
    ? readMat(path, bytes, "feats", count)
    : readNpy(path, bytes, count);
  const inColumns = table.cols === count;
  return {
    size: inColumns ? table.rows : table.cols,
    count,
    of: (image) => {
      if (!Number.isInteger(image) || image < 0 || image >= count) {
        throw new RangeError(
          `Cannot return the features of image ${image}: there are ${count} images`,
        );
      }
      const values = inColumns ? table.column(image) : table.row(image);
      const bad = values.find((value) => !Number.isFinite(value));
      if (bad !== undefined) {
        throw new RangeError(
          `Cannot return the features of image ${image} of ${path}: they contain ${bad}`,
        );
      }
      return Matrix.column(values);
    },
  };
}
