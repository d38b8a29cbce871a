import { afterEach, beforeEach, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { root } from "../../tools/paths.ts";
import { findPython } from "../../tools/python.ts";
import { copyOfCheckout, programIn, runTool } from "./scratch.ts";

const OFFLINE = { PIP_INDEX_URL: "http://127.0.0.1:9/simple", PIP_RETRIES: "0" }; // nothing listens there

// Windows finds programs in another way: not tried there.
describe("set-up", { skip: Deno.build.os === "windows" }, () => {
  let folder: string;
  beforeEach(async () => {
    folder = await copyOfCheckout();
  });
  afterEach(() => Deno.remove(folder, { recursive: true }));

  it("says what to do where there is no Python", async () => {
    const { code, text } = await runTool(folder, "tools/setup.ts", [], {
      PATH: join(folder, "nowhere"),
    });
    expect(text).toContain(
      "Cannot find Python: install Python 3.11 or newer and start again",
    );
    expect(code).toBe(1);
  });

  it("says what to do where Python is too old", async () => {
    const PATH = await programIn(folder, "python3", "echo 3.9");
    const { code, text } = await runTool(folder, "tools/setup.ts", [], { PATH });
    expect(text).toContain(
      "Cannot use Python 3.9: install Python 3.11 or newer and start again",
    );
    expect(code).toBe(1);
  });

  it("says what to do where Python has no venv module, and leaves no half of one", async () => {
    const [python] = await findPython();
    const found =
      (await new Deno.Command(python, { args: ["-c", "import sys; print(sys.executable)"] })
        .output()).stdout;
    const real = new TextDecoder().decode(found).trim();
    const hidden =
      `[ "$2" = venv ] && { echo "No module named venv" >&2; exit 1; }; exec ${real} "$@"`;
    const PATH = await programIn(folder, "python3", hidden);
    const { code, text } = await runTool(folder, "tools/setup.ts", [], { PATH });
    expect(text).toContain("Cannot make .venv: Python's venv module is missing; install it");
    expect(await exists(join(folder, ".venv"))).toBe(false);
    expect(code).toBe(1);
  });

  it("repairs a half-made .venv by itself, and says what to do where there is no network", async () => {
    await Deno.mkdir(join(folder, ".venv", "bin"), { recursive: true });
    await Deno.writeTextFile(join(folder, ".venv", "left-over"), "");
    const { code, text } = await runTool(folder, "tools/setup.ts", [], OFFLINE);
    expect(text).toContain(
      "Cannot fetch the Python packages: check the network and start again",
    );
    expect(await exists(join(folder, ".venv", "left-over"))).toBe(false);
    expect(await exists(join(folder, ".venv", "bin", "pip"))).toBe(true);
    expect(code).toBe(1);
  });

  it("keeps a .venv that lies where it was made, and makes one anew that was moved with its folder", async () => {
    const venv = join(folder, ".venv");
    await new Deno.Command((await findPython())[0], { args: ["-m", "venv", venv] }).output();
    await Deno.writeTextFile(join(venv, "left-over"), "");
    await runTool(folder, "tools/setup.ts", [], OFFLINE);
    expect(await exists(join(venv, "left-over"))).toBe(true);
    const moved = `${folder}-moved`;
    await Deno.rename(folder, moved);
    folder = moved;
    await runTool(folder, "tools/setup.ts", [], OFFLINE);
    expect(await exists(join(folder, ".venv", "left-over"))).toBe(false);
    const pip = await Deno.readTextFile(join(folder, ".venv", "bin", "pip"));
    expect(pip.split("\n")[0]).toContain(moved);
  });
});

it("set-up says which program of .venv it cannot start", async () => {
  const { code, text } = await runTool(root, "tools/setup.ts", ["no-such-program"]);
  expect(text.trim()).toMatch(/^Cannot start \S+no-such-program(\.exe)?: not found$/);
  expect(code).toBe(1);
});

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}
