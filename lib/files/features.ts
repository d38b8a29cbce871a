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
 * Loads the features of `count` images from a .npy file (float32 or float64, little-endian) or a level 5 .mat file with a
 * matrix "feats", of size×count like those of Karpathy & Fei-Fei (2015), or count×size; in a square matrix, columns are
 * images. The file is kept in memory. Throws RangeError if it is missing, corrupt, of another format or number of images.
 */
export async function loadFeatures(path: string, count: number): Promise<ImageFeatures> {
  const bytes = await readBytes(path);
  const { rows, cols, values, byColumns } = path.endsWith(".mat")
    ? readMat(path, bytes, "feats")
    : readNpy(path, bytes);
  if (rows !== count && cols !== count) {
    throw new RangeError(
      `Cannot read ${path}: one size must be the number of images, ${count}, but it is ${rows}×${cols}`,
    );
  }
  const inColumns = cols === count, size = inColumns ? rows : cols;
  const [from, step] = inColumns === byColumns ? [size, 1] : [1, count];
  return {
    size,
    count,
    of: (image) => {
      if (!Number.isInteger(image) || image < 0 || image >= count) {
        throw new RangeError(
          `Cannot return the features of image ${image}: there are ${count} images`,
        );
      }
      const v = Matrix.column(
        Array.from({ length: size }, (_, i) => values[image * from + i * step]),
      );
      const bad = v.data.find((value) => !Number.isFinite(value));
      if (bad !== undefined) {
        throw new RangeError(
          `Cannot return the features of image ${image} of ${path}: they contain ${bad}`,
        );
      }
      return v;
    },
  };
}
