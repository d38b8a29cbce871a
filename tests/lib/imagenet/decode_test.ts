import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { encode } from "fast-png";
import jpeg from "jpeg-js";
import { decodePicture, type Picture } from "../../../lib/imagenet/mod.ts";
import { bigEndian, exif, frameOf, patched, withExif } from "./files.ts";
import { pictureFile } from "./picture_file.ts";

type Color = number[];

const RED = [255, 0, 0], BLUE = [0, 0, 255], WHITE = [255, 255, 255];

/** The colors at the corners: top left, top right, bottom left, bottom right. */
function corners({ width, height, rgb }: Picture): Color[] {
  return [0, width - 1, width * (height - 1), width * height - 1].map((n) => [
    ...rgb.subarray(3 * n, 3 * n + 3),
  ]);
}

/** Expects each corner to differ from a color by at most 3, because JPEG rounds. */
function expectCorners(picture: Picture, ...expected: Color[]): void {
  corners(picture).forEach((color, n) =>
    color.forEach((value, c) => expect(Math.abs(value - expected[n][c])).toBeLessThanOrEqual(3))
  );
}

const decodeFile = async (name: string) => decodePicture(await pictureFile(name), name);
const failure = (bytes: Uint8Array) =>
  decodePicture(bytes, "mine").then(() => "no error", (error) => `${error.name}: ${error.message}`);

