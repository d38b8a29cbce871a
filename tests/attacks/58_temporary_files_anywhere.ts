import { expect } from "@std/expect";
import { join } from "node:path";
import { notebookWith, put } from "./class.ts";
import type { Attack } from "./attack.ts";

const found = new Set<string>();

/** Returns the unnamed temporary files that SQLite keeps open anywhere on this machine. */
async function temporaryFiles(): Promise<string[]> {
  const command = new Deno.Command("sh", {
    args: ["-c", "ls -l /proc/[0-9]*/fd/ 2>/dev/null | grep -o '/[^ ]*etilqs_.*'"],
    stderr: "null",
  });
  return new TextDecoder().decode((await command.output()).stdout).split("\n");
}

/** Makes SQLite, which needs no permission for it, put its temporary files into the folder of the submissions. */
export const attack: Attack = {
  async folder(folder) {
    const source = `
const { DatabaseSync } = (process as any).getBuiltinModule("node:sqlite"), db = new DatabaseSync(":memory:");
db.exec(${JSON.stringify(`pragma temp_store_directory='${folder}'`)});
db.exec("pragma temp_store=1; pragma temp.cache_size=2; create temp table t(x)");
for (let n = 0; n < 6; n++) db.exec("insert into t select randomblob(990000)");
async function reluStep() {
  await new Promise((later) => setTimeout(later, 1500));
  throw new Error("MARK58");
}`;
    const text = await notebookWith({ cells: { ps1_relu: source } });
    await put(join(folder, "mallory", "ps1.ipynb"), text);
  },
  async meanwhile(folder) {
    let stopped = false;
    const watching = (async () => {
      while (!stopped) {
        for (const path of await temporaryFiles()) if (path.startsWith(folder)) found.add(path);
        await new Promise((later) => setTimeout(later, 100));
      }
    })();
    return await Promise.resolve(async () => {
      stopped = true;
      await watching;
    });
  },
  afterwards: () => Promise.resolve(expect([...found]).toEqual([])),
};
