import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { stripPlot } from "rnn/plot";
import { count } from "./display.ts";

describe("stripPlot()", () => {
  const options = { title: "t", x: "T", y: "error", domain: [1e-4, 1] as [number, number] };
  const run = (y: number, solved: boolean) => ({ group: 10, series: "RNN", y, solved });

  it("draws each run as a dot, filled if solved, and describes their numbers", () => {
    const figure = stripPlot([run(0.5, false), run(0.001, true), run(0, true)], options);
    expect(count(figure.svg(), "<circle")).toBe(3);
    expect(count(figure.svg(), 'fill="none"')).toBeGreaterThan(0);
    expect(figure.alt).toBe("Dots of 3 runs: 10: RNN 2 of 3 solved");
  });

  it("keeps the dots of a group apart from those of the next, however many there are", () => {
    const series = ["a", "b", "c", "d", "e"], seeds = Array.from({ length: 10 }, (_, n) => n + 1);
    const runs = ["one", "two"].flatMap((group) =>
      series.flatMap((series) => seeds.map((n) => ({ group, series, y: n / 10 })))
    );
    const figure = stripPlot(runs, options), svg = figure.svg();
    const xs = [...svg.matchAll(/<circle[^>]*cx="([\d.]+)"/g)].map(([, x]) => Number(x));
    expect(xs.length).toBe(100);
    expect(Math.max(...xs.slice(0, 50))).toBeLessThan(Math.min(...xs.slice(50)));
    for (let n = 10; n < 50; n += 10) expect(xs[n - 1]).toBeLessThan(xs[n]);
    expect(svg).not.toContain("not solved");
    expect(figure.alt).toContain("one: a 0.1 to 1, b 0.1 to 1");
  });

  it("throws a RangeError for no runs and for NaN", () => {
    expect(() => stripPlot([], options)).toThrow("Cannot draw a strip plot: there are no runs");
    expect(() => stripPlot([run(NaN, false)], options)).toThrow(
      "Cannot draw a run of RNN: its y must be 0 or above, got NaN",
    );
  });
});
