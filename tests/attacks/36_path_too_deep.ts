import { join } from "node:path";
import { notebookWith } from "./class.ts";
import type { Attack } from "./attack.ts";

const SCRIPT =
  `cd "$0" && for n in $(seq 25); do mkdir "$1" && cd "$1" || exit 1; done; cat > ps1.ipynb`;

/** Hands in a notebook below so many folders that its path has more than 4,096 bytes. */
export const attack: Attack = {
  async folder(folder) {
    const own = join(folder, "mallory");
    await Deno.mkdir(own);
    const args = ["-c", SCRIPT, own, `MARK36${"x".repeat(194)}`];
    const shell = new Deno.Command("sh", { args, stdin: "piped" }).spawn();
    const writer = shell.stdin.getWriter();
    await writer.write(new TextEncoder().encode(await notebookWith({})));
    await writer.close();
    if ((await shell.status).code !== 0) throw new Error("sh failed");
  },
  scores: [[/^mallory/, /^ungradable: .*(deep|long)/]],
  async afterwards(folder) { // with paths that are short enough
    await new Deno.Command("rm", { args: ["-rf", join(folder, "mallory")] }).output();
  },
};
