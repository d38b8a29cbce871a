// tanh, σ and e^x of four floats. The coefficients are read from memory, because V8 rebuilds a constant vector at every use.
import { add, fma, mul } from "./vector";

// prettier-ignore
const TABLE = memory.data<f32>([
  // tanh x ≈ x p(x²) / q(x²) on |x| ≤ 7.905…, the rational approximation of Eigen's ptanh (13/6)
  7.90531110763549805, -7.90531110763549805,
  -2.76076847742355e-16, 2.00018790482477e-13, -8.60467152213735e-11, 5.12229709037114e-8,
  1.48572235717979e-5, 6.37261928875436e-4, 4.89352455891786e-3,
  1.19825839466702e-6, 1.18534705686654e-4, 2.268434632439e-3, 4.89352518554385e-3,
  // e^x = 2^n e^r with |r| ≤ ln 2 / 2, and a polynomial for e^r: the coefficients of Cephes' expf
  88, -87, 1.44269504088896341, -0.693359375, 2.1219444e-4,
  1.98756915e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1,
  // one half, and one
  0.5, 1,
], 16);
const EXPONENT_OF_ONE = memory.data<i32>([127], 16);

// @ts-ignore: decorator
@inline function constant(n: i32): v128 {
  return v128.load32_splat(TABLE + n * 4);
}

// @ts-ignore: decorator
@inline export function one(): v128 {
  return constant(25);
}

/** Returns tanh x, with an absolute error of about 3e−7. */
// @ts-ignore: decorator
@inline
export function tanh4(input: v128): v128 {
  const x = f32x4.max(f32x4.min(input, constant(0)), constant(1)), x2 = mul(x, x);
  let p = fma(constant(2), x2, constant(3));
  p = fma(p, x2, constant(4));
  p = fma(p, x2, constant(5));
  p = fma(p, x2, constant(6));
  p = fma(p, x2, constant(7));
  p = mul(fma(p, x2, constant(8)), x);
  let q = fma(constant(9), x2, constant(10));
  q = fma(q, x2, constant(11));
  return f32x4.div(p, fma(q, x2, constant(12)));
}

/** Returns σ(x) = (1 + tanh(x/2)) / 2. */
// @ts-ignore: decorator
@inline
export function sigmoid4(x: v128): v128 {
  return fma(tanh4(mul(x, constant(24))), constant(24), constant(24));
}

/** Returns e^x, with x clamped to −87 … 88. */
// @ts-ignore: decorator
@inline
export function exp4(input: v128): v128 {
  const x = f32x4.max(f32x4.min(input, constant(13)), constant(14));
  const n = f32x4.nearest(mul(x, constant(15)));
  const r = fma(n, constant(17), fma(n, constant(16), x));
  let p = fma(constant(18), r, constant(19));
  p = fma(p, r, constant(20));
  p = fma(p, r, constant(21));
  p = fma(p, r, constant(22));
  p = fma(p, r, constant(23));
  const power = add(fma(p, mul(r, r), r), one()); // e^r
  const bits = i32x4.add(i32x4.trunc_sat_f32x4_s(n), v128.load32_splat(EXPONENT_OF_ONE));
  return mul(power, i32x4.shl(bits, 23));
}
