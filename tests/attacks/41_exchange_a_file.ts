import { join } from "node:path";
import { ps1 } from "../../exercises/checks/ps1.ts";
import { sourceOf } from "../../grading/class/model_key.ts";
import { notebookWith, put } from "./class.ts";
import type { Attack } from "./attack.ts";

const FILES = 12;
// Each file is a notebook of stubs, and then a link to the model solution, again and again.
const SCRIPT = `
const [folder, target, stub] = Deno.args;
for (let n = 0;; n++) {
  for (let k = 10; k < ${10 + FILES}; k++) {
    const own = folder + "/m" + k + "/", next = own + ".next";
    try {
      if (n % 2) Deno.symlinkSync(target, next);
      else Deno.linkSync(own + ".MARK41", next);
      Deno.renameSync(next, own + "ps1.ipynb");
    } catch {
      // the folder is being removed
    }
  }
}`;

/** Exchanges each notebook for a link to the model solution while it is read. */
export const attack: Attack = {
  async folder(folder) {
    const stub = await notebookWith({});
    for (let n = 10; n < 10 + FILES; n++) {
      for (const name of ["ps1.ipynb", ".MARK41"]) await put(join(folder, `m${n}`, name), stub);
    }
  },
  scores: [[/^m\d\d\/ps1\.ipynb$/, /^0 of 13$|^ungradable: .*(link|changed|read)/]],
  async meanwhile(folder) {
    const path = join(folder, "..", "exchange.ts");
    await Deno.writeTextFile(path, SCRIPT);
    const args = ["run", "-A", "--no-config", path, folder, sourceOf(ps1)];
    const child = new Deno.Command(Deno.execPath(), { args, stderr: "null" }).spawn();
    return async () => {
      child.kill("SIGKILL");
      await child.status;
    };
  },
};
