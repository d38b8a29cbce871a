import { after, before, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { captureOutput } from "../../tools/command.ts";
import { jupyterEnv, root, temporaryFolder, venvProgram } from "../../tools/paths.ts";
import { scratch } from "./scratch.ts";

const FULL = 'mount -t tmpfs -o size=64k none "$0"'; // too small for what the tools need
const READ_ONLY = 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0"';

/** Runs a tool while a folder is mounted differently, which no other process sees. */
async function runMounted(mount: string, folder: string, args: string[], env = {}) {
  // No coverage is recorded, because its file could not be written there.
  const shell = [
    "unshare",
    "--mount",
    "sh",
    "-c",
    `${mount} && unset DENO_COVERAGE_DIR && exec "$@"`,
    folder,
  ];
  const tool = [Deno.execPath(), "run", "-A", "--quiet", ...args];
  const { code, stdout, stderr } = await captureOutput([...shell, ...tool], { cwd: root, env });
  return { code, text: stdout + stderr };
}

const canMount = Deno.build.os === "linux" &&
  (await captureOutput(["unshare", "--mount", "mount", "-t", "tmpfs", "none", "/mnt"])).code === 0;

describe("on a full or a read-only disk (Linux, root only)", { skip: !canMount }, () => {
  let folder: string, notebook: string;
  before(async () => {
    folder = await scratch();
    notebook = join(folder, "small.ipynb");
    const cell = { id: "a", cell_type: "code", metadata: {}, outputs: [], execution_count: null };
    const metadata = { kernelspec: { name: "unrolled", display_name: "x" } };
    const cells = [{ ...cell, source: `f( "${"x".repeat(40_000)}" );` }]; // fits once, not twice
    const content = { cells, metadata, nbformat: 4, nbformat_minor: 5 };
    await Deno.writeTextFile(notebook, JSON.stringify(content));
  });
  after(() => Deno.remove(folder, { recursive: true }));

  it("the notebook runner says that there is no space for the kernel's files", async () => {
    const runtime = jupyterEnv.JUPYTER_RUNTIME_DIR;
    const { code, text } = await runMounted(FULL, runtime, ["tools/run_notebooks.ts", notebook]);
    expect(text).toMatch(
      /^Cannot use \S+: the disk is full; free some space and start again\n$/,
    );
    expect(code).toBe(1);
  });

  it("JupyterLab does not start in a read-only checkout", async () => {
    const { code, text } = await runMounted(READ_ONLY, root, ["tools/lab.ts", "--no-browser"]);
    expect(text).toMatch(
      /^Cannot use \S+: it is on a read-only disk; copy the course to a folder that you can write to\n$/,
    );
    expect(code).toBe(1);
  });

  it("the type check says where temporary files can go", async () => {
    const { code, text } = await runMounted(READ_ONLY, folder, ["tools/check.ts", notebook], {
      TMPDIR: folder,
    });
    expect(text).toBe(
      "Cannot make a temporary folder: set TMPDIR to a folder that you can write to\n",
    );
    expect(code).toBe(1);
  });

  it("a notebook stays as it was if there is no space to save it", async () => {
    const place = join(folder, "place"), copy = join(place, "small.ipynb");
    await Deno.mkdir(place);
    const show = `const [python, ...args] = Deno.args;
      const { code, stderr } = await new Deno.Command(python, { args }).output();
      const isSame = await Deno.readTextFile("${copy}") === await Deno.readTextFile("${notebook}");
      console.log(code, isSame, [...Deno.readDirSync("${place}")].length, new TextDecoder().decode(stderr));`;
    await Deno.writeTextFile(join(folder, "show.ts"), show);
    const tool = [venvProgram("python"), "tools/format_cells.py", Deno.execPath(), copy];
    const args = [join(folder, "show.ts"), ...tool];
    const { text } = await runMounted(`${FULL} && cp "${notebook}" "$0"`, place, args);
    expect(text).toContain(`1 true 1 Cannot use ${copy}: No space left on device; free some space`);
  });
});

it("the error for a temporary folder that cannot be made says what to do", async () => {
  const before = Deno.env.get("TMPDIR"), file = join(root, "deno.json");
  Deno.env.set("TMPDIR", file);
  try {
    await expect(temporaryFolder("x")).rejects.toThrow(
      `Cannot write temporary files in ${file}: set TMPDIR to a folder that you can write to, with free space`,
    );
  } finally {
    if (before === undefined) Deno.env.delete("TMPDIR");
    else Deno.env.set("TMPDIR", before);
  }
});
