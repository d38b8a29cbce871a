const PART = 1 << 15; // as many arguments as every engine accepts

/** Encodes bytes in base64. */
export function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (let n = 0; n < bytes.length; n += PART) {
    text += String.fromCharCode(...bytes.subarray(n, n + PART));
  }
  return btoa(text);
}
