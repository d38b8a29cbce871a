import { join } from "node:path";
import type { Attack } from "./attack.ts";

/** Submits hard links to the notebook of an honest student, which do not reveal whose work it is. */
export const attack: Attack = {
  async folder(folder) {
    await Deno.mkdir(join(folder, "mallory"));
    await Deno.copyFile(join(folder, "zoe", "ps1.ipynb"), join(folder, "..", "model.ipynb"));
    await Deno.link(join(folder, "..", "model.ipynb"), join(folder, "mallory", "ps1.ipynb"));
  },
  scores: [[/^mallory\/ps1\.ipynb$/, /^ungradable: .*link/]],
};
