import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { normal, type Params, seeded } from "rnn";
import { toValues, Value } from "rnn/autodiff";
import { type Captioner, captioners, captionLoss, zerosLikeBatch } from "rnn/models";
import { type Place, placedCaptioner, PLACES } from "../../../models/captioners/places.ts";
import { countOf } from "../../../experiments/statistics.ts";

const SIZES = { words: 7, embedding: 8, hidden: 8, features: 5 }, BATCH = 3;
const places = Object.keys(PLACES) as Place[];
const words = [[1, 1, 1], [4, 3, 6], [5, 0, 3]].map((list) => Int32Array.from(list));
const targets = [[4, 3, 6], [5, 2, 3], [2, 4, 2]].map((list) => Int32Array.from(list));
const v = normal(1)(SIZES.features, BATCH, seeded(4));

/** The loss of the first `steps` words. */
function lossOf(captioner: Captioner, params: Params, steps = 3): number {
  const captions = { words: words.slice(0, steps), targets: targets.slice(0, steps) };
  return captionLoss(captioner, toValues(params), new Value(v), captions, zerosLikeBatch(BATCH))
    .matrix.at(0);
}

/** Returns a captioner of these places, and its weights under the names of another captioner. */
function place(cell: "RNN" | "LSTM", where: Place) {
  const captioner = placedCaptioner(cell, where, SIZES), params = captioner.params(seeded(3));
  return { captioner, params, loss: (steps?: number) => lossOf(captioner, params, steps) };
}

describe("placedCaptioner()", () => {
  it("has equally many weights for every place, from the same random numbers", () => {
    for (const cell of ["RNN", "LSTM"] as const) {
      const [first, ...others] = places.map((where) => place(cell, where).params);
      for (const params of others) expect(params).toEqual(first);
      const recurrent = (cell === "RNN" ? 1 : 4) * (2 * 8 * 8 + 8);
      expect(countOf(first)).toBe(7 * 8 + recurrent + 8 * 5 + 7 * 8 + 7);
    }
  });

  it("is the lecture's captioner with Wih = Wxh Wiv, if the image enters at every step", () => {
    const { params, loss } = place("RNN", "every step"), Wih = params.Wxh.matmul(params.Wiv);
    expect(loss()).toBeCloseTo(lossOf(captioners.lecture(SIZES), { ...params, Wih }), 12);
  });

  it("is the same at the first step, and sees no image at the later ones", () => {
    const { captioner, params, loss } = place("RNN", "first step");
    expect(loss(1)).toBeCloseTo(place("RNN", "every step").loss(1), 12);
    const p = toValues(params), x = new Value(normal(1)(8, BATCH, seeded(5)));
    const { state, image } = captioner.start(p, new Value(v), zerosLikeBatch(BATCH));
    const blind = captioner.step(p, x, state, undefined, 2);
    expect(captioner.step(p, x, state, image, 2).matrix).toEqual(blind.matrix);
    expect(captioner.step(p, x, state, image, 1).matrix).not.toEqual(blind.matrix);
  });

  it("is CS231n's captioner with Wproj = Wiv, if the image is the initial state", () => {
    const { params, loss } = place("RNN", "initial state");
    const other = captioners.CS231n(SIZES), model = other.params(seeded(1));
    const same = { ...params, Wproj: params.Wiv, bproj: model.bproj };
    expect(loss()).toBeCloseTo(lossOf(other, same), 12);
  });

  it("is Show and Tell with WI = Wiv, if the image is the first input of an LSTM", () => {
    const { params, loss } = place("LSTM", "first input");
    expect(loss()).toBeCloseTo(
      lossOf(captioners.Vinyals(SIZES), { ...params, WI: params.Wiv }),
      12,
    );
  });

  it("keeps the image out of the state, if only the readout sees it", () => {
    for (const cell of ["RNN", "LSTM"] as const) {
      const { captioner, params } = place(cell, "readout"), p = toValues(params);
      const { state, image } = captioner.start(p, new Value(v), zerosLikeBatch(BATCH));
      const x = new Value(normal(1)(8, BATCH, seeded(5)));
      const next = captioner.step(p, x, state, image, 1);
      expect(next.matrix).toEqual(captioner.step(p, x, state, undefined, 1).matrix);
      const { Why, by, Wiv } = params, h = next.matrix.sliceRows(next.rows - 8);
      const m = h.add(Wiv.matmul(v)).map(Math.tanh);
      expect(captioner.scores(p, x, next, image).matrix).toEqual(Why.matmul(m).addColumn(by));
    }
  });

  it("refuses word vectors that are not as long as the state", () => {
    expect(() => placedCaptioner("RNN", "readout", { ...SIZES, embedding: 4 })).toThrow(
      "Cannot place the image: expected word vectors of 8 elements, one for each unit, got 4",
    );
  });
});
