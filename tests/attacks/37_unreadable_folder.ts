import { join } from "node:path";
import { notebookWith, put } from "./class.ts";
import type { Attack } from "./attack.ts";

/** Submits a folder and a file that only the superuser can read, under whose account containers run. */
export const attack: Attack = {
  async folder(folder) {
    const stub = await notebookWith({});
    await put(join(folder, "mallory", "MARK37", "ps1.ipynb"), stub);
    await put(join(folder, "n", "ps1.ipynb"), stub);
    await Deno.chmod(join(folder, "mallory", "MARK37"), 0);
    await Deno.chmod(join(folder, "n", "ps1.ipynb"), 0);
  },
  scores: Deno.uid() === 0
    ? [[/^mallory/, /^0 of 13$/], [/^n/, /^0 of 13$/]]
    : [[/^mallory/, /^ungradable: .*read/], [/^n/, /^ungradable: .*read/]],
  afterwards: (folder) => Deno.chmod(join(folder, "mallory", "MARK37"), 0o700),
};
