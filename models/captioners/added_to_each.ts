import type { CustomOp } from "../../lib/autodiff/custom_op.ts";

/**
 * Returns the operation A + b for each of `places` vectors of a sequence: column b of the first operand contains a matrix
 * (rows×places), row by row, and of the second a vector (rows×1). Applying it throws RangeError for other numbers of rows.
 */
export function addedToEach(rows: number, places: number): CustomOp {
  return {
    rows(A, b) {
      if (A.rows === rows * places && b.rows === rows && A.cols === b.cols) return A.rows;
      throw new RangeError(
        `Cannot add ${b.rows}×${b.cols} to each of ${places} places of ${A.rows}×${A.cols}: ` +
          `expected ${rows}×${A.cols} and ${rows * places}×${A.cols}`,
      );
    },
    forward({ data, cols }, A, b) {
      for (let r = 0; r < rows * places; r++) {
        const row = r * cols, from = Math.floor(r / places) * cols;
        for (let n = 0; n < cols; n++) data[row + n] = A.data[row + n] + b.data[from + n];
      }
    },
    backward({ data, cols }, _, __, [dA, db]) {
      if (dA) { for (let n = 0; n < data.length; n++) dA.data[n] += data[n]; }
      if (!db) return;
      for (let r = 0; r < rows * places; r++) {
        const row = r * cols, to = Math.floor(r / places) * cols;
        for (let n = 0; n < cols; n++) db.data[to + n] += data[row + n];
      }
    },
  };
}
