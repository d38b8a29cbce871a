import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { decodeText, wholeCharacters } from "../../../lib/files/utf8.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);

describe("decodeText()", () => {
  it("drops one byte order mark", () => {
    expect(decodeText(bytesOf("\ufeffcafé"), "a.txt")).toBe("café");
    expect(decodeText(bytesOf("\ufeff\ufeffa\ufeff"), "a.txt")).toBe("\ufeffa\ufeff");
    expect(decodeText(new Uint8Array(), "a.txt")).toBe("");
  });

  it("names the first invalid byte, and includes the byte order mark in its offset", () => {
    const cases: [number[], string][] = [
      [[0xe9], "byte e9 at offset 0"],
      [[0x61, 0xc3], "byte c3 at offset 1"],
      [[0xef, 0xbb, 0xbf, 0x61, 0x80], "byte 80 at offset 4"],
      [[0xef, 0xbf, 0xbd, 0xf8], "byte f8 at offset 3"], // after a replacement character that is part of the text
      [[0xed, 0xa0, 0x80], "byte ed at offset 0"], // half of a surrogate pair
      [[0xc0, 0xaf], "byte c0 at offset 0"], // an overlong encoding
      [[0xff, 0xfe, 0x61, 0x00], "it begins with the byte order mark of UTF-16"],
      [[0xfe, 0xff, 0x00, 0x61], "it begins with the byte order mark of UTF-16"],
    ];
    for (const [bytes, place] of cases) {
      expect(() => decodeText(Uint8Array.from(bytes), "a.txt")).toThrow(
        `Cannot read a.txt: it is not UTF-8 (${place})`,
      );
    }
  });
});

describe("wholeCharacters()", () => {
  it("leaves out a character that is cut off", () => {
    const bytes = bytesOf("aé∂🙂");
    expect(Array.from(bytes, (_, n) => wholeCharacters(bytes.subarray(0, n + 1)))).toEqual([
      ...[1, 1, 3, 3, 3, 6, 6, 6, 6, 10],
    ]);
    expect(wholeCharacters(new Uint8Array())).toBe(0);
  });
});
