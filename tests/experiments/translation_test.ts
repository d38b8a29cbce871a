// Tests of the recorded results of the experiments translation, attention and dates, and of the shipped weights.
import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { seeded } from "rnn";
import { loadResults, loadWeights } from "rnn/files";
import { attentionParams, spelledDigitVocab, translatorParams } from "rnn/models";
import { evaluate, type Outcome, type Run, settings, tests } from "../../experiments/attention.ts";
import type * as dates from "../../experiments/dates.ts";
import { root } from "../../tools/paths.ts";

type Row = Run & Outcome;

const folder = join(root, "data", "results");
const { runs } = await loadResults<Row>(join(folder, "attention.json"), "attention");
const mean = (list: number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;

/** Returns the runs of a row with the rate that is best on validation. */
function chosen(row: Run["row"]): Row[] {
  const byRate = Map.groupBy(runs.filter((run) => run.row === row), ({ rate }) => rate);
  const score = (some: Row[]) => mean(some.map(({ validation }) => validation));
  return [...byRate.values()].reduce((best, some) => score(some) > score(best) ? some : best);
}

describe("attention", () => {
  it("tests on 100 sources for every ten characters", () => {
    const lengths = tests().map(([text]) => text.length);
    expect(lengths.length).toBe(600);
    lengths.forEach((length, n) => expect(Math.ceil(length / 10)).toBe(1 + Math.floor(n / 100)));
  });

  it("compares networks of equal sizes, within 3 %, over the same seeds and updates", () => {
    const sizes = runs.map(({ parameters }) => parameters);
    expect(Math.max(...sizes) / Math.min(...sizes)).toBeLessThan(1.03);
    const { attention, vector, "vector, reversed": reversed } = settings.rows;
    for (const { updates, seeds } of [vector, reversed]) {
      expect([updates, seeds]).toEqual([attention.updates, attention.seeds]);
    }
  });

  it("has intervals around its results", () => {
    for (const { byLength, intervals } of runs) {
      byLength.forEach((share, n) => {
        expect(intervals[n][0] <= share && share <= intervals[n][1]).toBe(true);
      });
    }
  });

  for (
    const [name, row, params] of [
      ["attention", "attention", attentionParams],
      ["reversed", "vector, reversed", translatorParams],
    ] as const
  ) {
    it(`ships weights of ${row} that translate as recorded`, async () => {
      const { hidden, reversed } = settings.rows[row], vocab = spelledDigitVocab(reversed);
      const sizes = { source: vocab.source.size, target: vocab.target.size, hidden };
      const path = join(folder, "translation", `${name}.bin`);
      const shipped = await loadWeights(path, params(sizes, seeded(1)));
      const { seed, rate } = shipped.metadata;
      const recorded = runs.find((run) =>
        run.row === row && run.seed === seed && run.rate === rate
      )!;
      expect(chosen(row)).toContain(recorded);
      const { validation, matches } = evaluate(shipped.params, row === "attention", reversed);
      expect(Math.abs(validation - recorded.validation)).toBeLessThan(0.02);
      expect(Math.abs(mean(matches.map(Number)) - recorded.test)).toBeLessThan(0.02);
    });
  }
});

describe("dates", () => {
  it("has no mistake on 2,000 unseen days with any of three seeds", async () => {
    const { runs } = await loadResults<dates.Run & dates.Outcome>(
      join(folder, "dates.json"),
      "dates",
    );
    expect(runs.map(({ exact }) => exact)).toEqual([1, 1, 1]);
  });
});
