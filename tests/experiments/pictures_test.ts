import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { Matrix, normal, seeded } from "rnn";
import { judge } from "../../experiments/pictures/evaluate.ts";
import { columnsOf, dropout } from "../../experiments/pictures/projected.ts";
import { principalComponents, project } from "../../experiments/pictures/projection.ts";
import { pictures } from "../datasets/pictures/pictures.ts";
import { makePictureScenes, pictureCaptions } from "rnn/data";

describe("the experiment with pictures", () => {
  it("finds the direction in which cells vary most, and centers them", () => {
    const random = seeded(1), direction = [0.6, 0, 0.8];
    const cellsOf = () => {
      const along = normal(3)(1, 49, random), noise = normal(0.1)(3, 49, random);
      return Matrix.column(direction).matmul(along).add(noise).addColumn(Matrix.column([5, 1, 2]));
    };
    const grids = Array.from({ length: 20 }, cellsOf);
    const projection = principalComponents((n) => grids[n], 20, 1), { P, m } = projection;
    const cosine = Math.abs(P.matmul(Matrix.column(direction)).at(0)) / P.norm();
    expect(cosine).toBeGreaterThan(0.999);
    expect(m.subtract(Matrix.column([5, 1, 2])).norm()).toBeLessThan(0.3);
    const projected = Matrix.blocks([grids.map((grid) => project(projection, grid))]).data;
    const variance = projected.reduce((sum, value) => sum + value ** 2, 0) / projected.length;
    expect(variance).toBeCloseTo(1, 8);
  });

  it("drops a share of the features and keeps their expected value", () => {
    const dropped = dropout(new Matrix(100, 100).map(() => 1), 0.3, seeded(2)).data;
    const zeros = dropped.filter((value) => value === 0).length / 1e4;
    expect(zeros).toBeGreaterThan(0.28);
    expect(zeros).toBeLessThan(0.32);
    expect(new Set(dropped)).toEqual(new Set([0, 1 / 0.7]));
  });

  it("gives a captioner the cells of a scene, or their means over four quarters", () => {
    const grids = new Matrix(2, 256 * 49).map(() => 1);
    grids.data[256 * 49 + 49] = 17; // scene 1, component 1, the upper left cell
    const split = { scenes: [], grids };
    expect(columnsOf(split, [0, 1], "grid").at(49, 1)).toBe(17);
    const v = columnsOf(split, [0, 1], "quarters");
    expect([v.rows, v.cols, v.at(1, 0), v.at(1, 1), v.at(257, 1)]).toEqual([1024, 2, 1, 2, 1]);
  });

  it("judges correct captions as right, and counts the kinds of errors", () => {
    const { nouns } = pictures, language = "en" as const;
    const scenes = makePictureScenes(pictures, { count: 20, split: "pairs", random: seeded(3) });
    const said = scenes.map((scene) => pictureCaptions(scene, nouns, language)[0].text);
    const right = judge(said, { scenes, nouns, language });
    expect([right.nouns, right.relation, right.both, right.exact]).toEqual([1, 1, 1, 1]);
    expect([right.low, right.high, right.errors]).toEqual([1, 1, {}]);
    const wrong = judge([...said.slice(0, 19), "no words"], { scenes, nouns, language });
    expect(wrong.both).toBe(0.95);
    expect(wrong.errors).toEqual({ "not a sentence": 1 });
  });
});
