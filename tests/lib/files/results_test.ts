import { dirname } from "node:path";
import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { loadResults } from "rnn/files";
import { withFile } from "./temporary.ts";

describe("loadResults()", () => {
  it("loads the settings and runs of an experiment", () => {
    const text = '{"experiment":"pascanu","settings":{},"runs":[{"T":30}]}';
    return withFile("pascanu.json", text, async (path) => {
      expect((await loadResults(path, "pascanu")).runs).toEqual([{ T: 30 }]);
      await expect(loadResults(path, "lengths")).rejects.toThrow(
        "as results of lengths: it is of pascanu",
      );
    });
  });

  it("reads a file with a byte order mark, and refuses one that is not UTF-8", async () => {
    const text = '{"experiment":"pascanu","settings":{},"runs":[]}';
    await withFile("pascanu.json", "\ufeff" + text, async (path) => {
      expect((await loadResults(path, "pascanu")).runs).toEqual([]);
    });
    await withFile(
      "pascanu.json",
      new Uint8Array([0x22, 0x80, 0x22]),
      (path) => expect(loadResults(path, "pascanu")).rejects.toThrow("(byte 80 at offset 1)"),
    );
  });

  it("throws a RangeError if the file is missing or invalid", async () => {
    await expect(loadResults("nowhere.json", "pascanu")).rejects.toThrow("there is no such file");
    await withFile(
      "pascanu.json",
      '{"experiment":"pascanu","runs":',
      (path) => expect(loadResults(path, "pascanu")).rejects.toThrow("it has no list of runs"),
    );
  });

  it("throws other errors of the file system as they are", () =>
    withFile(
      "pascanu.json",
      undefined,
      (path) =>
        expect(loadResults(dirname(path), "pascanu")).rejects.toMatchObject({ code: "EISDIR" }),
    ));
});
