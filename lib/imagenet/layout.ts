import { Matrix } from "../matrix.ts";

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

/** The width and the height of the grid. */
const SIDE = 7;

/** The number of maps, and of the cells of each. */
export const CHANNELS = 1280, CELLS = SIDE * SIDE;

/** Each layout's shape. The grid has one byte for a number, because it is 49 times as long as the mean. */
export const STORED: Record<FeatureLayout, StoredShape> = {
  mean: { rows: CHANNELS, cols: 1, bytes: 2 },
  quarters: { rows: 4 * CHANNELS, cols: 1, bytes: 2 },
  grid: { rows: CHANNELS, cols: CELLS, bytes: 1 },
};

/** Returns the features of a picture in a layout, given its grid. */
export function inLayout(grid: Matrix, layout: FeatureLayout): Matrix {
  if (layout === "grid") return grid;
  return layout === "mean" ? meanOf(grid) : quarters(grid);
}

/** Returns the mean of each map. */
export function meanOf(grid: Matrix): Matrix {
  return meansOver(grid, { top: 0, left: 0, size: SIDE });
}

/**
 * Returns the means of the four quarters of a grid (channels×49), rows 0 to 3 or 3 to 6 and columns likewise, one after the
 * other: 4·channels×1.
 */
export function quarters(grid: Matrix): Matrix {
  const means = [[0, 0], [0, 3], [3, 0], [3, 3]]
    .map(([top, left]) => meansOver(grid, { top, left, size: 4 }));
  return Matrix.column(means.flatMap(({ data }) => [...data]));
}

/** Returns the mean of each map over a square of cells. */
function meansOver(
  { rows, data }: Matrix,
  { top, left, size }: { top: number; left: number; size: number },
): Matrix {
  const means = new Matrix(rows, 1);
  for (let c = 0; c < rows; c++) {
    let sum = 0;
    for (let y = top; y < top + size; y++) {
      for (let x = left; x < left + size; x++) sum += data[(c * SIDE + y) * SIDE + x];
    }
    means.data[c] = sum / size ** 2;
  }
  return means;
}
