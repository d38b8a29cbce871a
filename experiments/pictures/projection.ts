import { EigenvalueDecomposition, Matrix as MLMatrix } from "ml-matrix";
import { Matrix } from "rnn";

/**
 * Returns W (components×channels), the principal components of samples (channels×n), scaled so that the first has unit variance.
 * W v keeps most of what varies between the samples in fewer numbers.
 */
export function principalComponents(samples: Matrix, components: number): Matrix {
  const centered = samples.addColumn(samples.sumColumns().scale(-1 / samples.cols));
  const covariance = centered.matmul(centered.T).scale(1 / samples.cols);
  const { realEigenvalues: variances, eigenvectorMatrix } = new EigenvalueDecomposition(
    MLMatrix.from1DArray(covariance.rows, covariance.cols, covariance.data),
    { assumeSymmetric: true },
  );
  const order = variances.map((_, k) => k).sort((a, b) => variances[b] - variances[a]);
  const rows = order.slice(0, components).map((k) => eigenvectorMatrix.getColumn(k));
  return Matrix.of(rows).scale(1 / Math.sqrt(variances[order[0]]));
}
