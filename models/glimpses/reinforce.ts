import type { CustomOp } from "../../lib/autodiff/custom_op.ts";

/** R = softmax(scores)[target] of every column, 0 without a target (−1): the reward of an answer. No gradient goes to the scores. */
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
 * R − b: how much better each look did than expected, from rewards R (targets × batch) and what was expected of each look b
 * (looks × batch), as many looks for each target; 0 without a target. The gradient goes to b alone.
 */
export function advantage(targets: Int32Array[]): CustomOp {
  const targetOf = (n: number, looks: number) => Math.floor(n * targets.length / looks);
  return {
    rows({ rows }, looks) {
      if (rows === targets.length && looks.rows % rows === 0) return looks.rows;
      throw new RangeError(
        `Cannot compare ${looks.rows} looks with ${rows} rewards of ${targets.length} targets`,
      );
    },
    forward({ rows, cols, data }, R, expected) {
      for (let n = 0; n < rows; n++) {
        const t = targetOf(n, rows);
        for (let b = 0; b < cols; b++) {
          const at = n * cols + b;
          data[at] = targets[t][b] < 0 ? 0 : R.data[t * cols + b] - expected.data[at];
        }
      }
    },
    backward({ rows, cols, data }, _out, _operands, [, dexpected]) {
      if (!dexpected) return;
      for (let at = 0; at < data.length; at++) {
        const t = targetOf(Math.floor(at / cols), rows);
        if (targets[t][at % cols] >= 0) dexpected.data[at] -= data[at];
      }
    },
  };
}

/** Divided by the root of the mean square of what isn't 0, and no way back: advantages of one size all through a training. */
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
 * −A log N(l; μ, σ²) of every column but for what doesn't depend on μ, A Σ ((l − μ) / σ)² / 2: from means μ, places l, σ,
 * of one shape, and advantages A in one row. Its gradient, −A (l − μ) / σ², goes to μ alone, and its expectation over l is
 * that of −E[A] (REINFORCE, Williams 1992; Mnih et al. 2014, §3.2).
 */
export const policyGradientLoss: CustomOp = {
  rows(mean, places, spread, advantage) {
    const shapes = [mean, places, spread].map(({ rows, cols }) => `${rows}×${cols}`);
    if (new Set(shapes).size === 1 && advantage.rows === 1) return 1;
    throw new RangeError(
      `Cannot be surprised by ${shapes.join(", ")} and ${advantage.rows} rows of advantages`,
    );
  },
  forward({ cols, data }, mean, places, spread, advantage) {
    data.fill(0);
    for (let n = 0; n < mean.data.length; n++) {
      const far = (places.data[n] - mean.data[n]) / spread.data[n];
      data[n % cols] += advantage.data[n % cols] * far ** 2 / 2;
    }
  },
  backward({ cols, data }, _out, [mean, places, spread, advantage], [dmean]) {
    if (!dmean) return;
    for (let n = 0; n < mean.data.length; n++) {
      const push = (places.data[n] - mean.data[n]) / spread.data[n] ** 2;
      dmean.data[n] -= data[n % cols] * advantage.data[n % cols] * push;
    }
  },
};
