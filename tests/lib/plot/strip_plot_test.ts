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
    expect(figure.alt).toBe("Dots of 3 trainings: 10: RNN 2 of 3 solved");
  });

  it("throws a RangeError for no runs and for NaN", () => {
    expect(() => stripPlot([], options)).toThrow("Cannot draw a strip plot: there are no runs");
    expect(() => stripPlot([run(NaN, false)], options)).toThrow(
      "Cannot draw a run of RNN: its y must be 0 or above, got NaN",
    );
  });
});
