// The peak speed of 128-bit vectors: multiply-adds between registers only, in a hand-written WebAssembly module.

const SUMS = 10; // enough that no multiply-add waits for the previous one
const ITERATIONS = 100_000;

/** Floating-point operations of one call: a product and a sum in each of 4 lanes. */
export const CEILING_FLOPS = SUMS * ITERATIONS * 8;

/** Returns a function that performs CEILING_FLOPS operations. */
export function registerCeiling(): () => void {
  const { run } = new WebAssembly.Instance(new WebAssembly.Module(ceilingModule())).exports;
  return () => (run as (iterations: number) => number)(ITERATIONS);
}

/** Assembles (func (param count i32) (result f32)): a loop of SUMS sums, each sum = sum · a + a, that returns their total. */
function ceilingModule(): Uint8Array<ArrayBuffer> {
  const [A, FIRST] = [1, 2]; // local 0 is the count, local 1 the factor a, then the sums
  const get = (local: number) => [0x20, local], set = (local: number) => [0x21, local];
  const simd = (code: number) => [0xfd, ...leb(code)];
  const SPLAT = simd(0x13), ADD = simd(0xe4), FMA = simd(0x105), LANE0 = [...simd(0x1f), 0];
  const sums = Array.from({ length: SUMS }, (_, n) => FIRST + n);
  const start = [0x43, 0, 0, 0, 0x3f, ...SPLAT]; // f32.const 0.5
  const iteration = sums.flatMap((sum) => [...get(sum), ...get(A), ...get(A), ...FMA, ...set(sum)]);
  const count = [...get(0), 0x41, 1, 0x6b, 0x22, 0]; // count − 1, stored and kept on the stack
  const total = sums.slice(1).reduce((code, sum) => [...code, ...get(sum), ...ADD], get(sums[0]));
  const body = [
    ...[1, ...leb(SUMS + 1), 0x7b], // SUMS + 1 locals of v128
    ...[...start, ...set(A)],
    ...[0x03, 0x40, ...iteration, ...count, 0x0d, 0, 0x0b], // loop … br_if 0 … end
    ...[...total, ...LANE0, 0x0b],
  ];
  const sized = (bytes: number[]) => [...leb(bytes.length), ...bytes];
  return new Uint8Array([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...[1, ...sized([1, 0x60, 1, 0x7f, 1, 0x7d])], // types: (i32) → f32
    ...[3, ...sized([1, 0])], // functions
    ...[7, ...sized([1, ...sized([...new TextEncoder().encode("run")]), 0, 0])], // exports
    ...[10, ...sized([1, ...sized(body)])], // code
  ]);
}

/** Returns an unsigned number in LEB128, seven bits a byte. */
function leb(value: number): number[] {
  return value < 128 ? [value] : [value % 128 + 128, ...leb(Math.floor(value / 128))];
}
