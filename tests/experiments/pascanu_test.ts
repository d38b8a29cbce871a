import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { loadResults } from "rnn/files";
import type { Outcome, Run } from "../../experiments/pascanu.ts";
import { root } from "../../tools/paths.ts";

const path = join(root, "data", "results", "pascanu.json");
const { runs } = await loadResults<Run & Outcome>(path, "pascanu");

describe("the norms of the experiment pascanu, as notebook 06 describes them", () => {
  const at40 = (method: Run["method"]) =>
    [1, 2].map((seed) =>
      runs.find((run) => run.method === method && run.T === 40 && run.seed === seed)!
    );

  it("stay below the threshold for thousands of updates, with clipping and without", () => {
    const first = at40("SGD").map(({ firstAbove }) => firstAbove!);
    expect(first).toEqual(at40("SGD-C").map(({ firstAbove }) => firstAbove));
    expect(Math.min(...first)).toBeGreaterThan(8000);
    expect(at40("SGD-CR").map(({ firstAbove }) => firstAbove)).toEqual([1, 1]);
  });

  it("throw plain SGD back to guessing, and change the loss by a tenth at most with clipping", () => {
    for (const { lossAtEnd } of at40("SGD")) {
      expect(Math.abs(lossAtEnd! - Math.log(4))).toBeLessThan(0.01);
    }
    for (const { lossBefore, lossAfter, solved } of [...at40("SGD-C"), ...at40("SGD-CR")]) {
      expect(Math.abs(lossAfter! / lossBefore! - 1)).toBeLessThan(0.1);
      expect(solved).toBe(true);
    }
  });

  it("exceed the threshold at T = 20 after 500 updates or more, where plain SGD solves every seed, mostly sooner", () => {
    const at20 = (method: Run["method"]) =>
      runs.filter((run) => run.method === method && run.T === 20).toSorted((a, b) =>
        a.seed - b.seed
      );
    const [free, clipped] = [at20("SGD"), at20("SGD-C")];
    expect(free.length).toBe(5);
    expect(free.map(({ firstAbove }) => firstAbove)).toEqual(
      clipped.map(({ firstAbove }) => firstAbove),
    );
    expect(Math.min(...free.map(({ firstAbove }) => firstAbove!))).toBeGreaterThan(500);
    expect(free.every(({ above, solved }) => above! > 0.4 && solved)).toBe(true);
    expect(free.filter(({ updates }, n) => updates < clipped[n].updates).length).toBe(4);
    expect(free[1].lossBefore).toBeLessThan(0.21);
    expect(free[1].lossAfter).toBeGreaterThan(Math.log(4));
  });

  it("reach hundreds at T = 30, where plain SGD solves every seed", () => {
    const plain = runs.filter(({ method, T }) => method === "SGD" && T === 30);
    expect(plain.map(({ solved }) => solved)).toEqual([true, true, true, true, true]);
    expect(Math.max(...plain.map(({ largestNorm }) => largestNorm))).toBeGreaterThan(350);
  });
});
