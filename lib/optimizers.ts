/** Numbers in either precision: a fast engine trains in float32. */
export type Floats = Float64Array | Float32Array;

/** A rule that turns a gradient into a step of the weights; the same for every entry. */
export interface Optimizer {
  /** The rule's name, by which a fast engine finds its kernel. */
  readonly rule: "sgd" | "momentum" | "adagrad" | "rmsprop" | "adam";
  /** η, the learning rate of step n = 1, 2, …. */
  readonly rate: (step: number) => number;
  /** β of momentum, ρ of RMSProp, β₁ of Adam; 0 elsewhere. */
  readonly beta: number;
  /** β₂ of Adam; 0 elsewhere. */
  readonly beta2: number;
  /** ε, what keeps a division from zero; 0 where there is none. */
  readonly epsilon: number;
  /** How many numbers it remembers for each weight. */
  readonly slots: 0 | 1 | 2;
  /** One step in place: w from dw = ∂E/∂w, its slots, and the number of the step from 1. */
  update(w: Floats, dw: Floats, slots: Floats[], step: number): void;
}
