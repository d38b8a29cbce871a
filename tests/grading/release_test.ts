import { after, before, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join, relative } from "node:path";
import { SETS } from "../../exercises/checks/mod.ts";
import { EDITS } from "../../exercises/mistakes/mod.ts";
import { modelCells, sourceOf } from "../../grading/class/model_key.ts";
import { tagOf } from "../../grading/process/submission.ts";
import { parseNotebook } from "../../lib/notebook/cells.ts";
import { root } from "../../tools/paths.ts";
import { LAB_FILES } from "../../tools/setup.ts";
import { runTool, scratch } from "../tools/scratch.ts";
import { notebookOf, stubbed } from "./student_work.ts";

describe("deno task release", () => {
  let folder: string, bundle: string;
  const texts = new Map<string, string>();
  before(async () => {
    folder = await scratch();
    bundle = join(folder, "bundle");
    const { code, text } = await runTool(root, "grading/release.ts", [bundle]);
    if (code !== 0) throw new Error(text);
    await read(bundle);
  });
  after(() => Deno.remove(folder, { recursive: true }));

  /** Reads every file of the bundle. */
  async function read(path: string): Promise<void> {
    for await (const { name, isDirectory } of Deno.readDir(path)) {
      const inside = join(path, name);
      if (isDirectory) await read(inside);
      else texts.set(relative(bundle, inside), await Deno.readTextFile(inside));
    }
  }

  /** Runs Deno in the bundle, as a student does. */
  async function deno(...args: string[]): Promise<string> {
    const command = new Deno.Command(Deno.execPath(), {
      args,
      cwd: bundle,
      env: { NO_COLOR: "1" },
    });
    const { stdout, stderr } = await command.output();
    return new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
  }

  it("has the notebooks, the library, the checks and the tools to open them, and nothing else", () => {
    const tops = new Set([...texts.keys()].map((path) => path.split("/")[0]));
    expect([...tops].sort()).toEqual([
      ...[
        "LICENSE",
        "README.md",
        "datasets",
        "deno.json",
        "deno.lock",
        "exercises",
        "grading",
        "lib",
      ],
      ...["models", "notebooks", "pyproject.toml", "tools"],
    ]);
    const notebooks = [...texts.keys()].filter((path) => path.startsWith("notebooks/"));
    expect(notebooks.sort()).toEqual(SETS.map(({ id }) => `notebooks/${id}.ipynb`));
    const grading = [...texts.keys()].filter((path) => /^(grading|exercises)\//.test(path));
    const folders = new Set(grading.map((path) => path.split("/").slice(0, 2).join("/")));
    expect([...folders].sort()).toEqual([
      ...["exercises/answers", "exercises/checks"],
      ...["grading/judge", "grading/mod.ts", "grading/notebook.ts", "grading/own_checks.ts"],
      ...["grading/points.ts", "grading/process", "grading/self_check.ts"],
    ]);
  });

  it("has the packages of the library, and none of the course's own tests and site", () => {
    const { imports } = JSON.parse(texts.get("deno.json")!);
    const { npm } = JSON.parse(texts.get("deno.lock")!);
    const packages = Object.keys(npm).map((name) => name.replace(/(?<=.)@.*/, ""));
    for (const name of ["ml-matrix", "@resvg/resvg-wasm", "sucrase"]) {
      expect([imports[name] !== undefined, packages.includes(name)]).toEqual([true, true]);
    }
    for (const name of ["playwright-core", "binaryen", "typedoc", "mathjax"]) {
      expect(packages).not.toContain(name);
    }
  });

  it("has no line of a solution and no edit of a mistake", async () => {
    const parts: string[] = [], given: string[] = [];
    for (const set of SETS) {
      for (const { source } of await modelCells(set)) {
        given.push(stubbed({ id: "", source }).source); // one item may provide what another one requires
        for (const [, solution] of source.matchAll(/BEGIN SOLUTION([^]*?)\/\/ END SOLUTION/g)) {
          parts.push(
            ...solution.split("\n").map((line) => line.trim()).filter((line) => line.length > 40),
          );
        }
      }
    }
    expect(parts.length).toBeGreaterThan(100);
    const notebooks = [...texts].filter(([path]) => /^(notebooks|exercises|grading)\//.test(path));
    const secret = parts.filter((part) => !given.some((source) => source.includes(part)));
    for (const [path, text] of notebooks) {
      expect(text).not.toContain("BEGIN SOLUTION");
      for (const part of secret) {
        if (text.includes(JSON.stringify(part).slice(1, -1))) {
          throw new Error(`${path} contains: ${part}`);
        }
      }
    }
    const edits = Object.values(EDITS).flatMap((mistakes) => Object.values(mistakes).flat(2));
    const long = edits.filter((edit) => edit.length > 40);
    const escaped = long.map((edit) => JSON.stringify(edit).slice(1, -1));
    const leaked = escaped.filter((edit) => notebooks.some(([, text]) => text.includes(edit)));
    expect(leaked).toEqual([]);
  });

  it("has the notebooks that nbgrader makes: one TODO for each item, and locked checks", () => {
    for (const set of SETS) {
      const text = texts.get(`notebooks/${set.id}.ipynb`)!;
      expect(text.split("// TODO: your lines").length - 1).toBe(set.checks.length);
      const locked = parseNotebook(text).cells.filter((cell) => tagOf(cell).grade);
      expect(locked.map(({ metadata }) => metadata.editable)).toEqual(
        set.checks.map(() => false),
      );
    }
  });

  it("has checks that work in any place: stubs earn nothing, solutions everything", async () => {
    expect(await deno("task", "points", "notebooks/ps1.ipynb")).toContain("0 of 13 points");
    const [, , ps3] = SETS;
    const path = join(bundle, "notebooks", "ps3.ipynb");
    await Deno.writeTextFile(path, await notebookOf(ps3, await modelCells(ps3)));
    expect(await deno("task", "points", "notebooks/ps3.ipynb")).toContain("16 of 16 points");
    await Deno.writeTextFile(path, texts.get("notebooks/ps3.ipynb")!);
  });

  it("has every file that its tools import, and the programs that the kernel starts", async () => {
    for (const tool of ["tools/lab.ts", "tools/lsp.ts", "grading/points.ts"]) {
      const { modules } = JSON.parse(await deno("info", "--json", tool));
      expect(modules.filter(({ error }: { error?: string }) => error)).toEqual([]);
    }
    expect(LAB_FILES.filter((path) => !texts.has(path))).toEqual([]);
  });

  it("refuses a file, a folder that is not empty, and a missing argument", async () => {
    const file = join(bundle, "README.md");
    const refused: [string[], string][] = [
      [[], "Cannot release without one folder: deno task release FOLDER"],
      [[file], `Cannot release to ${file}: it is a file; name a new folder`],
      [
        [bundle],
        `Cannot release to the folder ${bundle}: it is not empty; name another one, or remove it first`,
      ],
    ];
    for (const [args, message] of refused) {
      const { code, text } = await runTool(root, "grading/release.ts", args);
      expect([code, text.trim()]).toEqual([1, message]);
    }
  });

  it("does not change the sources", async () => {
    for (const set of SETS) {
      expect(await Deno.readTextFile(sourceOf(set))).toContain("BEGIN SOLUTION");
    }
  });
});
