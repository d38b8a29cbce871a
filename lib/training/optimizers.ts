/** Numbers in either precision: a fast engine trains in float32. */
export type Floats = Float64Array | Float32Array;

/** η, the learning rate: one for all steps, or one for each step n = 1, 2, …. */
export type LearningRate = number | ((step: number) => number);

/** Returns a learning rate that decays linearly from `rate` at the first update towards 0 after the last. */
export function linearDecay(rate: number, updates: number): (step: number) => number {
  return (step) => rate * Math.max(0, 1 - (step - 1) / updates);
}

/** A rule that turns a gradient into a step of the weights; the same for every entry. */
export interface Optimizer {
  /** The rule's name, by which a fast engine finds its kernel. */
  readonly rule: "sgd" | "momentum" | "adagrad" | "rmsprop" | "adam";
  /** η of step n = 1, 2, …. */
  readonly rate: (step: number) => number;
  /** β of momentum, ρ of RMSProp, β₁ of Adam; 0 elsewhere. */
  readonly beta: number;
  /** β₂ of Adam; 0 elsewhere. */
  readonly beta2: number;
  /** ε, what keeps a division from zero; 0 where there is none. */
  readonly epsilon: number;
  /** How many numbers it remembers for each weight. */
  readonly stateCount: 0 | 1 | 2;
  /** One step in place: w from dw = ∂E/∂w, its state, and the number of the step from 1. */
  update(w: Floats, dw: Floats, state: Floats[], step: number): void;
}

/** Gradient descent: w ← w − η dw. Throws RangeError unless η ≥ 0. */
export function sgd(rate: LearningRate): Optimizer {
  const η = checkedRate(rate);
  return {
    ...ruleConstants("sgd", η, 0),
    update(w, dw, _state, step) {
      for (let i = 0; i < w.length; i++) w[i] -= η(step) * dw[i];
    },
  };
}

/** Momentum (Polyak 1964): m ← β m + dw, w ← w − η m. Throws RangeError unless η ≥ 0 and 0 ≤ β < 1. */
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
 * Adagrad (Duchi et al. 2011) as min-char-rnn writes it, ε under the root: m ← m + dw², w ← w − η dw / √(m + ε).
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
 * RMSProp (Hinton 2012, lecture 6e): m ← ρ m + (1 − ρ) dw², w ← w − η dw / (√m + ε).
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
 * Adam (Kingma & Ba 2015, algorithm 1): m ← β₁ m + (1 − β₁) dw, v ← β₂ v + (1 − β₂) dw²,
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

/** What every rule tells about itself. */
function ruleConstants<R extends Optimizer["rule"], S extends Optimizer["stateCount"]>(
  rule: R,
  rate: (step: number) => number,
  stateCount: S,
  { beta = 0, beta2 = 0, epsilon = 0 } = {},
) {
  return { rule, rate, stateCount, beta, beta2, epsilon };
}

/** a / b, and 0 where b is: a weight stays that never had a gradient, or one whose square is too small to hold. */
function quotient(a: number, b: number): number {
  return b === 0 ? 0 : a / b;
}

function checkedRate(rate: LearningRate): (step: number) => number {
  const check = (η: number) => {
    if (!(η >= 0 && η < Infinity)) throw new RangeError(`Cannot learn at a rate of ${η}`);
    return η;
  };
  if (typeof rate === "function") return (step) => check(rate(step));
  check(rate);
  return () => rate;
}

function checkedBeta(β: number): number {
  if (!(β >= 0 && β < 1)) throw new RangeError(`Cannot average with a decay of ${β}: 0 ≤ β < 1`);
  return β;
}

function checkedEpsilon(ε: number): number {
  if (!(ε >= 0 && ε < Infinity)) throw new RangeError(`Cannot divide with an ε of ${ε}`);
  return ε;
}
