import { join } from "node:path";

/** Runs a function with the path of a file in a temporary folder; the file exists if it has content. */
export async function withFile(
  name: string,
  content: string | Uint8Array<ArrayBuffer> | undefined,
  run: (path: string) => unknown,
): Promise<void> {
  const folder = await Deno.makeTempDir(), path = join(folder, name);
  try {
    if (typeof content === "string") await Deno.writeTextFile(path, content);
    else if (content) await Deno.writeFile(path, content);
    await run(path);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
