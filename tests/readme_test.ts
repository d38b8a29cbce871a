import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { root } from "../tools/place.ts";
import { scratch } from "./tools/scratch.ts";

const readme = await Deno.readTextFile(join(root, "README.md"));

describe("README", () => {
  it("its lines of code run as they stand", async () => {
    const folder = await scratch();
    try {
      const code = readme.match(/```ts\n([^]*?)```/)![1];
      await Deno.writeTextFile(join(folder, "readme.ts"), code);
      const { success, stdout } = await new Deno.Command(Deno.execPath(), {
        args: ["run", "--check", join(folder, "readme.ts")],
        cwd: folder,
        env: { NO_COLOR: "1" },
      }).output();
      expect(success).toBe(true);
      expect(new TextDecoder().decode(stdout)).toMatch(/^1[5-8]\.\d+ 16×16/); // about 5 ln 27, and a matrix
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });

  it("both commands stand in its first 15 lines", () => {
    const head = readme.split("\n").slice(0, 15).join("\n");
    expect(head).toContain("npx -y deno@2.8.1 task lab");
    expect(head).toContain("npx -y deno@2.8.1 task test");
  });

  it("names every notebook", () => {
    const notebooks = [...Deno.readDirSync(join(root, "notebooks"))].map(({ name }) => name)
      .filter((name) => name.endsWith(".ipynb"));
    for (const name of notebooks) expect(readme).toContain(`\`${name.slice(0, -6)}\``);
  });
});
