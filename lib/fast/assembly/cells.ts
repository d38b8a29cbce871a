// One time step of each cell, forward and backward, after the products. A row is one sequence of the batch; H is a multiple
// of 4. The names are those of lib/cells: z· enters a gate's σ or tanh, and the backward kernels write dz· over it.
// The order of an LSTM's gates is i, f, o, g: see lib/fast/layout.ts.
import { one, sigmoid4, tanh4 } from "./activations";
import { add, fma, load, mul, store, sub } from "./vector";

/** Computes h = tanh(z) in place, n floats. */
export function rnnForward(h: usize, n: i32): void {
  for (const end = h + n * 4; h < end; h += 16) store(h, tanh4(load(h)));
}

/** Computes dz = dh ∘ (1 − h²) in place of dh, n floats. */
export function rnnBackward(dh: usize, h: usize, n: i32): void {
  for (const end = dh + n * 4; dh < end; dh += 16, h += 16) {
    const y = load(h);
    store(dh, mul(load(dh), sub(one(), mul(y, y))));
  }
}

/** Turns rows zi zf zo zg into i f o g, and computes c = f ∘ cPrev + i ∘ g, tanhC = tanh(c), h = o ∘ tanhC. */
export function lstmForward(
  gates: usize, cPrev: usize, c: usize, tanhC: usize, h: usize, rows: i32, H: i32,
): void {
  const part = <usize> H * 4;
  for (let row = 0; row < rows; row++) {
    for (let j: usize = 0; j < part; j += 16) {
      const at = gates + j;
      const i = sigmoid4(load(at)), f = sigmoid4(load(at + part));
      const o = sigmoid4(load(at + 2 * part)), g = tanh4(load(at + 3 * part));
      store(at, i), store(at + part, f), store(at + 2 * part, o), store(at + 3 * part, g);
      const memory = fma(f, load(cPrev + j), mul(i, g)), y = tanh4(memory);
      store(c + j, memory), store(tanhC + j, y), store(h + j, mul(o, y));
    }
    gates += 4 * part, cPrev += part, c += part, tanhC += part, h += part;
  }
}

/** Turns i f o g into dzi dzf dzo dzg, and dc from the ∂E/∂c_t of later and direct paths into ∂E/∂c_{t−1}. */
export function lstmBackward(
  gates: usize, cPrev: usize, tanhC: usize, dh: usize, dc: usize, rows: i32, H: i32,
): void {
  const part = <usize> H * 4;
  for (let row = 0; row < rows; row++) {
    for (let j: usize = 0; j < part; j += 16) {
      const at = gates + j;
      const i = load(at), f = load(at + part), o = load(at + 2 * part), g = load(at + 3 * part);
      const y = load(tanhC + j), d = load(dh + j);
      const dC = fma(mul(d, o), sub(one(), mul(y, y)), load(dc + j));
      store(at, mul(mul(dC, g), mul(i, sub(one(), i))));
      store(at + part, mul(mul(dC, load(cPrev + j)), mul(f, sub(one(), f))));
      store(at + 2 * part, mul(mul(d, y), mul(o, sub(one(), o))));
      store(at + 3 * part, mul(mul(dC, i), sub(one(), mul(g, g))));
      store(dc + j, mul(dC, f));
    }
    gates += 4 * part, cPrev += part, tanhC += part, dh += part, dc += part;
  }
}

/** Turns zr zz zn of the input and mr mz m of the state into r z n, keeps m, and computes h = (1 − z) ∘ n + z ∘ hPrev. */
export function gruForward(gates: usize, fromState: usize, hPrev: usize, h: usize, rows: i32, H: i32): void {
  const part = <usize> H * 4;
  for (let row = 0; row < rows; row++) {
    for (let j: usize = 0; j < part; j += 16) {
      const at = gates + j, from = fromState + j;
      const r = sigmoid4(add(load(at), load(from)));
      const z = sigmoid4(add(load(at + part), load(from + part)));
      const n = tanh4(fma(r, load(from + 2 * part), load(at + 2 * part)));
      store(at, r), store(at + part, z), store(at + 2 * part, n);
      store(h + j, fma(z, sub(load(hPrev + j), n), n));
    }
    gates += 3 * part, fromState += 3 * part, hPrev += part, h += part;
  }
}

/** Turns r z n into dzr dzz dzn and fromState into dzr dzz dm, and adds dh ∘ z to dhPrev. */
export function gruBackward(
  gates: usize, fromState: usize, hPrev: usize, dh: usize, dhPrev: usize, rows: i32, H: i32,
): void {
  const part = <usize> H * 4;
  for (let row = 0; row < rows; row++) {
    for (let j: usize = 0; j < part; j += 16) {
      const at = gates + j, from = fromState + j;
      const r = load(at), z = load(at + part), n = load(at + 2 * part), m = load(from + 2 * part);
      const d = load(dh + j);
      const dzz = mul(mul(d, sub(load(hPrev + j), n)), mul(z, sub(one(), z)));
      const dzn = mul(mul(d, sub(one(), z)), sub(one(), mul(n, n)));
      const dzr = mul(mul(dzn, m), mul(r, sub(one(), r)));
      store(at, dzr), store(at + part, dzz), store(at + 2 * part, dzn);
      store(from, dzr), store(from + part, dzz), store(from + 2 * part, mul(dzn, r));
      store(dhPrev + j, fma(d, z, load(dhPrev + j)));
    }
    gates += 3 * part, fromState += 3 * part, hPrev += part, dh += part, dhPrev += part;
  }
}
