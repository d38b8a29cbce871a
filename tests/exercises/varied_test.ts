import { afterEach, beforeEach, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { copyOfGrader, runTool } from "../tools/scratch.ts";

const SOURCE = "exercises/source/ps1/ps1.ipynb";

describe("deno task exercises, after a teacher has varied an item", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await copyOfGrader();
  });
  afterEach(() => Deno.remove(folder, { recursive: true }));

  const store = (...sets: string[]) => runTool(folder, "grading/store_answers.ts", sets);
  const change = async (path: string, from: string, to: string) => {
    const text = await Deno.readTextFile(join(folder, path));
    expect(text).toContain(from);
    await Deno.writeTextFile(join(folder, path), text.replace(from, to));
  };

  it("stores the new answers if everything fits", async () => {
    await change(SOURCE, "Math.max(0, z)", "Math.max(0, z) ");
    await change(
      "exercises/mistakes/ps1.ts",
      "map((z) => Math.max(0, z))",
      "map((z) => Math.max(0, z) )",
    );
    expect(await store("ps1")).toEqual({ code: 0, text: "ps1: 6 items\n" });
  });

  it("names the file of the edit that no longer fits, its text, and the cell", async () => {
    await change(SOURCE, "map((z) => Math.max(0, z))", "map((z) => Math.max(0.1 * z, z))");
    expect(await store("ps1")).toEqual({
      code: 1,
      text:
        'Cannot make the mistake "tanh instead of ReLU" of ps1.relu: its edit in exercises/mistakes/ps1.ts replaces the text "map((z) => Math.max(0, z))", which must occur exactly once in the solution cell ps1_relu of exercises/source/ps1/ps1.ipynb, but occurs 0 times; change that text in exercises/mistakes/ps1.ts to one that does\n',
    });
  });

  it("names the files of a mistake without an edit, of a broken solution, and of a missing one", async () => {
    const changes: [path: string, from: string, to: string, message: string][] = [
      [
        ...["exercises/mistakes/ps1.ts", '"absolute value"', '"no sign"'] as const,
        'Cannot make the mistake "absolute value" of ps1.relu: exercises/checks/ps1.ts names it, but exercises/mistakes/ps1.ts has no edit for it; add one there',
      ],
      [
        ...[SOURCE, "map((z) => Math.max(0, z))", "map((z) => Math.max(0, z)"] as const,
        "Cannot load the model solution: cell ps1_relu of exercises/source/ps1/ps1.ipynb cannot be parsed: line ",
      ],
      [
        ...[SOURCE, "Math.max(0, z)", "none(0, z)"] as const,
        "Cannot store the answers of ps1.relu: the model solution fails, reluStep throws ReferenceError: none is not defined; change its cell in exercises/source/ps1/ps1.ipynb, or the inputs of the item in exercises/checks/ps1.ts",
      ],
      [
        ...[SOURCE, '"grade_id": "ps1_slip"', '"grade_id": "ps1_other"'] as const,
        "Cannot find the model solution of ps1.slip: give a cell of exercises/source/ps1/ps1.ipynb the grade_id ps1_slip, or remove the item from exercises/checks/ps1.ts",
      ],
    ];
    for (const [path, from, to, message] of changes) {
      const before = await Deno.readTextFile(join(folder, path));
      await change(path, from, to);
      const { code, text } = await store("ps1");
      expect([code, text.includes(message) || text]).toEqual([1, true]);
      expect(text.trim().split("\n").length).toBe(1);
      await Deno.writeTextFile(join(folder, path), before);
    }
  });

  it("names the sets if there is none of that name", async () => {
    expect(await store("ps8")).toEqual({
      code: 1,
      text: "Cannot find the problem set ps8: the sets are ps1, ps2, ps3, ps4, ps5, ps6, ps7\n",
    });
  });
});
