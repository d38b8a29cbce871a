import { Matrix } from "../matrix.ts";
import type { PictureFeatures } from "./imagenet.ts";

/**
 * Features that a cache keeps of a picture: "mean", 1280×1; "quarters", the means of the four overlapping quarters of the
 * grid (4×4 cells each, as in PyTorch's AdaptiveAvgPool2d(2)), 5120×1, the top left quarter first; or "grid", 1280×49.
 */
export type FeatureLayout = "mean" | "quarters" | "grid";

/** Storage of a layout: its shape, and the bytes of a number. */
export interface StoredShape {
  rows: number;
  cols: number;
  bytes: 1 | 2;
}

const SIDE = 7;

/** Each layout's shape. The grid has one byte for a number, because it is 49 times as long as the mean. */
export const STORED: Record<FeatureLayout, StoredShape> = {
  mean: { rows: 1280, cols: 1, bytes: 2 },
  quarters: { rows: 4 * 1280, cols: 1, bytes: 2 },
  grid: { rows: 1280, cols: SIDE * SIDE, bytes: 1 },
};

/** Returns the features of a picture in a layout. */
export function inLayout({ grid, mean }: PictureFeatures, layout: FeatureLayout): Matrix {
  if (layout === "grid") return grid;
  return layout === "mean" ? mean : quartersOf(grid);
}

/** Returns the means of the four quarters, rows 0 to 3 or 3 to 6 and columns likewise, one after the other. */
function quartersOf(grid: Matrix): Matrix {
  const values = [[0, 0], [0, 3], [3, 0], [3, 3]].flatMap(([top, left]) =>
    Array.from({ length: grid.rows }, (_, c) => {
      let sum = 0;
      for (let y = top; y < top + 4; y++) {
        for (let x = left; x < left + 4; x++) sum += grid.data[(c * SIDE + y) * SIDE + x];
      }
      return sum / 16;
    })
  );
  return Matrix.column(values);
}
