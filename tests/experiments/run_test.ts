import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { root } from "../../tools/paths.ts";
import * as captioning from "../../experiments/captioning.ts";
import * as dates from "../../experiments/dates.ts";
import * as draw from "../../experiments/draw.ts";
import * as digits from "../../experiments/digits.ts";
import * as flow from "../../experiments/flow.ts";
import * as glimpses from "../../experiments/glimpses.ts";
import * as lengths from "../../experiments/lengths.ts";
import * as attention from "../../experiments/attention.ts";
import * as quotes from "../../experiments/quotes.ts";
import * as sentiment from "../../experiments/sentiment.ts";
import * as video from "../../experiments/video.ts";
import * as pascanu from "../../experiments/pascanu.ts";
import * as translation from "../../experiments/translation.ts";
import { latentNoise, negativeELBO } from "rnn/models";
import { splitDigits, upscale } from "rnn/data";
import { Matrix, seeded } from "rnn";
import { loadResults, loadWeights } from "rnn/files";
import { loadDigits } from "../../experiments/shared.ts";
import { runTool } from "../tools/scratch.ts";

describe("deno task experiment", () => {
  it("refuses an unknown name", async () => {
    const { code, text } = await runTool(root, "experiments/run.ts", ["weather"]);
    expect([code, text.trim()]).toEqual([
      1,
      "Cannot run experiment weather: choose one of flow, quotes, pascanu, lengths, digits, captioning, translation, attention, dates, sentiment, video, glimpses, draw",
    ]);
  });

  it("has recorded every run of its plan, with the settings of its program", async () => {
    const all = {
      ...{ flow, quotes, pascanu, lengths, digits, translation, attention, dates, captioning },
      ...{ sentiment, video, glimpses, draw },
    };
    for (const [name, { runs, settings }] of Object.entries(all)) {
      const recorded = await loadResults(join(root, "data", "results", `${name}.json`), name);
      expect(recorded.settings).toEqual(settings);
      expect(recorded.runs.length).toBe(runs.length);
      recorded.runs.forEach((run, n) => expect(run).toMatchObject({ ...runs[n] }));
    }
  });

  it("finds in two of its runs what it recorded", async () => {
    const { runs } = await loadResults<flow.Run & flow.Outcome>(
      join(root, "data", "results", "flow.json"),
      "flow",
    );
    for (const n of [0, runs.length - 1]) {
      const again = flow.run(flow.runs[n]);
      const rounded = (list: number[]) => list.map((share) => Number(share.toPrecision(4)));
      expect(rounded(again.h32)).toEqual(runs[n].h32);
      if (again.c32) expect(rounded(again.c32)).toEqual(runs[n].c32);
    }
  });

  it("tells inside quotes from outside again with a network of its plan", async () => {
    const path = join(root, "data", "results", "quotes.json");
    const { runs } = await loadResults<quotes.Run & quotes.Outcome>(path, "quotes");
    const n = runs.findIndex(({ row, gap }) => row === "LSTM" && gap === 10);
    const { validation, test, forgetAtQuotes } = await quotes.run(quotes.runs[n]);
    expect([validation, test]).toEqual([runs[n].validation, runs[n].test]);
    expect(forgetAtQuotes).toBeCloseTo(runs[n].forgetAtQuotes!, 3);
  });

  it("draws marks at distances from g/2 to 3g/2, and targets that change at marks alone", () => {
    const { steps, size, xs, targets } = quotes.quotedText(10, 1, seeded(1));
    const marks = Array.from(xs as Int32Array, (x, t) => x === 8 ? t : -1).filter((t) => t >= 0);
    expect([steps, size, marks.length > 2]).toEqual([40, 1, true]);
    for (const [n, t] of marks.entries()) {
      const distance = t - (marks[n - 1] ?? 0);
      expect(distance >= 5 && distance <= 15).toBe(true);
    }
    const said = targets as Int32Array;
    for (let t = 1; t < steps; t++) {
      expect(said[t] !== said[t - 1]).toBe(marks.includes(t));
    }
  });

  it("classifies 97 % of test digits correctly with every seed", async () => {
    const { runs } = await loadResults(join(root, "data", "results", "digits.json"), "digits");
    for (const { accuracy } of runs) expect(accuracy).toBeGreaterThanOrEqual(0.97);
  });

  it("translates held-out numbers: 99.5 % by words and 97 % by characters with every seed", async () => {
    const path = join(root, "data", "results", "translation.json");
    const { runs } = await loadResults<translation.Run & translation.Outcome>(path, "translation");
    const large = runs.filter(({ level, hidden }) => level === "characters" || hidden === 64);
    expect(large.length).toBeGreaterThanOrEqual(4);
    for (const { level, exact } of large) {
      expect(exact).toBeGreaterThanOrEqual(level === "words" ? 0.995 : 0.97);
    }
  });

  it("reads 85 % of strips without a mistake, 50 points more than with random glimpses, with every seed", async () => {
    const path = join(root, "data", "results", "glimpses.json");
    const { runs } = await loadResults<glimpses.Run & glimpses.Outcome>(path, "glimpses");
    const of = (kind: glimpses.Run["eye"]) =>
      runs.filter(({ eye }) => eye === kind).map(({ exact }) => exact);
    expect([of("learned").length, of("random").length]).toEqual([3, 3]);
    expect(Math.min(...of("learned"))).toBeGreaterThanOrEqual(0.85);
    expect(Math.min(...of("learned")) - Math.max(...of("random"))).toBeGreaterThanOrEqual(0.5);
    for (const { exact, low, high } of runs) expect(low <= exact && exact <= high).toBe(true);
  });

  it("has a bound for DRAW two nats lower on average than for a VAE, and lower with every seed", async () => {
    const path = join(root, "data", "results", "draw.json");
    const { runs } = await loadResults<draw.Run & draw.Outcome>(path, "draw");
    const of = (model: draw.Run["model"]) => runs.filter((run) => run.model === model);
    const nats = (model: draw.Run["model"]) => of(model).map(({ bound }) => bound);
    const mean = (list: number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;
    for (const rival of ["VAE", "longVAE"] as const) {
      expect([nats("attention").length, nats(rival).length]).toEqual([3, 3]);
      expect(mean(nats(rival)) - mean(nats("attention"))).toBeGreaterThanOrEqual(2);
      expect(Math.max(...nats("attention"))).toBeLessThan(Math.min(...nats(rival)));
    }
    const sizes = runs.map(({ parameters }) => parameters);
    expect(Math.max(...sizes) / Math.min(...sizes)).toBeLessThan(1.05);
  });

  it("reproduces the bounds of the shipped generative models", async () => {
    const { side, threshold } = draw.settings, path = join(root, "data", "results", "draw");
    const { test } = splitDigits(await loadDigits()), some = test.slice(0, 60);
    const images = Matrix.blocks([some.map((digit) => upscale(digit, { side, threshold }))]);
    for (const model of ["attention", "whole", "VAE"] as const) {
      const generator = draw.modelOf(model), model0 = generator.params(seeded(1));
      const { params, metadata } = await loadWeights(join(path, `${model}.bin`), model0);
      const { data } = negativeELBO(
        generator,
        params,
        images,
        latentNoise(generator, 60, seeded(1)),
      );
      const mean = data.reduce((sum, nats) => sum + nats, 0) / 60;
      expect(Math.abs(mean - Number(metadata.bound))).toBeLessThan(4); // 60 of 299 digits
    }
  });

  it("classifies sentiment of held-out patterns, 85 % from the last state with every seed", async () => {
    const path = join(root, "data", "results", "sentiment.json");
    const { runs } = await loadResults<sentiment.Run & sentiment.Outcome>(path, "sentiment");
    for (const { pooling, exact, low, high } of runs) {
      expect(low <= exact && exact <= high).toBe(true);
      if (pooling === "last") expect(exact).toBeGreaterThanOrEqual(0.85);
    }
    const { exact: again } = await sentiment.run({ pooling: "last", seed: 1 });
    expect(again).toBeCloseTo(runs[0].exact, 3);
  });

  it("classifies directions from two frames with an LSTM, and with no model from one", async () => {
    const path = join(root, "data", "results", "video.json");
    const { runs } = await loadResults<video.Run & video.Outcome>(path, "video");
    for (const { model, direction: { exact, intervals }, seconds } of runs) {
      const [first, ...later] = exact, blind = model === "LSTM" ? [first] : exact;
      for (const share of blind) expect(Math.abs(share - 1 / 5)).toBeLessThan(0.06);
      if (model === "LSTM") expect(Math.min(...later)).toBeGreaterThanOrEqual(0.9);
      exact.forEach((share, t) => {
        expect(intervals[t][0] <= share && share <= intervals[t][1]).toBe(true);
      });
      expect(seconds).toBeLessThan(15 * 60);
    }
    const [lstm, framewise] = ["LSTM", "frame by frame"].map((name) =>
      runs.find(({ model }) => model === name)!.parameters
    );
    expect(framewise).toBeGreaterThanOrEqual(lstm);
  });

  it("ships video weights that predict as recorded", async () => {
    const path = join(root, "data", "results", "video.json");
    const { runs } = await loadResults<video.Run & video.Outcome>(path, "video");
    const model = video.modelOf("LSTM"), file = join(root, "data", "results", "video", "LSTM.bin");
    const { params } = await loadWeights(file, model.params(seeded(1)));
    const { direction, digit } = video.evaluate(model, params, await loadDigits(), "test");
    const rounded = (list: number[]) => list.map((share) => Number(share.toPrecision(4)));
    expect(rounded(direction.exact)).toEqual(runs[0].direction.exact);
    expect(rounded(digit.exact)).toEqual(runs[0].digit.exact);
  });

  for (
    const [name, files] of [["translation", 4], ["glimpses", 2], ["video", 2], ["draw", 3]] as const
  ) {
    it(`ships weights of 2 MB at most for ${name}`, () => {
      const folder = join(root, "data", "results", name);
      const sizes = [...Deno.readDirSync(folder)].map(({ name }) =>
        Deno.statSync(join(folder, name)).size
      );
      expect(sizes.length).toBe(files);
      expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(2_000_000);
    });
  }

  it("reproduces the recorded outcomes", async () => {
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
    const quick = lengths.runs.find(({ T, task, row, rate }) =>
      T === 20 && task === "adding" && row === "GRU" && rate === 0.01
    )!;
    await same("lengths", { ...await lengths.run(quick) }, { ...quick });
    const { runs } = await loadResults(join(root, "data", "results", "digits.json"), "digits");
    const { accuracy } = await digits.run(digits.runs[0]);
    expect(Math.abs(accuracy - (runs[0].accuracy as number))).toBeLessThan(0.01);
  });
});
