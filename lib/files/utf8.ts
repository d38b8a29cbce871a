const MARK = [0xef, 0xbb, 0xbf];
const LONGEST = 2 ** 29 - 24; // the length of the longest string in V8

/** Returns the length of the byte order mark at the beginning of the bytes: 3, or 0 if there is none. */
export function markLength(bytes: Uint8Array): number {
  return MARK.every((byte, n) => bytes[n] === byte) ? MARK.length : 0;
}

/**
 * Decodes a whole UTF-8 file and drops its byte order mark. Throws RangeError, with the path and the place, if the
 * bytes are not UTF-8.
 */
export function decodeText(bytes: Uint8Array, path: string): string {
  if (bytes.length > LONGEST) {
    throw new RangeError(
      `Cannot read ${path}: it has ${bytes.length} bytes, but at most ${LONGEST} fit into a string`,
    );
  }
  const from = markLength(bytes);
  return decodePart(bytes.subarray(from), path, from);
}

/**
 * Decodes a part of a UTF-8 file that begins and ends at character boundaries; `at` is its offset in bytes. Throws as
 * `decodeText` does.
 */
export function decodePart(bytes: Uint8Array, path: string, at: number): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new RangeError(`Cannot read ${path}: it is not UTF-8 (${placeIn(bytes, at)})`);
  }
}

/** Returns the length of the bytes without a character that is cut off at the end. */
export function wholeCharacters(bytes: Uint8Array): number {
  const end = bytes.length;
  let lead = end - 1;
  while (lead >= Math.max(0, end - 3) && (bytes[lead] & 0xc0) === 0x80) lead--;
  const byte = bytes[lead], length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
  return lead + length > end ? lead : end;
}

/**
 * Describes the first invalid byte: the first that differs after decoding with replacement characters and encoding
 * again.
 */
function placeIn(bytes: Uint8Array, at: number): string {
  if (at === 0 && /^(fffe|feff)$/.test(hex(bytes.subarray(0, 2)))) {
    return "it begins with the byte order mark of UTF-16";
  }
  const lossy = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  const differs = new TextEncoder().encode(lossy).findIndex((byte, n) => byte !== bytes[n]);
  const place = Math.min(differs, bytes.length - 1);
  return `byte ${hex(bytes.subarray(place, place + 1))} at offset ${at + place}`;
}

function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
