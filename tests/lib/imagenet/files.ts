// Files of pictures that the tests change or write byte by byte.

/** A big-endian number of 2 or 4 bytes. */
export function bigEndian(value: number, bytes: 2 | 4): number[] {
  return Array.from({ length: bytes }, (_, n) => value >>> 8 * (bytes - 1 - n) & 255);
}

/** EXIF data in either byte order, with an orientation. */
export function exif(orientation: number, little = false): number[] {
  const two = (value: number) => little ? bigEndian(value, 2).reverse() : bigEndian(value, 2);
  const four = (value: number) => little ? bigEndian(value, 4).reverse() : bigEndian(value, 4);
  const mark = little ? [0x49, 0x49] : [0x4d, 0x4d];
  const entry = [...two(0x0112), ...two(3), ...four(1), ...two(orientation), 0, 0];
  return [...mark, ...two(42), ...four(8), ...two(1), ...entry, ...four(0)];
}

/** A JPEG with a segment of EXIF data after its first two bytes. */
export function withExif(jpeg: Uint8Array, data: number[]): Uint8Array {
  const body = [..."Exif\0\0"].map((letter) => letter.charCodeAt(0)).concat(data);
  const segment = [0xff, 0xe1, ...bigEndian(body.length + 2, 2), ...body];
  return Uint8Array.from([...jpeg.subarray(0, 2), ...segment, ...jpeg.subarray(2)]);
}

/** A copy of bytes with others in their place from `at` on. */
export function patched(bytes: Uint8Array, at: number, values: number[]): Uint8Array {
  const copy = bytes.slice();
  copy.set(values, at);
  return copy;
}

/** The place of a JPEG's frame header: the height is 5 bytes, and the width 7 bytes behind it. */
export function frameOf(jpeg: Uint8Array): number {
  return jpeg.findIndex((byte, n) => byte === 0xff && [0xc0, 0xc2].includes(jpeg[n + 1]));
}
