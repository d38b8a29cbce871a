import { join } from "node:path";
import { ps1 } from "../../exercises/checks/ps1.ts";
import { sourceOf } from "../../grading/class/model_key.ts";
import type { Attack } from "./attack.ts";

/** Submits a link to the model solution, a notebook of 500 MB, and a name that leads out of the folder. */
export const attack: Attack = {
  ungradable: true,
  async folder(folder) {
    const own = join(folder, "mallory");
    await Deno.mkdir(own);
    await Deno.symlink(sourceOf(ps1), join(own, "ps1.ipynb"));
    const huge = await Deno.open(join(own, "huge.ipynb"), { create: true, write: true });
    await huge.truncate(500e6);
    huge.close();
    await Deno.symlink("../../..", join(own, "up"));
    await Deno.writeTextFile(join(own, "..%2F..%2Fresults.ipynb"), "{}");
  },
};
