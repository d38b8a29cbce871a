// The bytes of a container: MAGIC (8 bytes), the header's length (uint32), the header (JSON), the body, a checksum
// (uint32); integers are little-endian.
const MAGIC_BYTES = 8;
const HEAD = MAGIC_BYTES + 4;
const CHECKSUM = 4;

/** Packs a JSON header and a binary body behind 8 characters that name the format. */
export function packContainer(magic: string, header: unknown, body: Uint8Array): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify(header));
  const bytes = new Uint8Array(HEAD + text.length + body.length + CHECKSUM);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode(magic));
  view.setUint32(MAGIC_BYTES, text.length, true);
  bytes.set(text, HEAD);
  bytes.set(body, HEAD + text.length);
  view.setUint32(bytes.length - CHECKSUM, checksum(bytes.subarray(0, -CHECKSUM)), true);
  return bytes;
}

/**
 * Unpacks what `packContainer` packed; `name` stands for the content in errors. Throws RangeError if the bytes are
 * truncated, corrupted or of another format.
 */
export function unpackContainer<Header>(
  magic: string,
  bytes: Uint8Array,
  name: string,
): { header: Header; body: DataView } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (new TextDecoder().decode(bytes.subarray(0, MAGIC_BYTES)) !== magic) {
    throw new RangeError(`Cannot read the ${name}: the bytes don't start with "${magic}"`);
  }
  const end = bytes.length - CHECKSUM;
  if (end < HEAD || view.getUint32(end, true) !== checksum(bytes.subarray(0, end))) {
    throw new RangeError(`Cannot read the ${name}: the bytes are truncated or corrupted`);
  }
  const start = HEAD + view.getUint32(MAGIC_BYTES, true);
  const header = start <= end ? parse<Header>(bytes.subarray(HEAD, start)) : undefined;
  if (!header) throw new RangeError(`Cannot read the ${name}: its header is not valid JSON`);
  return { header, body: new DataView(bytes.buffer, bytes.byteOffset + start, end - start) };
}

/** Throws RangeError unless the sizes of matrices that a header declares are pairs of non-negative integers. */
export function checkShapeList(name: string, shapes: unknown[]): void {
  const isSize = (n: unknown) => Number.isSafeInteger(n) && Number(n) >= 0;
  const bad = shapes.find((shape) =>
    !Array.isArray(shape) || shape.length !== 2 || !shape.every(isSize)
  );
  if (bad === undefined) return;
  const found = JSON.stringify(bad).slice(0, 40);
  throw new RangeError(`Cannot read the ${name}: a matrix must have two sizes, got ${found}`);
}

/** Parses the bytes of a JSON object; returns undefined for anything else. */
function parse<Header>(bytes: Uint8Array): Header | undefined {
  try {
    const header = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    return typeof header === "object" && header !== null ? header : undefined;
  } catch {
    return undefined;
  }
}

/** Returns the 32-bit FNV-1a hash of bytes (Fowler, Noll, Vo), which detects disk errors and truncation, not tampering. */
export function checksum(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (let n = 0; n < bytes.length; n++) hash = Math.imul(hash ^ bytes[n], 0x01000193); // 4 times as fast as for…of
  return hash >>> 0;
}
