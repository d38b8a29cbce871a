import { it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { sha256 } from "../tools/sha256.ts";

const folder = new URL("../data/", import.meta.url);

it("data/README.md states the checksum and the size of every file", async () => {
  const readme = await Deno.readTextFile(new URL("README.md", folder));
  const namesIn = (path: string) =>
    [...Deno.readDirSync(new URL(path, folder))].map(({ name }) => path + name);
  const names = [...namesIn("./"), ...namesIn("./pictures/")].map((path) => path.slice(2)).filter(
    (name) => !/^(README\.md$|results$|pictures$|make_)/.test(name),
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
