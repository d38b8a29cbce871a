import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { parse, type ParseError } from "jsonc-parser";
import { join } from "node:path";
import { captureOutput } from "../../tools/command.ts";
import { root } from "../../tools/paths.ts";
import { KERNEL } from "../../tools/setup.ts";

const read = (path: string) => Deno.readTextFile(join(root, path));

/** A file of JSON with comments; throws where it is anything else. */
async function readJson(path: string) {
  const errors: ParseError[] = [];
  const value = parse(await read(path), errors);
  if (errors.length > 0) throw new SyntaxError(`${path}: ${JSON.stringify(errors)}`);
  return value;
}

describe("what opens the course elsewhere", () => {
  it("names one Python everywhere", async () => {
    const [, full, minor] = (await read("deploy/Dockerfile")).match(
      /^FROM python:((3\.\d+)\.\d+)/m,
    )!;
    expect((await read("binder/runtime.txt")).trim()).toBe(`python-${minor}`);
    expect((await readJson(".devcontainer/devcontainer.json")).image).toMatch(`python:${full}-`);
  });

  it("has scripts that a shell reads, with the kernel under its name", async () => {
    const { image: _, onCreateCommand, containerEnv } = await readJson(
      ".devcontainer/devcontainer.json",
    );
    for (const script of [await read("binder/postBuild"), onCreateCommand]) {
      expect(await captureOutput(["bash", "-n", "-c", script])).toEqual({
        code: 0,
        stdout: "",
        stderr: "",
      });
      expect(script).toContain("tools/setup.ts");
      const pin = script.match(/\$\(grep -o '(.+?)' pyproject\.toml\)/)?.[1];
      expect((await read("pyproject.toml")).match(new RegExp(pin!, "gm"))).toHaveLength(1);
    }
    expect(await read("binder/postBuild")).toContain(`kernels/${KERNEL.name}`);
    expect(containerEnv.JUPYTER_PATH).toMatch(/\/\.venv\/share\/jupyter$/);
  });

  it("has a postBuild that may be executed", { skip: Deno.build.os === "windows" }, async () => {
    const { mode } = await Deno.stat(join(root, "binder/postBuild"));
    expect(mode! & 0o111).toBe(0o111);
  });

  it("copies into images only what is there", async () => {
    const copied = (await read("deploy/Dockerfile")).matchAll(
      /^COPY (?!--from)(?:--\S+ )?(.+) \S+$/gm,
    );
    const paths = [...copied].flatMap(([, paths]) => paths.split(" "));
    expect(paths.length).toBeGreaterThan(6);
    for (const path of paths) expect((await Deno.lstat(join(root, path))).size).toBeGreaterThan(0);
  });

  it("recommends in VS Code what the dev container installs", async () => {
    const { customizations } = await readJson(".devcontainer/devcontainer.json");
    const { recommendations } = await readJson(".vscode/extensions.json");
    expect(recommendations).toEqual(customizations.vscode.extensions);
    const settings = await readJson(".vscode/settings.json");
    expect(settings["python.defaultInterpreterPath"]).toMatch("/.venv/bin/python");
  });
});
