import { after, before, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { root } from "../../tools/paths.ts";
import { scratch } from "../tools/scratch.ts";
import { bin, installPrograms, run } from "./environment.ts";

describe("Binder, containers and VS Code", () => {
  before(installPrograms);

  it("Dockerfile: hadolint reports no warning", async () => {
    const lint = [join(bin, "hadolint"), "--no-color", "--failure-threshold", "warning"];
    expect(await run([...lint, "deploy/Dockerfile"])).not.toMatch(/ (warning|error)/);
  });

  it("binder/: repo2docker plans an image that runs the set-up", async () => {
    const made = await run([join(bin, "jupyter-repo2docker"), "--no-build", "--debug", "."]);
    expect(made).toContain("RUN ./binder/postBuild");
    expect(made).not.toContain("pip install"); // only postBuild installs
  });

  it("devcontainer.json: the reference implementation reads it", async () => {
    const cli = ["npx", "-y", "@devcontainers/cli@0.89.0", "read-configuration"];
    const engine = ["--docker-path", "/bin/true"]; // it looks for running containers, and there are none
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

    it("makes the kernel known to another JupyterLab than the course's", async () => {
      expect(await run(["jupyter", "kernelspec", "list"], { cwd: clone, env })).toContain(
        "unrolled",
      );
      expect(await run(["git", "status", "--short"], { cwd: clone })).toBe("");
    });

    it("lets that JupyterLab run a notebook", async () => {
      const notebook = join(clone, "notebooks", "01_unrolled.ipynb");
      await run(["jupyter", "execute", "--inplace", notebook], { cwd: clone, env });
      const { cells } = JSON.parse(await Deno.readTextFile(notebook));
      const outputs = cells.flatMap((cell: { outputs?: { output_type: string }[] }) =>
        cell.outputs ?? []
      );
      expect(outputs.length).toBeGreaterThan(10);
      expect(outputs.filter(({ output_type }: { output_type: string }) => output_type === "error"))
        .toEqual([]);
    });

    it("puts the kernel where the Jupyter extension of VS Code looks", async () => {
      const own = join(clone, ".venv", "bin", "jupyter"); // the interpreter of .vscode/settings.json
      const { kernelspecs } = JSON.parse(
        await run([own, "kernelspec", "list", "--json"], { cwd: clone, env: { HOME: folder } }),
      );
      expect(kernelspecs.unrolled.resource_dir).toBe(
        join(clone, ".venv", "share", "jupyter", "kernels", "unrolled"),
      );
    });
  });
});
