import { it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { sha256 } from "../tools/sha256.ts";

const folder = new URL("../data/", import.meta.url);

/** The files in a folder of data/ and in the folders below it, without results, which experiments write. */
function filesIn(place: string): string[] {
  return [...Deno.readDirSync(new URL(place, folder))].flatMap(({ name, isDirectory }) => {
    if (!isDirectory) return [place + name];
    return /^(results|__pycache__)$/.test(name) ? [] : filesIn(`${place}${name}/`);
  });
}

it("data/README.md states the checksum and the size of every file", async () => {
  const readme = await Deno.readTextFile(new URL("README.md", folder));
  const names = filesIn("").filter((name) => name !== "README.md" && !name.startsWith("make_"));
  expect(names.length).toBeGreaterThan(0);
  for (const name of names) {
    const bytes = await Deno.readFile(new URL(name, folder));
    const hex = await sha256(bytes);
    const row = readme.split("\n").find((line) => line.startsWith(`| ${name} |`));
    expect(row).toContain(hex);
    expect(row).toContain(`| ${bytes.length} |`);
  }
});
