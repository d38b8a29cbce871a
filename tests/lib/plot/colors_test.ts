import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { lineChart } from "rnn/plot";

const channels = (color: string) =>
  color.match(/[0-9a-f]{2}/g)!.map((two) => Number.parseInt(two, 16));

/** The relative luminance of a colour, from 0 to 1 (WCAG 2.2). */
function luminance(rgb: number[]): number {
  const [r, g, b] = rgb.map((channel) => channel / 255)
    .map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** The contrast ratio of two colours, from 1 to 21 (WCAG 2.2). */
function contrast(a: number[], b: number[]): number {
  const [low, high] = [luminance(a), luminance(b)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

describe("textColor() of the names of lines", () => {
  const names = ["RNN", "LSTM", "GRU", "a", "b", "c"];
  const series = Object.fromEntries(names.map((name, n) => [name, [n, n + 1]]));
  const chart = lineChart(series, { title: "Six lines", x: "step", y: "value" });

  // text and background of JupyterLab's light theme and of its dark one
  for (
    const [theme, text, paper] of [["light", "#212121", "#ffffff"], ["dark", "#e0e0e0", "#111111"]]
  ) {
    it(`has in the ${theme} theme the contrast of 4.5 that WCAG demands for small text`, () => {
      const names = [
        ...chart.svg().matchAll(/color-mix\(in srgb, (#\w{6}) (\d+)%, currentColor\)/g),
      ];
      expect(names.length).toBe(6);
      for (const [, color, share] of names) {
        const part = Number(share) / 100, ink = channels(text);
        const mixed = channels(color).map((channel, n) => part * channel + (1 - part) * ink[n]);
        expect(contrast(mixed, channels(paper))).toBeGreaterThanOrEqual(4.5);
      }
    });
  }

  it("is the colour of the line in print, where there is no theme", () => {
    expect(chart.svg("#111", "white")).not.toMatch(/color-mix|var\(/);
  });
});
