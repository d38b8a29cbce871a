import { join } from "node:path";
import { notebookWith, put } from "./class.ts";
import type { Attack } from "./attack.ts";

/** Submits many notebooks, each with a cell that a parser tries to read in exponentially many ways. */
export const attack: Attack = {
  async folder(folder) {
    const endless = `const MARK43 = ${"<T>(".repeat(26)}1${")".repeat(26)};`;
    const text = await notebookWith({ cells: { ps1_relu: endless, ps1_slip: endless } });
    for (let n = 0; n < 8; n++) await put(join(folder, "mallory", String(n), "ps1.ipynb"), text);
  },
  scores: [[/^mallory/, /^ungradable: ./]],
};
