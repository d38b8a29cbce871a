import { after, before, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { pointsOf, type ProblemSet, sumOfPoints } from "../../grading/judge/check.ts";
import { modelCells } from "../../grading/class/model_key.ts";
import { SETS } from "../../exercises/checks/mod.ts";
import { ps1 } from "../../exercises/checks/ps1.ts";
import { readNotebook } from "../../lib/notebook/cells.ts";
import { root } from "../../tools/paths.ts";
import { runTool, scratch } from "../tools/scratch.ts";
import { mistakenCells, notebookOf, oddNotebook, stubbed } from "./student_work.ts";

/** Returns a student's work on a set: one item left out, a named mistake in the next, the rest correct. */
async function mixed(set: ProblemSet, n: number): Promise<string> {
  const cells = await modelCells(set), left = n % set.checks.length;
  const check = set.checks[(n + 1) % set.checks.length];
  const [name] = Object.keys(check.mistakes);
  const wrong = mistakenCells(cells, check, name);
  return await notebookOf(set, wrong.map((cell, place) => place === left ? stubbed(cell) : cell));
}

/** Returns the points of each item, given those that pass. */
function earnedPoints(set: ProblemSet, passed: (id: string) => boolean): Record<string, number> {
  return Object.fromEntries(set.checks.map(({ id, points }) => [id, passed(id) ? points : 0]));
}

describe("the notebook, deno test and the grader", () => {
  let folder: string;
  before(async () => {
    folder = await scratch();
  });
  after(() => Deno.remove(folder, { recursive: true }));

  const graded = async (path: string) => {
    const { text } = await runTool(root, "grading/grade.ts", ["--json", path, "--student", "ana"]);
    const { items } = JSON.parse(text.split("\n").find((line) => line.startsWith("{"))!);
    const earned: [string, number][] = items.map(
      (item: { id: string; earned: number }) => [item.id, item.earned],
    );
    return Object.fromEntries(earned);
  };

  const byDenoTest = async (path: string, set: ProblemSet) => {
    const junit = `${path}.xml`, script = join(root, "grading", "self_check.ts");
    const args = ["test", "-A", "--no-check", `--junit-path=${junit}`, script, "--", path];
    const { stdout } = await new Deno.Command(Deno.execPath(), { args, cwd: root }).output();
    const xml = await Deno.readTextFile(junit);
    const cases = xml.split("<testcase").filter((text) => / \[\d+ points\]/.test(text)).map((
      text,
    ) => ({
      id: text.match(/&gt; (ps\d\.\w+) \[/)![1],
      failed: text.match(/<failure[^]*?(?:almost|not yet), ([\d.]+) of/)?.[1],
    }));
    expect(cases.length).toBe(set.checks.length);
    const points = Object.fromEntries(set.checks.map(({ id, points }) => {
      const { failed } = cases.find((item) => item.id === id)!;
      return [id, failed === undefined ? points : Number(failed)];
    }));
    const sum = sumOfPoints(Object.values(points).map((earned) => ({ earned })));
    expect(new TextDecoder().decode(stdout)).toContain(`${set.id}: ${sum} of `);
    return points;
  };

  const inTheKernel = async (path: string, set: ProblemSet) => {
    expect((await runTool(root, "tools/run_notebooks.ts", [path])).text).toContain(
      "1 passed, 0 failed",
    );
    const { cells } = await readNotebook(path);
    const texts = cells.flatMap(({ outputs = [] }) => outputs).flatMap(({ data }) =>
      data ? [[data["text/plain"]].flat().join("")] : []
    );
    expect(texts.length).toBe(set.checks.length);
    return Object.fromEntries(texts.map((text) => {
      const [, id, earned] = text.match(/^. (ps\d\.\w+): [a-z ]+, ([\d.]+) of/)!;
      return [id, Number(earned)];
    }));
  };

  /** Checks that the points are the same everywhere, and returns them. */
  const agreed = async (set: ProblemSet, work: string) => {
    const path = join(folder, `${set.id}.ipynb`);
    await Deno.writeTextFile(path, work);
    const points = await graded(path);
    expect(await byDenoTest(path, set)).toEqual(points);
    expect(await inTheKernel(path, set)).toEqual(points);
    return points;
  };

  for (const [n, set] of SETS.entries()) {
    it(`${set.id}: give the same points for every item`, async () => {
      const points = await agreed(set, await mixed(set, n));
      const earned = Object.values(points).reduce((a, b) => a + b);
      expect(earned).toBeGreaterThan(0);
      expect(earned).toBeLessThan(pointsOf(set));
    });
  }

  it("give the same points for cells that are copied, split, changed in type, moved or added", async () => {
    const points = await agreed(ps1, await oddNotebook(await modelCells(ps1)));
    expect(points).toEqual(earnedPoints(ps1, (id) => id !== "ps1.slip"));
  });
});
