import { after, before, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join, relative } from "node:path";
import { SETS } from "../../exercises/checks/mod.ts";
import { EDITS } from "../../exercises/mistakes/mod.ts";
import { sourceOf } from "../../grading/class/model.ts";
import { root } from "../../tools/paths.ts";
import { runTool, scratch } from "../tools/scratch.ts";
import { modelCells, notebookOf, stubbed } from "./works.ts";

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

  /** Every text of the bundle by its path. */
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

  it("holds the notebooks, the library, its checks and what opens them, and nothing else", () => {
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
    expect(
      [...texts.keys()].filter((path) =>
        /grade\.ts|class|reports|nbgrader|mistakes\/|source/.test(path)
      ),
    )
      .toEqual([]);
  });

  it("holds no line of a solution and no edit of a mistake", async () => {
    const parts: string[] = [], given: string[] = [];
    for (const set of SETS) {
      for (const { source } of await modelCells(set)) {
        given.push(stubbed({ id: "", source }).source); // what an item gives may be what another one asks for
        for (const [, solution] of source.matchAll(/BEGIN SOLUTION([^]*?)\/\/ END SOLUTION/g)) {
          parts.push(
            ...solution.split("\n").map((line) => line.trim()).filter((line) => line.length > 40),
          );
        }
      }
    }
    expect(parts.length).toBeGreaterThan(100);
    const notebooks = [...texts].filter(([path]) => /^(notebooks|exercises|grading)\//.test(path));
    const asked = parts.filter((part) => !given.some((source) => source.includes(part)));
    for (const [path, text] of notebooks) {
      expect(text).not.toContain("BEGIN SOLUTION");
      for (const part of asked) {
        if (text.includes(JSON.stringify(part).slice(1, -1))) {
          throw new Error(`${path} holds: ${part}`);
        }
      }
    }
    const edits = Object.values(EDITS).flatMap((mistakes) => Object.values(mistakes).flat(2));
    const long = edits.filter((edit) => edit.length > 40);
    expect(
      long.some((edit) =>
        notebooks.some(([, text]) => text.includes(JSON.stringify(edit).slice(1, -1)))
      ),
    ).toBe(false);
  });

  it("its stubs are what nbgrader makes: one TODO an item, the checks locked, no output", () => {
    for (const set of SETS) {
      const { cells } = JSON.parse(texts.get(`notebooks/${set.id}.ipynb`)!);
      const all = texts.get(`notebooks/${set.id}.ipynb`)!;
      expect(all.split("// TODO: your lines").length - 1).toBe(set.checks.length);
      // deno-lint-ignore no-explicit-any -- a notebook's JSON
      const locked = cells.filter(({ metadata }: any) => metadata.nbgrader?.grade);
      expect(locked.length).toBe(set.checks.length);
      // deno-lint-ignore no-explicit-any -- a notebook's JSON
      expect(locked.every(({ metadata }: any) => metadata.editable === false)).toBe(true);
    }
  });

  it("its checks work where the folder lies: stubs earn nothing, solutions everything", async () => {
    expect(await deno("task", "points", "notebooks/ps1.ipynb")).toContain("ps1: 0 of 13 points");
    const [, , ps3] = SETS;
    const path = join(bundle, "notebooks", "ps3.ipynb");
    await Deno.writeTextFile(path, await notebookOf(ps3, await modelCells(ps3)));
    expect(await deno("task", "points", "notebooks/ps3.ipynb")).toContain("ps3: 16 of 16 points");
    await Deno.writeTextFile(path, texts.get("notebooks/ps3.ipynb")!);
  });

  it("refuses a folder that isn't empty, and none", async () => {
    expect((await runTool(root, "grading/release.ts", [bundle])).text).toContain("it is not empty");
    expect((await runTool(root, "grading/release.ts", [])).text).toContain(
      "Cannot release to nowhere",
    );
  });

  it("the sources are as they were", async () => {
    for (const set of SETS) {
      expect(await Deno.readTextFile(sourceOf(set))).toContain("BEGIN SOLUTION");
    }
  });
});
