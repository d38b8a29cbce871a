import { expect } from "@std/expect";
import { join } from "node:path";
import { root } from "../../tools/paths.ts";
import { runTool } from "../tools/scratch.ts";
import { notebookWith, put } from "./class.ts";
import type { Attack } from "./attack.ts";

const FOLDERS = ["students", "classroom", "gradescope"];

/**
 * Takes the names of report folders, beside a forged earlier grading, in case a teacher writes reports among
 * submissions.
 */
export const attack: Attack = {
  async folder(folder) {
    const text = await notebookWith({ cells: { ps1_relu: "// MARK56" } });
    for (const name of FOLDERS) await put(join(folder, name, "ps1.ipynb"), text);
    await put(join(folder, "results.json"), JSON.stringify({ seed: 4711, results: [] }));
  },
  async afterwards(folder) {
    for (const out of [folder, join(folder, "mallory"), join(folder, "..", "class", ".", "x")]) {
      const { code, text } = await runTool(root, "grading/grade.ts", [folder, "--out", out]);
      expect([code, text.split("\n")[0]]).toEqual([1, expect.stringMatching(/submissions/)]);
      expect(text).not.toContain("4711");
    }
    for (const name of FOLDERS) await Deno.stat(join(folder, name, "ps1.ipynb"));
  },
};
