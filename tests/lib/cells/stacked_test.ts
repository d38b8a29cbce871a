import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import {
  bptt,
  CaptionCell,
  Matrix,
  normal,
  numericalGradient,
  relativeError,
  RNNCell,
  seeded,
  stacked,
  unroll,
} from "rnn";
import { linearLoss, sequence } from "./sequence.ts";

describe("stacked()", () => {
  it("names the parameters by layer and puts the state of the last layer at the bottom", () => {
    const random = seeded(1);
    const cell = stacked(new RNNCell(2, 3, random), new RNNCell(3, 4, random));
    expect(Object.keys(cell.params).slice(0, 2)).toEqual(["layer1.Wxh", "layer1.Whh"]);
    const step = cell.step(new Matrix(2, 1), new Matrix(7, 1));
    expect(step.state.sliceRows(3).data).toEqual(step.h.data);
  });

  it("has the gradient on the context of one layer, and refuses a context in several", () => {
    const random = seeded(1), v = normal(1)(2, 1, random);
    const caption = new CaptionCell(3, 4, 2, random, normal(0.6)).withContext(v);
    const cell = stacked(new RNNCell(2, 3, random), caption, new RNNCell(4, 2, random));
    const { xs, direct, state0 } = sequence(cell, 5, 1);
    const { dcontext } = bptt(cell, unroll(cell, xs, state0), direct);
    const dv = numericalGradient(() => linearLoss(cell, xs, direct, state0), v);
    expect(relativeError(dcontext!, dv)).toBeLessThan(1e-7);
    const two = stacked(caption, new CaptionCell(4, 4, 2, random).withContext(v));
    const step = two.step(new Matrix(3, 1), new Matrix(8, 1));
    expect(() => two.backward(step, step.state))
      .toThrow("Cannot step back: at most one layer may take a context, got 2");
  });

  it("refuses layers whose sizes do not fit, and no layers", () => {
    const random = seeded(1);
    expect(() => stacked(new RNNCell(2, 3, random), new RNNCell(5, 4, random)))
      .toThrow("Cannot stack layer 2: inputSize must be 3, got 5");
    expect(() => stacked()).toThrow("Cannot stack cells: there must be at least one, got none");
  });
});
