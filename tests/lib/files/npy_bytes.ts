/** Returns a .npy file of version 1. */
export function npy(
  values: number[],
  shape: string,
  kind = "<f4",
  fortran = "False",
): Uint8Array<ArrayBuffer> {
  const header =
    `{'descr': '${kind}', 'fortran_order': ${fortran}, 'shape': ${shape}, }`.padEnd(117) + "\n";
  const text = Uint8Array.from("\x93NUMPY\x01\x00v\x00" + header, (c) => c.charCodeAt(0));
  const numbers = kind === "<f8" ? new Float64Array(values) : new Float32Array(values);
  return new Uint8Array([...text, ...new Uint8Array(numbers.buffer)]);
}
