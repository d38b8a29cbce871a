import { join } from "node:path";
import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { type Batch, textBatches } from "rnn/train";
import { Matrix, Vocabulary } from "rnn";
import { loadCheckpoint, loadResults, openText, saveCheckpoint } from "rnn/files";

async function withFolder(work: (folder: string) => unknown): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const copy = ({ xs, targets, fresh }: Batch) => ({ xs: [...xs], targets: [...targets], fresh });

describe("openText()", () => {
  it("gives the batches of the whole text, whatever the length of its characters", () =>
    withFolder((folder) => {
      const path = join(folder, "text.txt");
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

  it("refuses a file that is missing, empty or not UTF-8", () =>
    withFolder((folder) => {
      const path = join(folder, "text.txt");
      expect(() => openText(path)).toThrow("there is no such file");
      Deno.writeTextFileSync(path, "");
      expect(() => openText(path)).toThrow("it is empty");
      Deno.writeFileSync(path, new Uint8Array([97, 0xff, 98]));
      expect(() => openText(path)).toThrow("it isn't UTF-8 (near byte 0)");
      Deno.writeFileSync(path, new Uint8Array([97, 0xe2, 0x88])); // a character cut off by the end
      expect(() => openText(path)).toThrow("it isn't UTF-8");
    }));

  it("refuses a character outside a given vocabulary", () =>
    withFolder((folder) => {
      const path = join(folder, "text.txt");
      Deno.writeTextFileSync(path, "abcabc");
      const vocabulary = new Vocabulary("ab");
      const batches = openText(path).batches({ steps: 1, size: 1, vocabulary });
      expect(() => [...batches]).toThrow('Cannot encode "c"');
    }));
});

describe("saveCheckpoint() and loadCheckpoint()", () => {
  const snapshot = { step: 3, params: { W: Matrix.of([[1, 2]]) }, optimizerState: [] };

  it("keep a snapshot in a file", () =>
    withFolder(async (folder) => {
      const path = join(folder, "model.checkpoint");
      await saveCheckpoint(path, snapshot);
      expect(await loadCheckpoint(path)).toEqual(snapshot);
      expect([...Deno.readDirSync(folder)].map(({ name }) => name)).toEqual(["model.checkpoint"]);
    }));

  it("refuse a missing file in one sentence", async () => {
    await expect(loadCheckpoint("nowhere")).rejects.toThrow(
      "Cannot read nowhere: there is no such file",
    );
  });
});

describe("loadResults()", () => {
  it("reads what an experiment left, and refuses another's file, a broken one and none", () =>
    withFolder(async (folder) => {
      const path = join(folder, "pascanu.json");
      await Deno.writeTextFile(path, '{"experiment":"pascanu","settings":{},"runs":[{"T":30}]}');
      expect((await loadResults(path, "pascanu")).runs).toEqual([{ T: 30 }]);
      await expect(loadResults(path, "lengths")).rejects.toThrow(
        "as results of lengths: they are of pascanu",
      );
      await Deno.writeTextFile(path, '{"experiment":"pascanu","runs":');
      await expect(loadResults(path, "pascanu")).rejects.toThrow("it holds no results");
      await expect(loadResults(join(folder, "none.json"), "pascanu")).rejects.toThrow(
        "there is no such file",
      );
      const error = await loadResults(folder, "pascanu").catch((error) => error); // a folder is there
      expect(error.code).toBe("EISDIR");
    }));
});
