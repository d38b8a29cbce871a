import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { lineChart } from "rnn/plot";

const channels = (color: string) =>
  color.match(/[0-9a-f]{2}/g)!.map((two) => Number.parseInt(two, 16));

/** The luminance of a colour, from 0 to 1 (WCAG 2.2, relative luminance). */
function luminance(rgb: number[]): number {
  const [r, g, b] = rgb.map((channel) => channel / 255)
    .map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** The contrast of two colours, from 1 to 21 (WCAG 2.2, contrast ratio). */
function contrast(a: number[], b: number[]): number {
  const [low, high] = [luminance(a), luminance(b)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

describe("the names of lines", () => {
  const chart = lineChart({
    RNN: [1, 2],
    LSTM: [2, 3],
    GRU: [3, 4],
    a: [4, 5],
    b: [5, 6],
    c: [6, 7],
  }, {
    title: "Six lines",
    x: "step",
    y: "value",
  });

  // text and background of JupyterLab's light theme and of its dark one
  for (
    const [theme, text, paper] of [["light", "#212121", "#ffffff"], ["dark", "#e0e0e0", "#111111"]]
  ) {
    it(`can be read in the ${theme} theme: a contrast of at least 4.5, as WCAG asks of small text`, () => {
      const names = [
        ...chart.svg().matchAll(/color-mix\(in srgb, (#\w{6}) (\d+)%, currentColor\)/g),
      ];
      expect(names.length).toBe(6);
      for (const [, color, share] of names) {
        const part = Number(share) / 100, ink = channels(text);
        const mixed = channels(color).map((channel, n) => part * channel + (1 - part) * ink[n]);
        expect([color, contrast(mixed, channels(paper)) >= 4.5]).toEqual([color, true]);
      }
    });
  }

  it("have their lines' own colours in a picture for print, where no theme is", () => {
    expect(chart.svg("#111", "white")).not.toMatch(/color-mix|var\(/);
  });
});
