import { join } from "node:path";
import { BOMBS } from "./40_type_bombs.ts";
import type { Attack } from "./attack.ts";
import { notebookWith, put } from "./class.ts";

/** Submits the same type bomb in 20 notebooks, each of which would end the type check at its time limit. */
export const attack: Attack = {
  async folder(folder) {
    const source = BOMBS.chain.replaceAll("MARK40", "MARK59");
    const text = await notebookWith({ cells: { ps1_relu: source } });
    for (let n = 0; n < 20; n++) await put(join(folder, "mallory", String(n), "ps1.ipynb"), text);
  },
  seconds: 120, // 20 notebooks; 450 if each of them used its whole time limit
};
