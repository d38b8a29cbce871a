import { Matrix } from "../matrix.ts";
import { readBytes } from "./read_write.ts";
import { readMat } from "./mat.ts";
import { readNpy } from "./npy.ts";

/** What a network saw in images, computed beforehand. */
export interface ImageFeatures {
  /** How many numbers an image has, such as 4096. */
  readonly size: number;
  readonly count: number;
  /** v of an image, counted from 0: size×1; throws RangeError for an image that isn't there, and for NaN or infinity. */
  of(image: number): Matrix;
}

/**
 * The features of `count` images from a .npy file (float32 or float64, little-endian) or a .mat file of level 5 with a
 * matrix "feats": size×count, as Karpathy gives them, or count×size; where both sizes are the count, the columns are the
 * images. All of it is held in memory, 4 bytes a number. Throws RangeError where the file is missing, damaged, of another
 * format, or of another number of images.
 */
export async function loadFeatures(path: string, count: number): Promise<ImageFeatures> {
  const bytes = await readBytes(path);
  const { rows, cols, values, byColumns } = path.endsWith(".mat")
    ? readMat(path, bytes, "feats")
    : readNpy(path, bytes);
  if (rows !== count && cols !== count) {
    throw new RangeError(
      `Cannot read ${path}: it is ${rows}×${cols}, and there are ${count} images`,
    );
  }
  const inColumns = cols === count, size = inColumns ? rows : cols;
  const [from, step] = inColumns === byColumns ? [size, 1] : [1, count];
  return {
    size,
    count,
    of: (image) => {
      if (!Number.isInteger(image) || image < 0 || image >= count) {
        throw new RangeError(`Cannot take the features of image ${image}: there are ${count}`);
      }
      const v = Matrix.column(
        Array.from({ length: size }, (_, i) => values[image * from + i * step]),
      );
      const bad = v.data.find((value) => !Number.isFinite(value));
      if (bad !== undefined) {
        throw new RangeError(`Cannot use image ${image} of ${path}: it holds ${bad}`);
      }
      return v;
    },
  };
}
