import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { dirname, join } from "node:path";
import { ps3 } from "../../exercises/checks/ps3.ts";
import { SETS } from "../../exercises/checks/mod.ts";
import { modelCells, sources } from "../../grading/class/model_key.ts";
import { captureOutput } from "../../tools/command.ts";
import { root } from "../../tools/paths.ts";
import { runTool, scratch } from "../tools/scratch.ts";
import { mistakenCells, notebookOf, stubbed } from "./student_work.ts";

const run = (...args: string[]) => runTool(root, "grading/points.ts", args);

describe("deno task points", () => {
  it("prints a line for each item of a set, and with --verbose what is wrong", async () => {
    const folder = await scratch(), path = join(folder, "ps3.ipynb");
    const [step] = ps3.checks, [mistake] = Object.keys(step.mistakes);
    const cells = mistakenCells(await modelCells(ps3), step, mistake);
    await Deno.writeTextFile(
      path,
      await notebookOf(ps3, cells.map((cell, n) => n === cells.length - 1 ? stubbed(cell) : cell)),
    );
    const { code, text } = await run(folder);
    expect(code).toBe(1);
    expect(text).toMatch(/^ps3\.step +1\.6 of 2 {2}≈ almost$/m);
    expect(text).toMatch(/^ps3\.slip +0 of 2 {2}· not written yet$/m);
    expect(text).toMatch(/^[\d.]+ of 16 points \(feedback, not the grade\)$/m);
    for (const check of ps3.checks) {
      for (const secret of [check.summary, ...check.hints]) expect(text).not.toContain(secret);
    }
    const verbose = (await run(path, "--verbose")).text;
    expect(verbose).toContain(`${mistake}: ${step.mistakes[mistake]}`);
    expect(verbose).not.toContain("ps3.slip: ");
    const slip = ps3.checks.at(-1)!, secrets = [...slip.hints, ...Object.values(slip.mistakes)];
    for (const secret of [slip.summary, ...secrets]) expect(verbose).not.toContain(secret);
    for (const { summary, hints: [, formula, place] } of ps3.checks) {
      for (const secret of [summary, formula, place]) expect(verbose).not.toContain(secret);
    }
    expect(verbose).not.toMatch(/Stack|\bat file:/);
    await Deno.remove(folder, { recursive: true });
  });

  it("prints a line for each set if there are many items, and succeeds if all pass", async () => {
    const { code, text } = await run(sources);
    const lines = text.trim().split("\n");
    expect([code, lines.length]).toEqual([0, SETS.length + 1]);
    expect(lines.every((line) => /✓ all items$|112 of 112 points/.test(line))).toBe(true);
  });

  it("names the file where a set occurs twice, and takes the id of a set for its notebooks", async () => {
    const folder = await scratch(), cells = await modelCells(ps3);
    const paths = ["ana", "ben"].map((name) => join(folder, name, "ps3.ipynb"));
    for (const [n, path] of paths.entries()) {
      await Deno.mkdir(dirname(path));
      const [first, ...rest] = cells, wrong = { ...first, source: "const terms = 1;" };
      await Deno.writeTextFile(path, await notebookOf(ps3, n === 0 ? cells : [wrong, ...rest]));
    }
    const { text } = await run(folder, "--verbose");
    for (const path of paths) expect(text).toContain(`ps3.slip in ${path} `);
    expect(text).toContain(` in ${paths[1]}: `);
    expect(text).not.toContain(` in ${paths[0]}: `);
    const args = ["run", "-A", "--quiet", join(root, "grading", "points.ts"), "ps3"];
    const named = await captureOutput([Deno.execPath(), ...args], { cwd: folder });
    expect(named.stdout).toContain(`ps3.slip in ${join("ben", "ps3.ipynb")} `);
    await Deno.remove(folder, { recursive: true });
  });

  it("says in one line which path it cannot use, and what to name instead", async () => {
    const folder = await scratch(), broken = join(folder, "ps1.ipynb");
    await Deno.writeTextFile(broken, "{ broken");
    const step = "Name a notebook, such as ps1.ipynb, or the folder that it is in.";
    const cases: [string, string][] = [
      ["lib", `Cannot find a problem set in lib. ${step}`],
      [
        "notebooks/ps9.ipynb",
        `Cannot find notebooks/ps9.ipynb: there is no such file or folder. ${step}`,
      ],
      ["ps9", `Cannot find ps9: there is no such file or folder. ${step}`],
      [
        broken,
        `${broken}: Cannot read the notebook: it is not JSON. Open the file in JupyterLab, save it there, and check it again; if it does not open, copy your code into a new copy of the problem set.`,
      ],
    ];
    for (const [path, message] of cases) {
      const { code, text } = await run(path);
      expect([code, text.trim()]).toEqual([1, message]);
    }
    await Deno.remove(folder, { recursive: true });
  });
});
