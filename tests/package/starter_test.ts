import { after, before, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { captureOutput } from "../../tools/command.ts";
import { makePackage } from "../../tools/package.ts";
import { scratch } from "../tools/scratch.ts";

describe("npx @unrolled/rnn init", () => {
  let folder: string, tarball: string, made: string;
  before(async () => {
    folder = await scratch();
    tarball = join(folder, "rnn.tgz");
    await Deno.copyFile(await makePackage(), tarball);
    made = (await init("my-project", tarball)).stdout;
  });
  after(() => Deno.remove(folder, { recursive: true }));

  /** Runs the program of the tarball as npx does. */
  const init = (...args: string[]) =>
    captureOutput(
      [
        "npm",
        "exec",
        "--yes",
        "--prefer-offline",
        "--package",
        tarball,
        "--",
        "unrolled-rnn",
        "init",
        ...args,
      ],
      { cwd: folder },
    );

  it("makes a project and prints the commands that run it", async () => {
    expect(made).toContain("cd my-project\n  npm install\n  npm start\n");
    const project = join(folder, "my-project");
    const names = [...Deno.readDirSync(project)].map(({ name }) => name).sort();
    expect(names).toEqual([".gitignore", "main.ts", "package.json", "text.txt", "tsconfig.json"]);
    const { compilerOptions } = JSON.parse(await Deno.readTextFile(join(project, "tsconfig.json")));
    expect(compilerOptions.strict).toBe(true);
  });

  it("runs: its types are correct, the loss falls, and the network writes", async () => {
    const cwd = join(folder, "my-project");
    const npm = async (...args: string[]) => {
      const { code, stdout, stderr } = await captureOutput(["npm", ...args], { cwd });
      expect([code, code === 0 ? "" : stdout + stderr]).toEqual([0, ""]);
      return stdout;
    };
    await npm("install", "--silent", "--prefer-offline", "--no-audit");
    await npm("run", "check");
    const printed = await npm("start", "--silent");
    const losses = [...printed.matchAll(/^step \d+: ([\d.]+) nats/gm)].map(([, loss]) =>
      Number(loss)
    );
    expect(losses.length).toBe(6);
    expect(losses.at(-1)).toBeLessThan(0.5 * losses[0]);
    const [, written] = printed.match(/^The ([^]+)$/m)!;
    expect(written.trim().length).toBeGreaterThan(100);
    expect(printed).toContain("WebAssembly SIMD, float32, 1 thread");
  });

  it("depends on the published version unless a place of the package is given", async () => {
    expect((await init("other")).code).toBe(0);
    const text = await Deno.readTextFile(join(folder, "other", "package.json"));
    expect(JSON.parse(text).dependencies).toEqual({ "@unrolled/rnn": "^0.1.0" });
  });

  it("refuses a folder with files, and other commands, in one line", async () => {
    const again = await init("my-project");
    expect([again.code, again.stderr]).toEqual([
      1,
      "Cannot make a project in my-project: the folder is not empty\n",
    ]);
    const none = await init();
    expect([none.code, none.stderr]).toEqual([
      1,
      "Cannot start: use npx @unrolled/rnn init FOLDER [PACKAGE]\n",
    ]);
  });
});
