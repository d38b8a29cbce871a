import { after, before, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { captureOutput } from "../../tools/command.ts";
import { root } from "../../tools/paths.ts";
import { findPython } from "../../tools/python.ts";
import { scratch } from "../tools/scratch.ts";

const venv = join(root, ".venv-open"), bin = join(venv, "bin");

/** Runs a program, and gives what it prints; throws Error where it fails. */
async function run(command: string[], options: Deno.CommandOptions = {}): Promise<string> {
  const { code, stdout, stderr } = await captureOutput(command, { cwd: root, ...options });
  if (code !== 0) throw new Error(`${command.join(" ")}: ${stdout}${stderr}`);
  return stdout;
}

describe("what opens the course elsewhere", () => {
  before(async () => {
    await run([...await findPython(), "-m", "venv", venv]);
    const pip = [join(bin, "pip"), "install", "--quiet", "--disable-pip-version-check"];
    await run([...pip, "-r", "requirements-open.txt"]);
  });

  it("Dockerfile: hadolint has no warning", async () => {
    const lint = [join(bin, "hadolint"), "--no-color", "--failure-threshold", "warning"];
    expect(await run([...lint, "deploy/Dockerfile"])).not.toMatch(/ (warning|error)/);
  });

  it("binder/: repo2docker reads it, and the image it would build runs the set-up", async () => {
    const made = await run([join(bin, "jupyter-repo2docker"), "--no-build", "--debug", "."]);
    expect(made).toContain("RUN ./binder/postBuild");
    expect(made).not.toContain("requirements-teacher");
  });

  it("devcontainer.json: the program of the specification reads it", async () => {
    const cli = ["npx", "-y", "@devcontainers/cli@0.89.0", "read-configuration"];
    const engine = ["--docker-path", "/bin/true"]; // it asks for running containers, and there are none
    const { configuration } = JSON.parse(
      await run([...cli, ...engine, "--workspace-folder", root]),
    );
    expect(configuration.image).toMatch(/^python:/);
    expect(configuration.containerEnv.JUPYTER_PATH).toMatch(
      /^\/workspaces\/.+\/\.venv\/share\/jupyter$/,
    );
  });

  describe("binder/postBuild in a fresh clone", () => {
    let folder: string, clone: string, env: Record<string, string>;
    before(async () => {
      folder = await scratch();
      clone = join(folder, "repo");
      env = { HOME: folder, PATH: `${bin}:${Deno.env.get("PATH")}` };
      await run(["git", "clone", "--quiet", root, clone]);
      await run([join(clone, "binder", "postBuild")], { cwd: clone, env });
    });
    after(() => Deno.remove(folder, { recursive: true }));

    it("makes the kernel known to a JupyterLab that is not the course's", async () => {
      expect(await run(["jupyter", "kernelspec", "list"], { cwd: clone, env })).toContain(
        "unrolled",
      );
      expect(await run(["git", "status", "--short"], { cwd: clone })).toBe("");
    });

    it("leaves a checkout in which that JupyterLab runs a notebook", async () => {
      const notebook = join(clone, "notebooks", "02_unrolled.ipynb");
      await run(["jupyter", "execute", "--inplace", notebook], { cwd: clone, env });
      const { cells } = JSON.parse(await Deno.readTextFile(notebook));
      const outputs = cells.flatMap((cell: { outputs?: { output_type: string }[] }) =>
        cell.outputs ?? []
      );
      expect(outputs.length).toBeGreaterThan(10);
      expect(outputs.filter(({ output_type }: { output_type: string }) => output_type === "error"))
        .toEqual([]);
    });

    it("shows the kernel where VS Code's Jupyter extension looks", async () => {
      const own = join(clone, ".venv", "bin", "jupyter"); // the interpreter that .vscode/settings.json names
      const { kernelspecs } = JSON.parse(
        await run([own, "kernelspec", "list", "--json"], { cwd: clone, env: { HOME: folder } }),
      );
      expect(kernelspecs.unrolled.resource_dir).toBe(
        join(clone, ".venv", "share", "jupyter", "kernels", "unrolled"),
      );
    });
  });
});
