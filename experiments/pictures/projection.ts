import { EigenvalueDecomposition, Matrix as MLMatrix } from "ml-matrix";
import { Matrix, type Params } from "rnn";

/**
 * Returns the projection of features on their first principal components: P (components×channels) and the mean m, from the
 * cells of the given number of scenes. The components are scaled by one number, so that their mean variance is 1.
 */
export function principalComponents(
  gridOf: (scene: number) => Matrix,
  scenes: number,
  components: number,
): Params {
  const X = Matrix.blocks([Array.from({ length: scenes }, (_, n) => gridOf(n))]);
  const m = X.sumColumns().scale(1 / X.cols), centered = X.addColumn(m.scale(-1));
  const covariance = centered.matmul(centered.T).scale(1 / X.cols);
  const { eigenvectorMatrix, realEigenvalues } = new EigenvalueDecomposition(
    new MLMatrix(rowsOf(covariance)),
    { assumeSymmetric: true },
  );
  const first = realEigenvalues.map((value, k) => ({ value, k }))
    .sort((a, b) => b.value - a.value).slice(0, components);
  const variance = first.reduce((sum, { value }) => sum + value, 0) / components;
  const rows = first.map(({ k }) =>
    eigenvectorMatrix.getColumn(k).map((w) => w / Math.sqrt(variance))
  );
  return { P: Matrix.of(rows), m };
}

function rowsOf({ data, rows, cols }: Matrix): number[][] {
  return Array.from({ length: rows }, (_, row) => [...data.subarray(row * cols, (row + 1) * cols)]);
}

/** Computes P (grid − m): the components of each cell, components×49. */
export function project({ P, m }: Params, grid: Matrix): Matrix {
  return P.matmul(grid.addColumn(m.scale(-1)));
}
