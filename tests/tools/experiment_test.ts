import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { root } from "../../tools/place.ts";
import * as captioning from "../../tools/experiments/captioning.ts";
import * as dates from "../../tools/experiments/dates.ts";
import * as draw from "../../tools/experiments/draw.ts";
import * as digits from "../../tools/experiments/digits.ts";
import * as lengths from "../../tools/experiments/lengths.ts";
import * as attention from "../../tools/experiments/attention.ts";
import * as pascanu from "../../tools/experiments/pascanu.ts";
import * as translation from "../../tools/experiments/translation.ts";
import { bounds, enlarged, Matrix, noiseFor, seeded, splitDigits } from "rnn";
import { loadResults, loadWeights } from "rnn/files";
import { readData } from "../../tools/experiments/captioning/pretrain.ts";
import { runTool } from "./scratch.ts";

describe("deno task experiment", () => {
  it("refuses a name it doesn't know", async () => {
    const { code, text } = await runTool(root, "experiment.ts", ["weather"]);
    expect([code, text.trim()]).toEqual([
      1,
      "Cannot run experiment weather: there are pascanu and lengths and digits and captioning and translation and attention and dates and draw",
    ]);
  });

  it("has recorded every run of its plan, with the settings of its program", async () => {
    const all = { pascanu, lengths, digits, translation, attention, dates, draw, captioning };
    for (const [name, { runs, settings }] of Object.entries(all)) {
      const recorded = await loadResults(join(root, "data", "results", `${name}.json`), name);
      expect(recorded.settings).toEqual(settings);
      expect(recorded.runs.length).toBe(runs.length);
      recorded.runs.forEach((run, n) => expect(run).toMatchObject({ ...runs[n] }));
    }
  });

  it("tells 97 of 100 test digits or more, whatever the seed", async () => {
    const { runs } = await loadResults(join(root, "data", "results", "digits.json"), "digits");
    for (const { accuracy } of runs) expect(accuracy).toBeGreaterThanOrEqual(0.97);
  });

  it("translates unseen numbers: 99.5 % by words and 97 % by letters, whatever the seed", async () => {
    const path = join(root, "data", "results", "translation.json");
    const { runs } = await loadResults<translation.Run & translation.Outcome>(path, "translation");
    const large = runs.filter(({ level, hidden }) => level === "characters" || hidden === 64);
    expect(large.length).toBeGreaterThanOrEqual(4);
    for (const { level, exact } of large) {
      expect(exact).toBeGreaterThanOrEqual(level === "words" ? 0.995 : 0.97);
    }
  });

  it("paints in eight steps what costs a VAE two nats more, whatever the seed", async () => {
    const path = join(root, "data", "results", "draw.json");
    const { runs } = await loadResults<draw.Run & draw.Outcome>(path, "draw");
    const of = (model: draw.Run["model"]) => runs.filter((run) => run.model === model);
    const nats = (model: draw.Run["model"]) => of(model).map(({ bound }) => bound);
    expect(Math.max(...nats("attention"))).toBeLessThan(Math.min(...nats("VAE")) - 2);
    const sizes = runs.map(({ parameters }) => parameters);
    expect(Math.max(...sizes) / Math.min(...sizes)).toBeLessThan(1.05);
  });

  it("ships weights of 2 MB at most", () => {
    for (const [name, files] of Object.entries({ translation: 4, draw: 3 })) {
      const folder = join(root, "data", "results", name);
      const sizes = [...Deno.readDirSync(folder)].map(({ name }) =>
        Deno.statSync(join(folder, name)).size
      );
      expect(sizes.length).toBe(files);
      expect(Math.max(...sizes)).toBeLessThan(2_000_000);
    }
  });

  it("gives the shipped painters' bounds again", async () => {
    const { side, threshold } = draw.settings, path = join(root, "data", "results", "draw");
    const { test } = splitDigits(await readData()), some = test.slice(0, 60);
    const images = Matrix.blocks([some.map((digit) => enlarged(digit, { side, threshold }))]);
    for (const model of ["attention", "whole", "VAE"] as const) {
      const painter = draw.painterOf(model), model0 = painter.params(seeded(1));
      const { params, about } = await loadWeights(join(path, `${model}.bin`), model0);
      const { data } = bounds(painter, params, images, noiseFor(painter, 60, seeded(1)));
      const mean = data.reduce((sum, nats) => sum + nats, 0) / 60;
      expect(Math.abs(mean - Number(about.bound))).toBeLessThan(4); // 60 of 299 digits
    }
  });

  it("gives the recorded outcome again, run for run", async () => {
    const same = async (
      name: "pascanu" | "lengths",
      again: Record<string, unknown>,
      plan: Record<string, unknown>,
    ) => {
      const { runs } = await loadResults(join(root, "data", "results", `${name}.json`), name);
      const recorded = runs.find((run) => Object.entries(plan).every(([key, v]) => run[key] === v));
      expect([again.solved, again.updates]).toEqual([recorded!.solved, recorded!.updates]);
    };
    const short = pascanu.runs.find(({ T, method }) => T === 10 && method === "SGD-CR")!;
    await same("pascanu", { ...await pascanu.run(short) }, { ...short });
    const quick = lengths.runs.find(({ T, task, cell }) =>
      T === 10 && task === "adding" && cell === "GRU"
    )!;
    await same("lengths", { ...await lengths.run(quick) }, { ...quick });
    const { runs } = await loadResults(join(root, "data", "results", "digits.json"), "digits");
    const { accuracy } = await digits.run(digits.runs[0]);
    expect(Math.abs(accuracy - (runs[0].accuracy as number))).toBeLessThan(0.01);
  });
});
