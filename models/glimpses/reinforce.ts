import type { CustomOp } from "../../lib/autodiff/custom_op.ts";

/** Returns the operation R = softmax(scores)[target] of every column, 0 without a target (−1): the reward of an answer. No gradient flows to the scores. */
export function targetProbability(targets: Int32Array): CustomOp {
  return {
    rows: () => 1,
    forward({ data }, { rows, cols, data: scores }) {
      for (let b = 0; b < cols; b++) {
        let sum = 0; // of e^(score − the target's), so that the quotient is 1 / sum
        const own = scores[targets[b] * cols + b];
        for (let i = 0; i < rows; i++) sum += Math.exp(scores[i * cols + b] - own);
        data[b] = targets[b] < 0 ? 0 : 1 / sum;
      }
    },
  };
}

/**
 * Returns the operation R − b, the unnormalized advantage of each glimpse, from rewards R (targets × batch) and baselines b
 * (glimpses × batch), with equally many glimpses for each target; 0 without a target. The gradient flows to b only.
 */
export function advantage(targets: Int32Array[]): CustomOp {
  const targetOf = (n: number, count: number) => Math.floor(n * targets.length / count);
  return {
    rows({ rows }, baseline) {
      if (rows === targets.length && baseline.rows % rows === 0) return baseline.rows;
      throw new RangeError(
        `Cannot compute advantages of ${baseline.rows} glimpses with ${rows} rewards for ${targets.length} targets`,
      );
    },
    forward({ rows, cols, data }, R, baseline) {
      for (let n = 0; n < rows; n++) {
        const t = targetOf(n, rows);
        for (let b = 0; b < cols; b++) {
          const at = n * cols + b;
          data[at] = targets[t][b] < 0 ? 0 : R.data[t * cols + b] - baseline.data[at];
        }
      }
    },
    backward({ rows, cols, data }, _out, _operands, [, dbaseline]) {
      if (!dbaseline) return;
      for (let at = 0; at < data.length; at++) {
        const t = targetOf(Math.floor(at / cols), rows);
        if (targets[t][at % cols] >= 0) dbaseline.data[at] -= data[at];
      }
    },
  };
}

/** Division by the root mean square of the entries that aren't 0, so that advantages keep one scale during training. No gradient flows back. */
export const rmsNormalize: CustomOp = {
  rows: ({ rows }) => rows,
  forward({ data }, { data: a }) {
    let sum = 0, count = 0;
    for (const value of a) {
      sum += value ** 2;
      if (value !== 0) count++;
    }
    const unit = Math.sqrt(sum / count) || 1;
    for (let n = 0; n < data.length; n++) data[n] = a[n] / unit;
  },
};

/**
 * The policy-gradient loss −A log N(l; μ, σ²) of every column without the terms that don't depend on μ, A Σ ((l − μ) / σ)² / 2,
 * from means μ, locations l and σ of one shape, and advantages A in one row. Its gradient, −A (l − μ) / σ², flows to μ only,
 * and its expectation over l is the gradient of −E[A] (REINFORCE, Williams 1992; Mnih et al. 2014, §3.2).
 */
export const policyGradientLoss: CustomOp = {
  rows(mean, location, sigma, advantage) {
    const shapes = [mean, location, sigma].map(({ rows, cols }) => `${rows}×${cols}`);
    if (new Set(shapes).size === 1 && advantage.rows === 1) return 1;
    throw new RangeError(
      `Cannot compute the policy gradient: expected one shape and 1 row of advantages, got ${
        shapes.join(", ")
      } and ${advantage.rows}`,
    );
  },
  forward({ cols, data }, mean, location, sigma, advantage) {
    data.fill(0);
    for (let n = 0; n < mean.data.length; n++) {
      const z = (location.data[n] - mean.data[n]) / sigma.data[n];
      data[n % cols] += advantage.data[n % cols] * z ** 2 / 2;
    }
  },
  backward({ cols, data }, _out, [mean, location, sigma, advantage], [dmean]) {
    if (!dmean) return;
    for (let n = 0; n < mean.data.length; n++) {
      const score = (location.data[n] - mean.data[n]) / sigma.data[n] ** 2;
      dmean.data[n] -= data[n % cols] * advantage.data[n % cols] * score;
    }
  },
};
