import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { Matrix } from "rnn";
import { beamSearch } from "rnn/text";
import { beamTree } from "rnn/plot";

describe("beamTree()", () => {
  const words = ["<start>", "a", "three & more", "<end>"];
  const scores = Matrix.of([[-9, 1, 0, -9], [-9, -9, 2, 1], [-9, -9, 0, 1], [0, 0, 0, 0]]);
  const beam = beamSearch(
    {
      initialState: 0,
      step: (_, index) => ({ state: 0, scores: scores.sliceRows(index, index + 1).T }),
    },
    [0],
    4,
    { width: 3, end: 3 },
  );

  it("ranks every finished sentence and draws the best one in bold in the first row", () => {
    const svg = beamTree(beam, words, { title: "t" }).svg();
    for (const [rank, { logProbability }] of beam.hypotheses.entries()) {
      expect(svg).toContain(`${rank + 1}: log P ${logProbability.toFixed(2).replace("-", "−")}`);
    }
    for (const index of beam.hypotheses[0].classes) {
      const name = words[index].replace("&", "&amp;");
      expect(svg).toMatch(new RegExp(`y="20"[^>]*font-weight="bold"[^>]*>${name}<`));
    }
  });

  it("throws a RangeError if a class has no word", () => {
    expect(() => beamTree(beam, ["<start>"], { title: "t" })).toThrow(
      "Cannot draw class 1: there are 1 words",
    );
  });
});
