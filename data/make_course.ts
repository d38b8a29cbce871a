import { join } from "node:path";
import { fileURLToPath } from "node:url";

// deno run -A data/make_course.ts: writes data/course.txt, the course's own prose and code as they stand now
const root = fileURLToPath(new URL("..", import.meta.url));
const FOLDERS = [
  "lib",
  "lib/cells",
  "lib/fast",
  "lib/files",
  "lib/plot",
  "lib/notebook",
  "tests",
  "tests/fast",
  "tools",
];

/** The prose and code of a notebook, without outputs. */
async function notebookText(path: string): Promise<string> {
  const { cells } = JSON.parse(await Deno.readTextFile(path));
  return cells.map(({ source }: { source: string[] }) => source.join("")).join("\n\n");
}

async function sources(): Promise<{ name: string; text: string }[]> {
  const found = [];
  for (const folder of [...FOLDERS, ".", "notebooks"]) {
    for (const { name } of Deno.readDirSync(join(root, folder))) {
      const path = join(root, folder, name);
      if (/\.(ts|md)$/.test(name)) found.push({ name, text: await Deno.readTextFile(path) });
      if (name.endsWith(".ipynb")) found.push({ name, text: await notebookText(path) });
    }
  }
  return found;
}

/** A number that depends on every character: the files' order, so that prose and code are mixed. */
function place(name: string): number {
  return [...name].reduce(
    (hash, letter) => Math.imul(hash ^ letter.codePointAt(0)!, 0x01000193),
    0x811c9dc5,
  ) >>> 0;
}

const files = (await sources()).sort((a, b) => place(a.name) - place(b.name));
await Deno.writeTextFile(
  join(root, "data", "course.txt"),
  files.map(({ text }) => text.trim() + "\n\n").join(""),
);
