import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { type Batch, textBatches } from "rnn/train";
import { Vocabulary } from "rnn";
import { openText } from "rnn/files";
import { withFile } from "./temporary.ts";

const copy = ({ xs, targets, fresh }: Batch) => ({ xs: [...xs], targets: [...targets], fresh });

function catchError(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

describe("openText()", () => {
  it("yields the batches of the whole text, or of a part, for characters of 1 to 4 bytes", () =>
    withFile("text.txt", undefined, (path) => {
      for (const words of ["plain words, ", "schöne Wörter ", "∂E/∂h 🙂 und "]) {
        const text = words.repeat(15_000);
        Deno.writeTextFileSync(path, text);
        const file = openText(path), classes = new Vocabulary(text).encode(text);
        expect(file.length).toBe(classes.length);
        expect(file.bytes).toBe(new TextEncoder().encode(text).length);
        expect(file.counts.reduce((sum, count) => sum + count, 0)).toBe(file.length);
        const options = { steps: 1000, size: 3, once: true, skip: 2 };
        const [some, all] = [file.batches(options), textBatches(classes, options)];
        expect(Array.from(some, copy)).toEqual(Array.from(all, copy));
        const part = file.batches({ ...options, from: 0.5 });
        const half = textBatches(classes.slice(Math.floor(classes.length / 2)), options);
        expect(Array.from(part, copy)).toEqual(Array.from(half, copy));
      }
    }));

  it("leaves out a byte order mark, but only at the beginning", () =>
    withFile("text.txt", undefined, (path) => {
      const text = "\ufeffab\ufeff🙂".repeat(30_000), plain = text.slice(1);
      Deno.writeTextFileSync(path, text);
      const file = openText(path), classes = new Vocabulary(plain).encode(plain);
      expect([file.length, file.bytes]).toEqual([
        classes.length,
        new TextEncoder().encode(plain).length,
      ]);
      const options = { steps: 1000, size: 2, once: true };
      const [some, all] = [file.batches(options), textBatches(classes, options)];
      expect(Array.from(some, copy)).toEqual(Array.from(all, copy));
    }));

  it("reads more distinct characters than a function can take arguments", () =>
    withFile("text.txt", undefined, (path) => {
      const characters = Array.from(
        { length: 131_000 },
        (_, n) => String.fromCodePoint(n + 2 ** 16),
      );
      Deno.writeTextFileSync(path, characters.join(""));
      expect(openText(path).vocabulary.size).toBe(characters.length);
    }));

  it("throws a RangeError if the file is missing or empty", () =>
    withFile("text.txt", undefined, (path) => {
      expect(() => openText(path)).toThrow("there is no such file");
      for (const text of ["", "\ufeff"]) {
        Deno.writeTextFileSync(path, text);
        expect(() => openText(path)).toThrow("it is empty");
      }
    }));

  it("throws a RangeError with the place of the first byte that is not UTF-8", () =>
    withFile("text.txt", undefined, (path) => {
      const expectError = (bytes: Uint8Array<ArrayBuffer>, place: string) => {
        Deno.writeFileSync(path, bytes);
        expect(() => openText(path)).toThrow(`text.txt: it is not UTF-8 (${place})`);
      };
      expectError(new Uint8Array([97, 0xff, 98]), "byte ff at offset 1");
      expectError(new Uint8Array([97, 0xe2, 0x88]), "byte e2 at offset 1"); // a truncated character
      for (const at of [65_533, 65_536, 65_538, 199_999]) {
        const text = new TextEncoder().encode("∂".repeat(80_000)).slice(0, 200_000);
        const bytes = text.with(at, 0xff);
        Deno.writeFileSync(path, bytes);
        const [, offset] = String(catchError(() => openText(path))).match(/offset (\d+)\)$/)!;
        expect(Math.abs(Number(offset) - at)).toBeLessThan(3); // within the same character
      }
    }));

  it("throws a RangeError for a character outside a given vocabulary", () =>
    withFile("text.txt", undefined, (path) => {
      Deno.writeTextFileSync(path, "abcabc");
      const vocabulary = new Vocabulary("ab");
      const batches = openText(path).batches({ steps: 1, size: 1, vocabulary });
      expect(() => [...batches]).toThrow('Cannot encode "c"');
    }));
});