describe("decodePicture", () => {
  it("decodes PNG with a palette, with transparency, and with 16 bits", async () => {
    expectCorners(await decodeFile("palette.png"), RED, BLUE, RED, BLUE);
    expectCorners(await decodeFile("clear.png"), WHITE, WHITE, RED, BLUE);
    const data = Uint16Array.from([0, 0x8080, 0xffff, 0x4040, 0, 0]);
    const bytes = encode({ width: 2, height: 3, channels: 1, depth: 16, data });
    const { rgb } = await decodePicture(bytes);
    expect([...rgb].filter((_, n) => n % 3 === 1)).toEqual([0, 128, 255, 64, 0, 0]);
  });

  it("puts half-transparent pixels on white", async () => {
    const data = Uint8Array.from({ length: 16 }, (_, n) => [0, 100, 200, 51][n % 4]);
    const { rgb } = await decodePicture(encode({ width: 2, height: 2, channels: 4, data }));
    expect([...rgb.subarray(0, 3)]).toEqual([204, 224, 244]); // 0.2 of the color, 0.8 of white
  });

  it("decodes baseline, progressive, and gray JPEG", async () => {
    const data = Uint8Array.from({ length: 64 * 4 }, (_, n) => [250, 128, 10, 255][n % 4]);
    const { data: file } = jpeg.encode({ width: 8, height: 8, data }, 95);
    const orange = [250, 128, 10];
    expectCorners(await decodePicture(file), orange, orange, orange, orange);
    expectCorners(await decodeFile("progressive.jpg"), RED, BLUE, RED, BLUE);
    const left = [76, 76, 76], right = [29, 29, 29];
    expectCorners(await decodeFile("gray.jpg"), left, right, left, right);
  });

  it("decodes lossless and lossy WebP", async () => {
    expectCorners(await decodeFile("lossless.webp"), RED, BLUE, RED, BLUE);
    expectCorners(await decodeFile("lossy_clear.webp"), WHITE, WHITE, RED, BLUE);
    const { width, height } = await decodeFile("umbrella.webp");
    expect([width, height]).toEqual([256, 256]);
  });

  it("turns a picture upright as its EXIF orientation says", async () => {
    // the left half of the stored pixels is red; a turn by 90° to the right (6) puts it on top
    const upright: Record<number, Color[]> = {
      ...{ 1: [RED, BLUE, RED, BLUE], 2: [BLUE, RED, BLUE, RED], 3: [BLUE, RED, BLUE, RED] },
      ...{ 4: [RED, BLUE, RED, BLUE], 5: [RED, RED, BLUE, BLUE], 6: [RED, RED, BLUE, BLUE] },
      ...{ 7: [BLUE, BLUE, RED, RED], 8: [BLUE, BLUE, RED, RED], 9: [RED, BLUE, RED, BLUE] },
    };
    const file = await pictureFile("progressive.jpg");
    for (const [orientation, expected] of Object.entries(upright)) {
      for (const little of [false, true]) {
        const picture = await decodePicture(withExif(file, exif(+orientation, little)));
        const isTurned = expected[0] === expected[1];
        expect([picture.width, picture.height]).toEqual(isTurned ? [8, 16] : [16, 8]);
        expectCorners(picture, ...expected);
      }
    }
    expectCorners(await decodeFile("turned.webp"), RED, RED, BLUE, BLUE);
  });

  it("distinguishes the eight orientations", async () => {
    const at = (c: string) => ({ A: 10, B: 90, C: 170, D: 250 })[c]!;
    const pixels = [..."AB", ..."CD"].map(at).flatMap((v) => [v, v, v]);
    const png = encode({ width: 2, height: 2, channels: 3, data: Uint8Array.from(pixels) });
    const table = ["AB CD", "BA DC", "DC BA", "CD AB", "AC BD", "CA DB", "DB CA", "BD AC"];
    for (const [n, expected] of table.entries()) {
      const chunk = [
        ...bigEndian(26, 4),
        ...[..."eXIf"].map((c) => c.charCodeAt(0)),
        ...exif(n + 1),
      ];
      const bytes = [
        ...png.subarray(0, 33),
        ...chunk,
        ...crcOf(chunk.slice(4)),
        ...png.subarray(33),
      ];
      const { rgb } = await decodePicture(Uint8Array.from(bytes));
      expect([0, 3, 6, 9].map((k) => rgb[k])).toEqual([...expected.replace(" ", "")].map(at));
    }
  });

  it("ignores damaged EXIF data", async () => {
    const file = await pictureFile("progressive.jpg");
    const picture = await decodePicture(withExif(file, exif(6).slice(0, 15)));
    expectCorners(picture, RED, BLUE, RED, BLUE);
  });

  it("refuses other files, with what was found", async () => {
    const text = (words: string) => new TextEncoder().encode(words);
    const expected = "RangeError: Cannot decode mine: expected PNG, JPEG or WebP, found";
    expect(await failure(new Uint8Array())).toBe(`${expected} an empty file`);
    expect(await failure(await pictureFile("other.gif"))).toBe(`${expected} a GIF file`);
    expect(await failure(text("<svg xmlns="))).toBe(`${expected} an SVG file`);
    expect(await failure(text("\0\0\0\x18ftypheic"))).toBe(`${expected} a HEIC file`);
    expect(await failure(text("hello"))).toBe(`${expected} a file of another kind`);
  });

  it("refuses CMYK and animations", async () => {
    expect(await failure(await pictureFile("cmyk.jpg"))).toBe(
      "RangeError: Cannot decode mine: expected gray or RGB colors, found CMYK; save the picture as RGB first",
    );
    expect(await failure(await pictureFile("animated.webp"))).toBe(
      "RangeError: Cannot decode mine: expected one picture, found an animation",
    );
  });

  it("refuses one pixel and more than 100 megapixels before it decodes them", async () => {
    const file = await pictureFile("progressive.jpg"), at = frameOf(file) + 5;
    const sized = (width: number, height: number) =>
      failure(patched(file, at, [...bigEndian(height, 2), ...bigEndian(width, 2)]));
    expect(await sized(1, 1)).toBe(
      "RangeError: Cannot decode mine: expected a picture of at least 2×2 pixels, found 1×1",
    );
    const large = "RangeError: Cannot decode mine: expected at most 100 megapixels, found";
    expect(await sized(12500, 8001)).toBe(`${large} 12500×8001`);
    const png = encode({ width: 2, height: 2, channels: 1, data: new Uint8Array(4) });
    expect(await failure(patched(png, 16, bigEndian(2 ** 31, 4)))).toBe(`${large} 2147483648×2`);
  });

  it("refuses truncated and damaged files", async () => {
    for (const name of ["clear.png", "coffee.jpg", "progressive.jpg", "lemon.webp"]) {
      const bytes = await pictureFile(name);
      for (const part of [0.2, 0.5, 0.9, 0.995]) {
        const message = await failure(bytes.subarray(0, Math.floor(part * bytes.length)));
        expect(message).toMatch(/^RangeError: Cannot decode mine: expected a whole /);
      }
    }
    const png = await pictureFile("palette.png");
    const wrong = await failure(patched(png, png.length - 30, [1, 2, 3]));
    expect(wrong).toMatch(
      /^RangeError: Cannot decode mine: expected a whole PNG, found one that its decoder refuses/,
    );
  });
});

/** The checksum of a PNG's chunk: CRC-32. */
function crcOf(bytes: number[]): number[] {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc >>> 1 ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return bigEndian(~crc, 4);
}
