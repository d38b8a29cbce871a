/** An array of either precision: float64 in the readable engine, float32 in the fast one. */
export type Floats = Float64Array | Float32Array;

/** Learning rate η: a constant, or a schedule that returns the rate of step n = 1, 2, …. */
export type LearningRate = number | ((step: number) => number);

/** An update rule for the weights, applied to each entry separately. */
export interface Optimizer {
  /** The rule's name, by which the fast engine selects its kernel. */
  readonly rule: "sgd" | "momentum" | "adagrad" | "rmsprop" | "adam";
  /** Returns η of step n = 1, 2, …. */
  readonly rate: (step: number) => number;
  /** β of momentum, ρ of RMSProp, β₁ of Adam; 0 otherwise. */
  readonly beta: number;
  /** β₂ of Adam; 0 otherwise. */
  readonly beta2: number;
  /** ε, which keeps the divisor away from zero; 0 if the rule has none. */
  readonly epsilon: number;
  /** The number of values that the rule keeps for each weight. */
  readonly stateCount: 0 | 1 | 2;
  /** Updates w and the state in place from dw = ∂E/∂w; `step` counts from 1. */
  update(w: Floats, dw: Floats, state: Floats[], step: number): void;
}

/**
 * Returns a learning-rate schedule that falls linearly from `rate` at the first step to 0 after `updates` steps:
 * η_n = rate · max(0, 1 − (n − 1) / updates).
 *
 * @example
 * ```ts
 * import { adam, linearDecay } from "@unrolled/rnn/train";
 *
 * const { rate } = adam(linearDecay(0.01, 100));
 * if (rate(1) !== 0.01 || rate(51) !== 0.005 || rate(101) !== 0) throw new Error("Not linear");
 * ```
 */
export function linearDecay(rate: number, updates: number): (step: number) => number {
  return (step) => rate * Math.max(0, 1 - (step - 1) / updates);
}

/** Returns stochastic gradient descent: w ← w − η dw. Throws RangeError unless η ≥ 0. */
export function sgd(rate: LearningRate): Optimizer {
  const η = checkedRate(rate);
  return {
    ...ruleConstants("sgd", η, 0),
    update(w, dw, _state, step) {
      for (let i = 0; i < w.length; i++) w[i] -= η(step) * dw[i];
    },
  };
}

/** Returns SGD with momentum (Polyak 1964): m ← β m + dw, w ← w − η m. Throws RangeError unless η ≥ 0 and 0 ≤ β < 1. */
export function momentum(rate: LearningRate, beta = 0.9): Optimizer {
  const η = checkedRate(rate), β = checkedBeta(beta);
  return {
    ...ruleConstants("momentum", η, 1, { beta }),
    update(w, dw, [m], step) {
      for (let i = 0; i < w.length; i++) {
        m[i] = β * m[i] + dw[i];
        w[i] -= η(step) * m[i];
      }
    },
  };
}

/**
 * Returns Adagrad (Duchi et al. 2011) as in min-char-rnn, with ε under the root: m ← m + dw², w ← w − η dw / √(m + ε).
 * Throws RangeError unless η ≥ 0 and ε ≥ 0.
 */
export function adagrad(rate: LearningRate = 0.1, epsilon = 1e-8): Optimizer {
  const η = checkedRate(rate), ε = checkedEpsilon(epsilon);
  return {
    ...ruleConstants("adagrad", η, 1, { epsilon }),
    update(w, dw, [m], step) {
      for (let i = 0; i < w.length; i++) {
        m[i] += dw[i] ** 2;
        w[i] -= η(step) * quotient(dw[i], Math.sqrt(m[i] + ε));
      }
    },
  };
}

/**
 * Returns RMSProp (Hinton 2012, lecture 6e): m ← ρ m + (1 − ρ) dw², w ← w − η dw / (√m + ε).
 * Throws RangeError unless η ≥ 0, 0 ≤ ρ < 1 and ε ≥ 0.
 */
export function rmsprop(rate: LearningRate = 0.001, rho = 0.9, epsilon = 1e-8): Optimizer {
  const η = checkedRate(rate), ρ = checkedBeta(rho), ε = checkedEpsilon(epsilon);
  return {
    ...ruleConstants("rmsprop", η, 1, { beta: rho, epsilon }),
    update(w, dw, [m], step) {
      for (let i = 0; i < w.length; i++) {
        m[i] = ρ * m[i] + (1 - ρ) * dw[i] ** 2;
        w[i] -= η(step) * quotient(dw[i], Math.sqrt(m[i]) + ε);
      }
    },
  };
}

/**
 * Returns Adam (Kingma & Ba 2015, algorithm 1): m ← β₁ m + (1 − β₁) dw, v ← β₂ v + (1 − β₂) dw²,
 * w ← w − η m̂ / (√v̂ + ε) with m̂ = m / (1 − β₁ⁿ), v̂ = v / (1 − β₂ⁿ). Throws RangeError unless η ≥ 0, 0 ≤ β < 1 and ε ≥ 0.
 */
export function adam(
  rate: LearningRate = 0.001,
  beta = 0.9,
  beta2 = 0.999,
  epsilon = 1e-8,
): Optimizer {
  const η = checkedRate(rate), ε = checkedEpsilon(epsilon);
  const β1 = checkedBeta(beta), β2 = checkedBeta(beta2);
  return {
    ...ruleConstants("adam", η, 2, { beta, beta2, epsilon }),
    update(w, dw, [m, v], step) {
      const c1 = 1 - β1 ** step, c2 = 1 - β2 ** step;
      for (let i = 0; i < w.length; i++) {
        m[i] = β1 * m[i] + (1 - β1) * dw[i];
        v[i] = β2 * v[i] + (1 - β2) * dw[i] ** 2;
        w[i] -= η(step) * quotient(m[i] / c1, Math.sqrt(v[i] / c2) + ε);
      }
    },
  };
}

/** Returns the constant properties of a rule. */
function ruleConstants<R extends Optimizer["rule"], S extends Optimizer["stateCount"]>(
  rule: R,
  rate: (step: number) => number,
  stateCount: S,
  { beta = 0, beta2 = 0, epsilon = 0 } = {},
) {
  return { rule, rate, stateCount, beta, beta2, epsilon };
}

/**
 * Returns a / b; 0 when b is 0, leaving weights unchanged that never had a gradient (or one whose square underflows).
 */
function quotient(a: number, b: number): number {
  return b === 0 ? 0 : a / b;
}

function checkedRate(rate: LearningRate): (step: number) => number {
  const check = (η: number) => {
    if (!(η >= 0 && η < Infinity)) {
      throw new RangeError(
        `Cannot train: the learning rate must be finite and non-negative, got ${η}`,
      );
    }
    return η;
  };
  if (typeof rate === "function") return (step) => check(rate(step));
  check(rate);
  return () => rate;
}

function checkedBeta(β: number): number {
  if (!(β >= 0 && β < 1)) {
    throw new RangeError(`Cannot train: the decay rate must be in [0, 1), got ${β}`);
  }
  return β;
}

function checkedEpsilon(ε: number): number {
  if (!(ε >= 0 && ε < Infinity)) {
    throw new RangeError(`Cannot train: ε must be finite and non-negative, got ${ε}`);
  }
  return ε;
}
