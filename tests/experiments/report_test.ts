import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { basename, join } from "node:path";
import { EXPERIMENTS, NAMES } from "../../experiments/about.ts";
import { reports, sizeOf, toMarkdown, toText } from "../../experiments/report.ts";
import { cellSource, readNotebook } from "../../lib/notebook/cells.ts";
import { courseNotebooks } from "../../tools/notebook_paths.ts";
import { root } from "../../tools/paths.ts";

const list = await reports();

/** The names of the experiments whose results a notebook loads. */
async function loadedIn(path: string): Promise<string[]> {
  const code = (await readNotebook(path)).cells.filter(({ cell_type }) => cell_type === "code")
    .map(cellSource).join("\n");
  return Array.from(code.matchAll(/"\.\.\/data\/results\/(\w+)\.json"/g), ([, name]) => name);
}

describe("deno task experiments", () => {
  it("lists every program of the folder that has runs, and every recorded result", async () => {
    const programs = [...Deno.readDirSync(join(root, "experiments"))].filter(({ name }) =>
      name.endsWith(".ts")
    ).map(({ name }) => name);
    const withRuns = await Promise.all(programs.map(async (name) => {
      const text = await Deno.readTextFile(join(root, "experiments", name));
      return /^export const runs\b/m.test(text) ? [name.replace(".ts", "")] : [];
    }));
    const recorded = [...Deno.readDirSync(join(root, "data", "results"))].map(({ name }) => name)
      .filter((name) => name.endsWith(".json")).map((name) => name.replace(".json", ""));
    expect(withRuns.flat().sort()).toEqual([...NAMES].sort());
    expect(recorded.sort()).toEqual([...NAMES].sort());
    expect(list.map(({ name }) => name)).toEqual(NAMES);
  });

  it("names, for each experiment, the notebook that loads its results", async () => {
    const pairs: [string, string][] = [];
    for (const path of courseNotebooks()) {
      const notebook = basename(path, ".ipynb");
      for (const name of await loadedIn(path)) pairs.push([name, notebook]);
    }
    for (const [name, { notebook }] of Object.entries(EXPERIMENTS)) {
      const loading = pairs.filter(([loaded]) => loaded === name).map(([, where]) => where);
      expect([name, loading]).toEqual([name, notebook ? expect.arrayContaining([notebook]) : []]);
    }
  });

  it("gives for each the seeds, the budget, the cost, the conclusion, and what would overturn it", () => {
    for (const report of list) {
      expect(sizeOf(report)).toMatch(
        /^\d+ runs, \d+ seeds?; (no training|.*updates.*); [\d.]+ core-minutes/,
      );
      for (const text of [report.question, report.supports, report.overturnedBy]) {
        expect(text).toMatch(/^[A-Z].*[.?]$/);
      }
    }
  });

  it("is the same in a terminal and on the site", () => {
    for (const { name, supports, overturnedBy } of list) {
      for (const text of [toText(list), toMarkdown(list)]) {
        expect([text.includes(name), text.includes(supports), text.includes(overturnedBy)])
          .toEqual([true, true, true]);
      }
    }
  });

  it("adds up what the results recorded", () => {
    const { runs, seeds, minutes } = list.find(({ name }) => name === "dates")!;
    expect([runs, seeds]).toEqual([3, 3]);
    expect(minutes).toBeCloseTo((66.82 + 84.17 + 95.9) / 60, 3);
  });
});
