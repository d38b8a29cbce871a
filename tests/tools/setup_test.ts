import { afterEach, beforeEach, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { dirname, join } from "node:path";
import { writeBundle } from "../../tools/bundle.ts";
import { captureOutput } from "../../tools/command.ts";
import { root } from "../../tools/paths.ts";
import { findPython } from "../../tools/python.ts";
import { copyOfCheckout, programIn, runTool, scratch } from "./scratch.ts";

const OFFLINE = { PIP_INDEX_URL: "http://127.0.0.1:9/simple", PIP_RETRIES: "0" }; // no server listens there

const WHEEL = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1] + "/tiny_one-1.0-py3-none-any.whl", "w") as wheel:
    info = "tiny_one-1.0.dist-info/"
    wheel.writestr("tiny_one.py", "")
    wheel.writestr(info + "METADATA", "Metadata-Version: 2.1\\nName: tiny-one\\nVersion: 1.0\\n")
    wheel.writestr(info + "WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
    wheel.writestr(info + "RECORD", "")`;

// On Windows programs are found in another way.
describe("set-up", { skip: Deno.build.os === "windows" }, () => {
  let folder: string;
  beforeEach(async () => {
    folder = await copyOfCheckout();
  });
  afterEach(() => Deno.remove(folder, { recursive: true }));

  it("says what to do if there is no Python", async () => {
    const { code, text } = await runTool(folder, "tools/setup.ts", [], {
      PATH: join(folder, "nowhere"),
    });
    expect(text).toContain(
      "Cannot find Python: install Python 3.11 or newer and start again",
    );
    expect(code).toBe(1);
  });

  it("says what to do if Python is too old", async () => {
    const PATH = await programIn(folder, "python3", "echo 3.9");
    const { code, text } = await runTool(folder, "tools/setup.ts", [], { PATH });
    expect(text).toContain(
      "Cannot use Python 3.9: install Python 3.11 or newer and start again",
    );
    expect(code).toBe(1);
  });

  it("says what to do if Python has no venv module, and leaves no incomplete .venv", async () => {
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

  it("repairs an incomplete .venv, and says what to do if there is no network", async () => {
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

  it("keeps a .venv in its place, and replaces one that was moved with its folder", async () => {
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

  it("installs packages in .venv even if pip is configured to install elsewhere, or nothing", async () => {
    const found = await useTinyPackage(folder), elsewhere = join(folder, "elsewhere");
    const PIP_CONFIG_FILE = join(folder, "pip.conf");
    const places = ["user = true", `target = ${elsewhere}`, `prefix = ${elsewhere}`];
    const lines = ["[install]", ...places, "dry-run = true", "no-index = true", ""]; // no-index has to be kept
    await Deno.writeTextFile(PIP_CONFIG_FILE, lines.join("\n"));
    await runTool(folder, "tools/setup.ts", [], {
      ...{ PIP_CONFIG_FILE, PIP_USER: "1", PIP_TARGET: elsewhere, PIP_PREFIX: elsewhere },
      ...{ PIP_REQUIRE_HASHES: "1", PIP_PYTHON: "nowhere", PYTHONPATH: folder },
      PIP_FIND_LINKS: found.PIP_FIND_LINKS,
    });
    expect((await inVenv(folder, "import tiny_one")).code).toBe(0);
    expect(await exists(elsewhere)).toBe(false);
  });

  it("is done once if two are started at the same time", async () => {
    const bin = join(folder, ".venv", "bin"), env = await useTinyPackage(folder);
    await new Deno.Command((await findPython())[0], { args: ["-m", "venv", dirname(bin)] })
      .output();
    await Deno.symlink(Deno.execPath(), join(bin, "deno"));
    const both = await Promise.all([1, 2].map(() => runTool(folder, "tools/setup.ts", [], env)));
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    const steps = both.map(({ text }) => text.match(/^\d of 4: /gm)?.length ?? 0);
    expect(steps.sort()).toEqual([0, 4]);
  });

  it("recreates .venv if its Python was removed, and only then", async () => {
    const bin = join(folder, ".venv", "bin"), env = await useTinyPackage(folder);
    await new Deno.Command((await findPython())[0], { args: ["-m", "venv", dirname(bin)] })
      .output();
    await Deno.symlink(Deno.execPath(), join(bin, "deno"));
    expect((await runTool(folder, "tools/setup.ts", [], env)).code).toBe(0);
    const again = await runTool(folder, "tools/setup.ts", ["python", "-c", "print(1)"], env);
    expect(again).toEqual({ code: 0, text: "1\n" });
    await Deno.remove(join(bin, "python3"));
    await Deno.symlink("/opt/removed/bin/python3", join(bin, "python3"));
    expect((await runTool(folder, "tools/setup.ts", [], env)).text).toContain("Setting up .venv");
    expect((await inVenv(folder, "import tiny_one")).code).toBe(0);
  });
});

it("set-up starts programs of .venv without the user's Python, pip, Deno and Node settings", async () => {
  const folder = await scratch();
  await Deno.mkdir(join(folder, "jupyter_core"));
  await Deno.writeTextFile(join(folder, "jupyter_core", "__init__.py"), "raise ImportError()\n");
  const env = { PYTHONPATH: folder, PYTHONHOME: folder, VIRTUAL_ENV: folder, PIP_CERT: "kept" };
  const code =
    "import jupyter_core, os; print(os.environ['PIP_CERT'], 'VIRTUAL_ENV' in os.environ)";
  const started = await runTool(root, "tools/setup.ts", ["python", "-c", code], env);
  await Deno.remove(folder, { recursive: true });
  expect(started).toEqual({ code: 0, text: "kept False\n" });
});

it("the course loads in a folder of a larger workspace", async () => {
  const above = await scratch(), course = join(above, "course");
  await Deno.mkdir(join(above, "app"));
  await Deno.writeTextFile(join(above, "app", "deno.json"), "{}");
  await Deno.writeTextFile(join(above, "app", "package.json"), '{ "name": "app" }');
  await writeBundle(course);
  const packages = { private: true, workspaces: ["app"], dependencies: { "no-such-package": "1" } };
  const files = { "deno.json": { workspace: ["./app"] }, "package.json": packages };
  for (const [name, value] of Object.entries(files)) {
    await Deno.writeTextFile(join(above, name), JSON.stringify(value));
    const load = 'import { Matrix } from "rnn"; console.log(Matrix.of([[1]]).rows);';
    const done = await captureOutput([Deno.execPath(), "eval", load], { cwd: course });
    expect(done).toEqual({ code: 0, stdout: "1\n", stderr: "" });
  }
  await Deno.remove(above, { recursive: true });
});

it("set-up names the program of .venv that it cannot start", async () => {
  const { code, text } = await runTool(root, "tools/setup.ts", ["no-such-program"]);
  expect(text.trim()).toMatch(/^Cannot start \S+no-such-program(\.exe)?: not found$/);
  expect(code).toBe(1);
});

/** Makes the set-up install only a package of two lines, and returns the settings with which it is found offline. */
async function useTinyPackage(folder: string): Promise<Record<string, string>> {
  await Deno.writeTextFile(join(folder, "pyproject.toml"), 'lab = [\n  "tiny-one==1.0",\n]\n');
  await new Deno.Command((await findPython())[0], { args: ["-c", WHEEL, folder] }).output();
  return { PIP_NO_INDEX: "1", PIP_FIND_LINKS: folder };
}

function inVenv(folder: string, code: string) {
  return captureOutput([join(folder, ".venv", "bin", "python"), "-c", code]);
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}
