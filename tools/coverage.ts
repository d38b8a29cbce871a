import { join } from "node:path";
import { captureOutput, main, runCommand } from "./command.ts";
import { root } from "./paths.ts";

const LEAST = 95;

/** Runs the tests with coverage and fails where fewer than 95 % of the library's lines run; arguments go to `deno test`. */
async function coverage(args: string[]): Promise<number> {
  const folder = join(root, "coverage");
  await Deno.remove(folder, { recursive: true }).catch(() => {});
  const test = [
    "test",
    "-A",
    "--parallel",
    "--quiet",
    "--no-check",
    `--coverage=${folder}`,
    "--reporter=dot",
  ];
  const code = await runCommand([Deno.execPath(), ...test, ...args], { cwd: root });
  if (code !== 0) return code;
  const report = await captureOutput([
    Deno.execPath(),
    "coverage",
    "--include=/(lib|models|datasets)/",
    "--exclude=/tests/",
    folder,
  ], { cwd: root });
  console.log(report.stdout);
  const lines =
    Number(report.stdout.match(/All files\s*\|\s*[\d.]+\s*\|\s*[\d.]+\s*\|\s*([\d.]+)/)?.[1]) ||
    Number(report.stdout.match(/All files\s*\|\s*[\d.]+\s*\|\s*([\d.]+)/)?.[1]);
  console.log(`lines of lib covered: ${lines} %, at least ${LEAST} % asked for`);
  return lines >= LEAST ? 0 : 1;
}

await main(() => coverage(Deno.args));
