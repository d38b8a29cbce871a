import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { root } from "../../tools/paths.ts";
import * as draw from "../../experiments/draw.ts";
import * as digits from "../../experiments/digits.ts";
import * as flow from "../../experiments/flow.ts";
import * as forced_eye from "../../experiments/forced_eye.ts";
import type * as glimpses from "../../experiments/glimpses.ts";
import * as lengths from "../../experiments/lengths.ts";
import * as probe from "../../experiments/probe.ts";
import * as quotes from "../../experiments/quotes.ts";
import * as sentiment from "../../experiments/sentiment.ts";
import * as pascanu from "../../experiments/pascanu.ts";
import type * as translation from "../../experiments/translation.ts";
import { latentNoise, negativeELBO } from "rnn/models";
import { splitDigits, upscale } from "rnn/data";
import { Matrix, seeded } from "rnn";
import { loadResults, loadWeights } from "rnn/files";
import { loadDigits } from "../../experiments/shared.ts";
import { NAMES } from "../../experiments/about.ts";
import { mean } from "../../experiments/statistics.ts";
import { runTool } from "../tools/scratch.ts";

describe("deno task experiment", () => {
  it("refuses an unknown name", async () => {
    const { code, text } = await runTool(root, "experiments/run.ts", ["weather"]);
    expect([code, text.trim()]).toEqual([
      1,
      `Cannot run experiment weather: choose one of ${NAMES.join(", ")}`,
    ]);
  });

  it("has recorded every run of its plan, with the settings of its program", async () => {
    for (const name of NAMES) {
      const { runs, settings }: { runs: object[]; settings: unknown } = await import(
        new URL(`../../experiments/${name}.ts`, import.meta.url).href
      );
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
    const of = (kind: glimpses.Run["eye"], planned = true) =>
      runs.filter(({ eye, curriculum }) => eye === kind && curriculum === planned)
        .map(({ exact }) => exact);
    expect([of("learned").length, of("random").length]).toEqual([3, 3]);
    expect(Math.min(...of("learned"))).toBeGreaterThanOrEqual(0.85);
    expect(Math.min(...of("learned")) - Math.max(...of("random"))).toBeGreaterThanOrEqual(0.5);
    for (const { exact, low, high } of runs) expect(low <= exact && exact <= high).toBe(true);
    const unplanned = of("learned", false); // without a curriculum
    expect(unplanned.filter((exact) => exact > 0.85).length).toBe(2);
    expect(Math.min(...unplanned)).toBeLessThan(Math.min(...of("random")));
    expect(Math.max(...unplanned)).toBeLessThan(Math.min(...of("learned")));
  });

  it("ends a reading without memory where no ink is in view, and seldom where some is, with every seed", async () => {
    const path = join(root, "data", "results", "forced_eye.json");
    const { runs } = await loadResults<forced_eye.Run & forced_eye.Outcome>(path, "forced_eye");
    for (const { ends, miscounted, forgetfulBlank, forgetfulInk } of runs) {
      expect([miscounted[0], forgetfulBlank[0]]).toEqual([0, 1]);
      expect(forgetfulInk[2]).toBeLessThan(0.4);
      for (const { free, onDigits } of ends) {
        expect(free[0]).toBe(1);
        expect(onDigits[0]).toBeGreaterThan(0.9);
      }
      const [{ forced, repeated }, , { forced: thirdForced, ink }] = ends;
      expect(forced[0]).toBeLessThan(0.15);
      expect(repeated[0]).toBeGreaterThan(0.85);
      expect([thirdForced[0] > 0.6, ink[0]]).toEqual([true, 1]);
    }
    expect(runs.map(({ empty }) => empty[0] === 1)).toEqual([true, true, false]);
  });

  it("finds with the shipped reader what the forced eye recorded", async () => {
    const path = join(root, "data", "results", "forced_eye.json");
    const { runs } = await loadResults<forced_eye.Run & forced_eye.Outcome>(path, "forced_eye");
    const { ends, empty, forgetfulInk } = await forced_eye.run({ seed: 1 });
    const close = (again: forced_eye.Share, [recorded]: forced_eye.Share) =>
      expect(again[0]).toBeCloseTo(recorded, 3);
    ends.forEach(({ forced, forgetful }, n) => {
      close(forced, runs[0].ends[n].forced);
      close(forgetful, runs[0].ends[n].forgetful);
    });
    close(empty, runs[0].empty);
    close(forgetfulInk, runs[0].forgetfulInk);
  });

  it("has a lower bound for DRAW with attention than for any rival, with every seed", async () => {
    const path = join(root, "data", "results", "draw.json");
    const { runs } = await loadResults<draw.Run & draw.Outcome>(path, "draw");
    const of = (model: draw.Run["model"]) => runs.filter((run) => run.model === model);
    const nats = (model: draw.Run["model"]) => of(model).map(({ bound }) => bound);
    const names = ["whole", "VAE", "longVAE", "VAE80", "deepVAE", "longDeepVAE"] as const;
    const rivals = names.map(nats);
    expect([nats("attention"), ...rivals].map((list) => list.length)).toEqual(Array(7).fill(3));
    expect(Math.max(...nats("attention"))).toBeLessThan(Math.min(...rivals.flat()));
    const [whole, once, , latents, deep, longDeep] = rivals.map(mean);
    expect(latents).toBeGreaterThan(once);
    expect(latents - deep).toBeGreaterThan(2);
    expect(Math.abs(deep - whole)).toBeLessThan(1 / 2);
    expect(longDeep).toBeLessThan(Math.min(deep, whole));
    const sizes = runs.map(({ parameters }) => parameters);
    expect(Math.max(...sizes) / Math.min(...sizes)).toBeLessThan(1.05);
  });

  it("has helped two of three VAEs by more updates, all best before their last", async () => {
    const path = join(root, "data", "results", "draw.json");
    const { runs } = await loadResults<draw.Run & draw.Outcome>(path, "draw");
    const [long, short] = (["longVAE", "VAE"] as const).map((model) =>
      runs.filter((run) => run.model === model).toSorted((a, b) => a.seed - b.seed)
    );
    expect(long.filter(({ bound }, n) => bound < short[n].bound).length).toBe(2);
    expect(long.every(({ best, updates }) => best < updates)).toBe(true);
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

  it("finds again what it recorded of an untrained character model's units", async () => {
    const path = join(root, "data", "results", "probe.json");
    const { runs } = await loadResults<probe.Run & probe.Outcome>(path, "probe");
    const recorded = runs.find(({ trained, seed }) => !trained && seed === 1)!.features;
    const { features } = await probe.run({ trained: false, seed: 1 });
    for (const [name, { unit, linear }] of Object.entries(features)) {
      expect(unit.index).toBe(recorded[name].unit.index);
      expect(unit.r).toBeCloseTo(recorded[name].unit.r, 3);
      expect(linear.r).toBeCloseTo(recorded[name].linear.r, 3);
    }
  });

  it("classifies sentiment of held-out patterns, where the mean needs more training than the last state", async () => {
    const path = join(root, "data", "results", "sentiment.json");
    const { runs } = await loadResults<sentiment.Run & sentiment.Outcome>(path, "sentiment");
    for (const { exact, low, high, byPattern } of runs) {
      expect(low <= exact && exact <= high).toBe(true);
      expect(mean(Object.values(byPattern))).toBeCloseTo(exact, 3); // each pattern has 20 sentences
    }
    const accuracy = (pooling: string, updates: number) =>
      mean(
        runs.filter((run) => run.pooling === pooling && run.updates === updates)
          .map(({ exact }) => exact),
      );
    expect(accuracy("last", 500) - accuracy("mean", 500)).toBeGreaterThan(0.05);
    expect(Math.abs(accuracy("last", 1500) - accuracy("mean", 1500))).toBeLessThan(0.01);
    const { exact: again } = await sentiment.run({ pooling: "last", updates: 500, seed: 1 });
    expect(again).toBeCloseTo(runs[0].exact, 3);
  });

  for (
    const [name, files] of [["translation", 3], ["glimpses", 2], ["video", 2], ["draw", 3]] as const
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
