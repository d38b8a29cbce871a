import { expect } from "@std/expect";
import { join } from "node:path";
import { scoreOf } from "../../grading/class/result.ts";
import { notebookWith, put } from "./class.ts";
import { graded } from "./graded.ts";
import type { Attack } from "./attack.ts";

/**
 * Submits work under another student's name. A file under exactly that name cannot be distinguished from the student's
 * own file. This is a known limitation: neither file counts, and the result names both.
 */
export const attack: Attack = {
  async folder(folder) {
    const text = await notebookWith({ cells: { ps1_relu: "// MARK49" } });
    for (const path of ["mallory/zoe/ps1.ipynb", "zoe_ps1/ps1.ipynb", "ZOE_ps1.ipynb"]) {
      await put(join(folder, path), text);
    }
  },
  scores: [[/^mallory/, /^0 of 13$/], [/^zoe_ps1/, /^0 of 13$/], [/^ZOE/, /^0 of 13$/]],
  async afterwards(folder) {
    await put(join(folder, "zoe_ps1.ipynb"), await notebookWith({}));
    const { results } = await graded(folder, join(folder, "..", "reports-3"), 3);
    expect(results.filter(({ student }) => student === "zoe").map(scoreOf)).toEqual([
      "ungradable: Cannot choose between zoe/ps1.ipynb and zoe_ps1.ipynb: remove one of them",
    ]);
  },
};
