import { exifOrientation } from "./exif.ts";

/** The header of a picture's file. */
export interface PictureHeader {
  format: "PNG" | "JPEG" | "WebP";
  width: number;
  height: number;
  /** The EXIF orientation, from 1 (upright) to 8. */
  orientation: number;
  /** Why this file of the format cannot be decoded, if so: what was expected and found. */
  refusal?: string;
}

/** Other formats by the text near the start of their files, so that a message can name what was found. */
const OTHERS: [pattern: RegExp, name: string][] = [
  [/^GIF8/, "a GIF"],
  [/^BM/, "a BMP"],
  [/^(II\*\0|MM\0\*)/, "a TIFF"],
  [/^....ftyp(heic|heix|mif1|msf1)/s, "a HEIC"],
  [/^....ftypavi[fs]/s, "an AVIF"],
  [/^%PDF/, "a PDF"],
  [/^\s*(<\?xml|<svg)/, "an SVG"],
];

const TRUNCATED = "expected a whole file, found one that ends too early";

/**
 * Reads the header of a picture's file. Throws RangeError, with the name of the file, if it is of another format or ends
 * before the picture's size.
 */
export function readHeader(bytes: Uint8Array, name: string): PictureHeader {
  const start = textAt(bytes, 0, 64);
  const read = start.startsWith("\x89PNG\r\n\x1a\n")
    ? readPng
    : start.startsWith("\xff\xd8")
    ? readJpeg
    : /^RIFF....WEBP/s.test(start)
    ? readWebp
    : undefined;
  if (!read) {
    throw new RangeError(
      `Cannot decode ${name}: expected PNG, JPEG or WebP, found ${kindOf(start)}`,
    );
  }
  try {
    return read(bytes, new DataView(bytes.buffer, bytes.byteOffset, bytes.length));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error; // a read beyond the end of the bytes
    throw new RangeError(`Cannot decode ${name}: ${TRUNCATED}`);
  }
}

function kindOf(start: string): string {
  if (start === "") return "an empty file";
  const known = OTHERS.find(([pattern]) => pattern.test(start));
  return known ? `${known[1]} file` : "a file of another kind";
}

/** PNG (W3C, third edition): chunks of a length, a type, the data and a checksum; the first is IHDR, the last IEND. */
function readPng(bytes: Uint8Array, view: DataView): PictureHeader {
  let at = 8, type = "", orientation = 1;
  while (type !== "IEND") {
    const length = view.getUint32(at);
    type = textAt(bytes, at + 4, 4);
    if (type === "eXIf") orientation = exifOrientation(bytes.subarray(at + 8, at + 8 + length));
    at += 12 + length;
    view.getUint8(at - 1); // the last byte of the chunk
  }
  return { format: "PNG", width: view.getUint32(16), height: view.getUint32(20), orientation };
}

/** JPEG (ITU-T T.81): segments of 0xff, a marker, a length that counts itself, and data. */
function readJpeg(bytes: Uint8Array, view: DataView): PictureHeader {
  let at = 2, orientation = 1;
  while (true) {
    while (view.getUint8(at + 1) === 0xff) at++; // fill bytes
    const marker = view.getUint16(at), length = view.getUint16(at + 2);
    if (marker === 0xffe1 && textAt(bytes, at + 4, 6) === "Exif\0\0") {
      orientation = exifOrientation(bytes.subarray(at + 10, at + 2 + length));
    }
    if (isFrame(marker)) {
      const components = view.getUint8(at + 9), lossless = (marker & 3) === 3;
      const refusal = components === 4
        ? "expected gray or RGB colors, found CMYK; save the picture as RGB first"
        : marker > 0xffc2 || lossless
        ? "expected a baseline or progressive JPEG, found a lossless or arithmetic one"
        : undefined;
      const [height, width] = [view.getUint16(at + 5), view.getUint16(at + 7)];
      return { format: "JPEG", width, height, orientation, refusal };
    }
    if (marker < 0xff01 || marker === 0xffd9 || marker === 0xffda) throw new RangeError();
    at += 2 + length;
  }
}

/** Returns whether a marker begins a frame: 0xffc0 to 0xffcf, without the tables (c4, cc) and an extension (c8). */
function isFrame(marker: number): boolean {
  return marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker);
}

/** WebP (RFC 9649): chunks of a type, a length and data, padded to an even length. */
function readWebp(bytes: Uint8Array, view: DataView): PictureHeader {
  view.getUint8(8 + view.getUint32(4, true) - 1); // the last byte of the file
  let orientation = 1;
  for (let at = 12; at + 8 <= bytes.length;) {
    const length = view.getUint32(at + 4, true), data = bytes.subarray(at + 8, at + 8 + length);
    if (textAt(bytes, at, 4) === "EXIF") {
      orientation = exifOrientation(textAt(data, 0, 6) === "Exif\0\0" ? data.subarray(6) : data);
    }
    at += 8 + length + (length & 1);
  }
  const kind = textAt(bytes, 12, 4);
  if (kind === "VP8X") {
    const three = (at: number) => 1 + (view.getUint32(at, true) & 0xffffff);
    const refusal = view.getUint8(20) & 2 ? "expected one picture, found an animation" : undefined;
    const height = 1 + (view.getUint32(26, true) >>> 8); // its last byte is the last of the 24 bits
    return { format: "WebP", width: three(24), height, orientation, refusal };
  }
  const sizes = kind === "VP8L" ? view.getUint32(21, true) : view.getUint32(26, true);
  return kind === "VP8L"
    ? {
      format: "WebP",
      width: 1 + (sizes & 0x3fff),
      height: 1 + (sizes >> 14 & 0x3fff),
      orientation,
    }
    : { format: "WebP", width: sizes & 0x3fff, height: sizes >> 16 & 0x3fff, orientation };
}

function textAt(bytes: Uint8Array, from: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(from, from + length));
}
