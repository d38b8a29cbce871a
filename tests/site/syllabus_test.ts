import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { basename } from "node:path";
import { SETS } from "../../exercises/checks/mod.ts";
import { cellSource, readNotebook } from "../../lib/notebook/cells.ts";
import { courseNotebook, goalOf, goalTable, PLANS, planTable } from "../../site/build/syllabus.ts";
import { courseNotebooks } from "../../tools/notebook_paths.ts";

const course = await Promise.all(
  courseNotebooks().map(async (path) => {
    const { cells: [first] } = await readNotebook(path);
    return courseNotebook(basename(path, ".ipynb"), cellSource(first));
  }),
);

describe("the syllabus", () => {
  it("has the whole course in twelve weeks", () => {
    const numbers = course.map(({ name }) => name.split("_")[0]);
    expect(PLANS[12].flat().sort()).toEqual([...numbers, ...SETS.map(({ id }) => id)].sort());
  });

  for (const [weeks, plan] of Object.entries(PLANS)) {
    it(`keeps the order of the course in ${weeks} weeks, with at most three hours of reading in each`, () => {
      expect(plan.length).toBe(Number(weeks));
      const notebooks = plan.flat().filter((part) => !part.startsWith("ps"));
      expect(notebooks).toEqual([...new Set(notebooks)].sort());
      const rows = planTable(plan, course, SETS).split("\n").slice(2);
      for (const row of rows) expect(Number(row.match(/(\d+) min/)![1])).toBeLessThanOrEqual(180);
    });
  }

  it("adds up the minutes of a week, and links its notebooks and its set", () => {
    const summary = (name: string, minutes: string) => ({
      ...{ name, title: name, question: "", minutes },
    });
    const two = [summary("00_a", "10"), summary("01_b", "25")];
    expect(planTable([["00", "01", "ps1"]], two, [{ id: "ps1" }]).split("\n")[2])
      .toBe(
        "| 1 | [00_a](00_a.ipynb)<br>[01_b](01_b.ipynb) | 35 min | [ps1](exercises/ps1.ipynb) |",
      );
    expect(() => planTable([["02"]], two, [])).toThrow("Cannot plan a week with notebook 02");
  });

  it("lists the goal of each notebook", () => {
    for (const { goal } of course) expect(goalTable(course)).toContain(`| ${goal.before} |`);
    expect(() => goalOf("00_start", "# Start")).toThrow("Cannot read the goal of 00_start");
  });
});
