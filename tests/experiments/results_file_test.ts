import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { EXPERIMENTS, NAMES } from "../../experiments/about.ts";
import { ResultsFile } from "../../experiments/results_file.ts";
import { loadResults } from "rnn/files";
import { root } from "../../tools/paths.ts";
import { runTool, scratch } from "../tools/scratch.ts";

const plan = { name: "flow", settings: { updates: 2 }, runs: [{ seed: 1 }, { seed: 2 }] };
const full = { ...plan, size: "full" as const, settings: { updates: 20 } };

describe("ResultsFile", () => {
  it("keeps the full size in a file of its own, which says that it is the full size", async () => {
    const folder = await scratch();
    await (await ResultsFile.open(plan, folder)).add({ seed: 2, exact: 1 / 3 });
    await (await ResultsFile.open(full, folder)).add({ seed: 1, exact: 2 / 3 });
    const [small, large] = await Promise.all(
      [join(folder, "flow.json"), join(folder, "full", "flow.json")].map((path) =>
        loadResults(path, "flow")
      ),
    );
    expect([small.size, small.settings, small.runs])
      .toEqual([undefined, { updates: 2 }, [{ seed: 2, exact: 0.3333 }]]);
    expect([large.size, large.settings, large.runs])
      .toEqual(["full", { updates: 20 }, [{ seed: 1, exact: 0.6667 }]]);
    expect((await ResultsFile.open(full, folder)).missing).toEqual([{ seed: 2 }]);
    await Deno.remove(folder, { recursive: true });
  });

  it("does not continue a file of the other size, or of other settings", async () => {
    const folder = await scratch(), path = join(folder, "flow.json");
    await (await ResultsFile.open(plan, folder)).add({ seed: 1 });
    const refusal = `Cannot continue ${path}: it was made with other settings; move it away`;
    await expect(ResultsFile.open({ ...plan, settings: {} }, folder)).rejects.toThrow(refusal);
    await Deno.mkdir(join(folder, "full"));
    await Deno.copyFile(path, join(folder, "full", "flow.json"));
    await expect(ResultsFile.open({ ...full, settings: plan.settings }, folder)).rejects
      .toThrow("it was made with other settings");
    await Deno.remove(folder, { recursive: true });
  });
});

describe("deno task experiment NAME --full", () => {
  it("refuses an experiment that has one size only, in one sentence", async () => {
    const { code, text } = await runTool(root, "experiments/run.ts", ["quotes", "--full"]);
    expect([code, text.trim()]).toEqual([
      1,
      "Cannot run quotes in full size: it has one size only; leave out --full",
    ]);
  });

  it("has larger runs of the same kind where it exists", async () => {
    const sizes = await Promise.all(NAMES.map(async (name) => {
      const { settings, runs, full } = await import(
        new URL(`../../experiments/${name}.ts`, import.meta.url).href
      );
      if (!full) return [];
      expect(Object.keys(full.settings)).toEqual(Object.keys(settings));
      expect(full.settings).not.toEqual(settings);
      expect(Object.keys(full.runs[0])).toEqual(Object.keys(runs[0]));
      return [name];
    }));
    expect(sizes.flat()).toEqual(["places", "reuse"]);
    expect(EXPERIMENTS.places.notebook).toBe("12_five_captioners");
  });
});
