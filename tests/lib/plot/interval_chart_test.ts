import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { intervalChart } from "rnn/plot";
import { count } from "./display.ts";

describe("intervalChart()", () => {
  const options = { title: "t", x: "frame", y: "share" };
  const one = (group: number, y: number) => ({ group, series: "LSTM", y, low: y - 0.1, high: 0.9 });

  it("draws each result as a dot and describes the range of each group", () => {
    const figure = intervalChart([one(1, 0.2), one(1, 0.3), one(2, 0.9)], options);
    expect(count(figure.svg(), "<circle")).toBe(3);
    expect(figure.alt).toBe("Dots with intervals: t. 1: LSTM 0.2 to 0.3; 2: LSTM 0.9 to 0.9");
  });

  it("leaves room below the axis for names of two lines", () => {
    const bottom = (group: string) => {
      const zero = { group, series: "LSTM", y: 0, low: 0, high: 0 };
      return Number(/<circle[^>]* cy="([\d.]+)"/.exec(intervalChart([zero], options).svg())![1]);
    };
    expect(bottom("RNN") - bottom("RNN,\northogonal")).toBe(12);
  });

  it("throws a RangeError for no results and for a result outside its interval", () => {
    expect(() => intervalChart([], options)).toThrow(
      "Cannot draw an interval chart: there are no results",
    );
    expect(() => intervalChart([one(1, 1)], options)).toThrow(
      "Cannot draw 1: it is outside its interval 0.9 to 0.9",
    );
    expect(() => intervalChart([one(1, NaN)], options)).toThrow("Cannot draw NaN");
  });
});
