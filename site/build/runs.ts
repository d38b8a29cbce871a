import { basename, join } from "node:path";
import { captureOutput, UserError } from "../../tools/command.ts";
import { sha256 } from "../../tools/files.ts";
import { jupyterEnv, root, venvProgram } from "../../tools/paths.ts";
import { runs } from "./folders.ts";
import { cellSource, type Notebook } from "../../lib/notebook/cells.ts";

// Whatever a notebook reads beside its own cells.
const READ = ["lib", "models", "datasets", "data", "deno.json", "requirements.txt"];

/** Runs the notebooks with live figures, two at a time, into a folder of their own; a run that is still true is kept. */
export async function freshRuns(paths: string[], atOnce = 2): Promise<void> {
  await Deno.mkdir(runs, { recursive: true });
  const around = await hashOf(await bytesOf(READ.map((name) => join(root, name))));
  const stale: (() => Promise<void>)[] = [];
  for (const path of paths) {
    const key = await hashOf([
      text(around + contentsOf(JSON.parse(await Deno.readTextFile(path)))),
    ]);
    const marker = join(runs, `${basename(path)}.key`);
    if (await Deno.readTextFile(marker).catch(() => "") === key) continue;
    stale.push(async () => {
      await run(path);
      await Deno.writeTextFile(marker, key);
    });
  }
  if (stale.length) console.log(`Running ${stale.length} of ${paths.length} notebooks`);
  await Promise.all(Array.from({ length: atOnce }, async () => {
    for (let next = stale.shift(); next; next = stale.shift()) await next();
  }));
}

/** What a notebook's page is made of: its cells, prose too, without their outputs. */
export function contentsOf({ cells }: Notebook): string {
  return JSON.stringify(cells.map((cell) => [cell.cell_type, cell.metadata, cellSource(cell)]));
}

async function run(path: string): Promise<void> {
  const tool = join(root, "tools", "notebooks.py");
  const done = await captureOutput([venvProgram("python"), tool, `--to=${runs}`, path], {
    env: { ...jupyterEnv, UNROLLED_FIGURES: "live" },
  });
  const lines = done.stdout.split("\n").filter((line) => /^(ok|FAILED| {7})/.test(line));
  console.log(lines.join("\n"));
  if (done.code !== 0) {
    throw new UserError(`Cannot show ${basename(path)}: it does not run (${lines.at(-1) ?? ""})`);
  }
}

/** The files of folders, in the order of their names. */
async function bytesOf(paths: string[]): Promise<Uint8Array<ArrayBuffer>[]> {
  const all: Uint8Array<ArrayBuffer>[] = [];
  for (const path of paths) {
    const { isDirectory } = await Deno.stat(path);
    if (!isDirectory) all.push(text(path), await Deno.readFile(path));
    else {
      const names = [...Deno.readDirSync(path)].map(({ name }) => join(path, name)).sort();
      all.push(...await bytesOf(names));
    }
  }
  return all;
}

async function hashOf(parts: Uint8Array<ArrayBuffer>[]): Promise<string> {
  return await sha256(await new Blob(parts).arrayBuffer());
}

const text = (value: string) => new TextEncoder().encode(value);
