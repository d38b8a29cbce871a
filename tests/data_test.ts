import { it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { sha256 } from "../tools/sha256.ts";

const folder = new URL("../data/", import.meta.url);

it("data/README.md states the checksum and the size of every file", async () => {
  const readme = await Deno.readTextFile(new URL("README.md", folder));
  const names = [...Deno.readDirSync(folder)].map(({ name }) => name).filter((n) =>
    n !== "README.md" && n !== "results" && !n.startsWith("make_")
  );
  expect(names.length).toBeGreaterThan(0);
  for (const name of names) {
    const bytes = await Deno.readFile(new URL(name, folder));
    const hex = await sha256(bytes);
    const row = readme.split("\n").find((line) => line.startsWith(`| ${name} |`));
    expect(row).toContain(hex);
    expect(row).toContain(`| ${bytes.length} |`);
  }
});
