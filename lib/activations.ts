/** The logistic function σ(z) = 1 / (1 + e^{−z}), between 0 and 1: a gate. */
export function sigmoid(z: number): number {
  return 1 / (1 + Math.exp(-z));
}

/** The derivative of σ in terms of its value s = σ(z): s (1 − s). */
export function sigmoidSlope(s: number): number {
  return s * (1 - s);
}

/** The derivative of tanh in terms of its value h = tanh(z): 1 − h². */
export function tanhSlope(h: number): number {
  return 1 - h * h;
}
