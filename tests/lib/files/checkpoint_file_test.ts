import { dirname } from "node:path";
import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { Matrix } from "rnn";
import type { Snapshot } from "rnn/train";
import { loadCheckpoint, saveCheckpoint } from "rnn/files";
import { withFile } from "./temporary.ts";

describe("saveCheckpoint() and loadCheckpoint()", () => {
  const snapshot: Snapshot = {
    step: 3,
    optimizer: { rule: "sgd", beta: 0, beta2: 0 },
    params: { W: Matrix.of([[1, 2]]) },
    optimizerState: [],
  };

  it("save and load a snapshot and leave no other file", () =>
    withFile("model.checkpoint", undefined, async (path) => {
      await saveCheckpoint(path, snapshot);
      expect(await loadCheckpoint(path)).toEqual(snapshot);
      expect([...Deno.readDirSync(dirname(path))].length).toBe(1);
    }));

  it("name the file that is corrupt", () =>
    withFile(
      "model.checkpoint",
      "unrolled, but no more",
      (path) =>
        expect(loadCheckpoint(path)).rejects.toThrow(
          `Cannot read the checkpoint in ${path}: the bytes are truncated or corrupted`,
        ),
    ));

  it("throw a RangeError if the file is missing", async () => {
    await expect(loadCheckpoint("nowhere")).rejects.toThrow(
      "Cannot read nowhere: there is no such file",
    );
  });
});
