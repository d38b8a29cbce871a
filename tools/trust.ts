import { join } from "node:path";
import { captureOutput } from "./command.ts";
import { checksumOf } from "./sha256.ts";
import { jupyterEnv, notebooks, venv, venvProgram } from "./paths.ts";

const record = join(venv, "trusted.json");

/**
 * Trusts the notebooks whose checksum is that of the committed version, so that the scripts of their figures run. For a
 * notebook that has been changed, JupyterLab asks the reader.
 */
export async function trustCommittedNotebooks(): Promise<void> {
  const shipped: Record<string, string> = await readJson(join(notebooks, "checksums.json"));
  const known: Record<string, string> = await readJson(record);
  const fresh: string[] = [];
  for (const [name, checksum] of Object.entries(shipped)) {
    if (known[name] !== checksum && await checksumOf(join(notebooks, name)) === checksum) {
      fresh.push(name);
    }
  }
  if (fresh.length === 0) return;
  const paths = fresh.map((name) => join(notebooks, name));
  const { code } = await captureOutput([venvProgram("jupyter-trust"), ...paths], {
    env: jupyterEnv,
  });
  if (code !== 0) return; // JupyterLab then asks the reader
  for (const name of fresh) known[name] = shipped[name];
  await Deno.writeTextFile(record, JSON.stringify(known));
}

async function readJson(path: string): Promise<Record<string, string>> {
  return JSON.parse(await Deno.readTextFile(path).catch(() => "{}"));
}
