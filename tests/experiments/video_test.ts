import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { seeded } from "rnn";
import { loadResults, loadWeights } from "rnn/files";
import { loadDigits } from "../../experiments/shared.ts";
import * as video from "../../experiments/video.ts";
import { root } from "../../tools/paths.ts";

/** Returns the runs of the experiment video at the rate that is best on validation videos, by network. */
async function chosenVideos(): Promise<Record<string, (video.Run & video.Outcome)[]>> {
  const path = join(root, "data", "results", "video.json");
  const { runs } = await loadResults<video.Run & video.Outcome>(path, "video");
  return Object.fromEntries(
    Object.keys(video.settings.hidden).map((name) => {
      const list = runs.filter(({ model }) => model === name);
      const [{ rate: best }] = list.filter(({ seed }) => seed === 1)
        .toSorted((a, b) => a.validation - b.validation);
      expect(video.CHOSEN[name as video.Run["model"]]).toBe(best);
      return [name, list.filter(({ rate }) => rate === best)];
    }),
  );
}

describe("the experiment video, as notebook 10 describes it", () => {
  it("classifies directions of videos with every memory that has a wide start, and with none at chance", async () => {
    const chosen = await chosenVideos();
    expect(Object.values(chosen).map((list) => list.length)).toEqual(Array(6).fill(3));
    for (const [name, list] of Object.entries(chosen)) {
      for (const { direction: { exact, intervals } } of list) {
        const [first, ...later] = exact, isBlind = name.startsWith("frame by frame");
        for (const share of isBlind ? exact : [first]) {
          expect(Math.abs(share - 1 / 5)).toBeLessThan(0.07);
        }
        if (!isBlind && name !== "LSTM, usual start") {
          expect(Math.min(...later)).toBeGreaterThanOrEqual(0.95);
        }
        exact.forEach((share, t) => {
          expect(intervals[t][0] <= share && share <= intervals[t][1]).toBe(true);
        });
      }
    }
    const parameters = Object.entries(chosen).filter(([name]) => !name.endsWith("64 units"))
      .flatMap(([, list]) => list.map(({ parameters }) => parameters));
    expect(Math.max(...parameters) / Math.min(...parameters)).toBeLessThan(1.01);
  });

  it("classifies digits of videos better with each frame only with a memory, and best without one", async () => {
    const chosen = await chosenVideos();
    const gain = ({ digit: { exact } }: video.Outcome) => exact.at(-1)! - exact[0];
    for (const name of ["LSTM", "LSTM, usual start", "RNN"]) {
      expect(Math.min(...chosen[name].map(gain))).toBeGreaterThan(0.02);
    }
    for (const name of ["frame by frame", "frame by frame, 64 units"]) {
      expect(Math.max(...chosen[name].map(gain))).toBeLessThan(0.02);
    }
  });

  it("ships video weights that predict as recorded", async () => {
    const model = video.modelOf("LSTM"), file = join(root, "data", "results", "video", "LSTM.bin");
    const { params } = await loadWeights(file, model.params(seeded(1)));
    const { direction, digit } = video.evaluate(model, params, await loadDigits(), "test");
    const rounded = (list: number[]) => list.map((share) => Number(share.toPrecision(4)));
    const [recorded] = (await chosenVideos()).LSTM;
    expect(rounded(direction.exact)).toEqual(recorded.direction.exact);
    expect(rounded(digit.exact)).toEqual(recorded.digit.exact);
  });
});
