// The optimizers of lib/training/optimizers.ts over n floats. Each gradient is first multiplied by `scale` (clipping by norm)
// and then clamped to −limit … limit (clipping by value).
import { add, fma, load, mul, splat, store, sumLanes } from "./vector";

// @ts-ignore: decorator
@inline function clipped(g: usize, scale: v128, limit: v128): v128 {
  return f32x4.max(f32x4.min(mul(load(g), scale), limit), f32x4.neg(limit));
}

/** Applies w −= η dw. */
export function sgd(w: usize, g: usize, n: i32, scale: f32, limit: f32, rate: f32): void {
  const s = splat(scale), l = splat(limit), minusRate = splat(-rate);
  for (const end = w + n * 4; w < end; w += 16, g += 16) {
    store(w, fma(minusRate, clipped(g, s, l), load(w)));
  }
}

/** Applies m = β m + dw, w −= η m. */
export function momentum(
  w: usize, g: usize, m: usize, n: i32, scale: f32, limit: f32, rate: f32, beta: f32,
): void {
  const s = splat(scale), l = splat(limit), minusRate = splat(-rate), b = splat(beta);
  for (const end = w + n * 4; w < end; w += 16, g += 16, m += 16) {
    const mean = fma(b, load(m), clipped(g, s, l));
    store(m, mean);
    store(w, fma(minusRate, mean, load(w)));
  }
}

/** Applies m += dw², w −= η dw / √(m + ε). */
export function adagrad(
  w: usize, g: usize, m: usize, n: i32, scale: f32, limit: f32, rate: f32, epsilon: f32,
): void {
  const s = splat(scale), l = splat(limit), minusRate = splat(-rate), e = splat(epsilon);
  for (const end = w + n * 4; w < end; w += 16, g += 16, m += 16) {
    const dw = clipped(g, s, l), squares = fma(dw, dw, load(m));
    store(m, squares);
    store(w, fma(minusRate, f32x4.div(dw, f32x4.sqrt(add(squares, e))), load(w)));
  }
}

/** Applies m = ρ m + (1 − ρ) dw², w −= η dw / (√m + ε). */
export function rmsprop(
  w: usize, g: usize, m: usize, n: i32, scale: f32, limit: f32, rate: f32, rho: f32, epsilon: f32,
): void {
  const s = splat(scale), l = splat(limit), minusRate = splat(-rate), e = splat(epsilon);
  const keep = splat(rho), take = splat(1 - rho);
  for (const end = w + n * 4; w < end; w += 16, g += 16, m += 16) {
    const dw = clipped(g, s, l), squares = fma(keep, load(m), mul(take, mul(dw, dw)));
    store(m, squares);
    store(w, fma(minusRate, f32x4.div(dw, add(f32x4.sqrt(squares), e)), load(w)));
  }
}

/** Applies m = β₁ m + (1 − β₁) dw, v = β₂ v + (1 − β₂) dw², w −= η′ m / (√(v / c₂) + ε), where η′ = η / c₁ and c = 1 − βⁿ. */
export function adam(
  w: usize, g: usize, m: usize, v: usize, n: i32, scale: f32, limit: f32,
  rate: f32, beta1: f32, beta2: f32, epsilon: f32, c2: f32,
): void {
  const s = splat(scale), l = splat(limit), minusRate = splat(-rate), e = splat(epsilon);
  const b1 = splat(beta1), b2 = splat(beta2), a1 = splat(1 - beta1), a2 = splat(1 - beta2);
  const perC2 = splat(1 / c2);
  for (const end = w + n * 4; w < end; w += 16, g += 16, m += 16, v += 16) {
    const dw = clipped(g, s, l);
    const mean = fma(b1, load(m), mul(a1, dw)), squares = fma(b2, load(v), mul(a2, mul(dw, dw)));
    store(m, mean), store(v, squares);
    const size = add(f32x4.sqrt(mul(squares, perC2)), e);
    store(w, fma(minusRate, f32x4.div(mean, size), load(w)));
  }
}

/** Returns Σ g² of n floats, summed in float32 over 64 at a time and in float64 over these sums. */
export function sumSquares(g: usize, n: i32): f64 {
  let sum: f64 = 0;
  for (const end = g + n * 4; g < end;) {
    const stop = min(g + 256, end);
    let a = splat(0), b = splat(0);
    for (; g + 32 <= stop; g += 32) {
      const x = load(g), y = v128.load(g, 16);
      a = fma(x, x, a), b = fma(y, y, b);
    }
    for (; g < stop; g += 16) a = fma(load(g), load(g), a);
    sum += <f64> sumLanes(add(a, b));
  }
  return sum;
}
