import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { type Batch, textBatches } from "rnn/train";
import { Vocabulary } from "rnn";
import { openText } from "rnn/files";
import { withFile } from "./temporary.ts";

const copy = ({ xs, targets, fresh }: Batch) => ({ xs: [...xs], targets: [...targets], fresh });

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

  it("throws a RangeError if the file is missing, empty or not UTF-8", () =>
    withFile("text.txt", undefined, (path) => {
      expect(() => openText(path)).toThrow("there is no such file");
      Deno.writeTextFileSync(path, "");
      expect(() => openText(path)).toThrow("it is empty");
      Deno.writeFileSync(path, new Uint8Array([97, 0xff, 98]));
      expect(() => openText(path)).toThrow("it is not UTF-8 (near byte 0)");
      Deno.writeFileSync(path, new Uint8Array([97, 0xe2, 0x88])); // a truncated character
      expect(() => openText(path)).toThrow("it is not UTF-8");
    }));

  it("throws a RangeError for a character outside a given vocabulary", () =>
    withFile("text.txt", undefined, (path) => {
      Deno.writeTextFileSync(path, "abcabc");
      const vocabulary = new Vocabulary("ab");
      const batches = openText(path).batches({ steps: 1, size: 1, vocabulary });
      expect(() => [...batches]).toThrow('Cannot encode "c"');
    }));
});
