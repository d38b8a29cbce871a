import { join } from "node:path";
import { notebookWith, put } from "./class.ts";
import type { Attack } from "./attack.ts";

const DEEP = Array(12).fill(`MARK36${"x".repeat(194)}`); // names of 2,400 bytes together

/** Submits a notebook below so many folders that its path has more than 4,096 bytes. */
export const attack: Attack = {
  async folder(folder) {
    const above = join(folder, "mallory", ...DEEP), below = join(folder, "..", "below", ...DEEP);
    await put(join(below, "ps1.ipynb"), await notebookWith({}));
    await Deno.mkdir(above, { recursive: true });
    await Deno.rename(join(folder, "..", "below"), join(above, "below"));
  },
  scores: [[/^mallory/, /^ungradable: .*(deep|long)/]],
};
