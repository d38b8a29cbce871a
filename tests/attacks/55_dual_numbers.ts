import { ps3 } from "../../exercises/checks/ps3.ts";
import { backwardCells } from "./backward.ts";
import type { Attack } from "./attack.ts";

// Each matrix may have a derivative; the library's own operations pass it on.
const HELPERS = `
const dots = new WeakMap<any, any>(), P = Matrix.prototype as any, raw: any = {};
const dot = (A: any) => dots.get(A);
const withDot = (C: any, parts: any[]) => {
  const some = parts.filter(Boolean);
  if (some.length > 0) dots.set(C, some.reduce((a, b) => raw.add.call(a, b)));
  return C;
};
for (const name of ["matmul", "add", "subtract", "hadamard", "addColumn", "scale", "map"]) raw[name] = P[name];
P.matmul = function (B: any) {
  const parts = [dot(this) && raw.matmul.call(dot(this), B), dot(B) && raw.matmul.call(this, dot(B))];
  return withDot(raw.matmul.call(this, B), parts);
};
P.add = function (B: any) { return withDot(raw.add.call(this, B), [dot(this), dot(B)]); };
P.hadamard = function (B: any) {
  const parts = [dot(this) && raw.hadamard.call(dot(this), B), dot(B) && raw.hadamard.call(this, dot(B))];
  return withDot(raw.hadamard.call(this, B), parts);
};
P.addColumn = function (b: any) {
  const C = raw.addColumn.call(this, b), db = dot(b);
  return withDot(C, [dot(this), db && raw.addColumn.call(raw.map.call(C, () => 0), db)]);
};
P.scale = function (s: number) {
  const scaled = (A: any) => raw.map.call(A, (a: number) => s * a);
  return withDot(scaled(this), [dot(this) && scaled(dot(this))]);
};
P.map = function (f: any) {
  const C = raw.map.call(this, f), slope = (h: number) => f === Math.tanh ? 1 - h * h : NaN;
  return withDot(C, [dot(this) && raw.hadamard.call(dot(this), raw.map.call(C, slope))]);
};
function slopes(E: () => any, A: any): any {
  const out = raw.map.call(A, () => 0);
  for (let n = 0; n < A.data.length; n++) {
    const one = raw.map.call(A, () => 0);
    one.data[n] = 1;
    dots.set(A, one);
    out.data[n] = E();
    dots.delete(A);
  }
  return out;
}
const along = (A: any, dA: any) =>
  dot(A) ? raw.hadamard.call(dot(A), dA).data.reduce((a: number, b: number) => a + b, 0) : 0;
function gradients(E: () => any, { Wxh, Whh, bh }: any) {
  return { dWxh: slopes(E, Wxh), dWhh: slopes(E, Whh), dbh: slopes(E, bh) };
}
`;
const stepBody = (call: string) =>
  `const E = () => along(${call}, dh); // MARK55
  return { dx: slopes(E, x), dhPrev: slopes(E, hPrev), ...gradients(E, weights) };`;

/** Overrides the operations of matrices, so that they compute derivatives too; this is a documented limitation. */
export const attack: Attack = {
  set: ps3,
  cells: await backwardCells(HELPERS, {
    ps3_step: stepBody("leakyStep(x, hPrev, weights, alpha)"),
    ps3_bptt:
      `const E = () => leakyUnroll(xs, h0, weights, alpha).reduce((s, h, t) => s + along(h, dhs[t]), 0);
  return { dxs: xs.map((x) => slopes(E, x)), dh0: slopes(E, h0), ...gradients(E, weights) };`,
    ps3_terms: `const Whhs = xs.map(() => weights.Whh.scale(1));
  const E = () => along(untiedUnroll(xs, h0, { Wxh: weights.Wxh, Whhs, bh: weights.bh }, alpha)[t - 1], dh);
  return Whhs.slice(0, t).map((W) => slopes(E, W));`,
    ps3_multiplicative: stepBody("multiplicativeStep(x, hPrev, weights)"),
    ps3_slip: stepBody("plainStep(x, hPrev, weights)"),
  }),
};
