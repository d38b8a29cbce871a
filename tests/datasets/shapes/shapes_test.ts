import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { errorRate, predictShape, sequenceShape, shapeNames, trainShape } from "rnn/data";
import { LSTMCell, seeded } from "rnn";
import { taskFromExamples } from "../../../datasets/shapes/shape.ts";
import { digits } from "../digits.ts";
import { fastEngine } from "rnn/fast";

for (const name of shapeNames) {
  describe(`sequenceShape() of ${name}`, () => {
    const shape = sequenceShape(name, digits);

    it("generates batches that fit its input size and its classes", () => {
      for (const task of [shape.train, shape.test]) {
        const { xs, targets, steps, size } = task.batch(8, seeded(1));
        expect(size).toBe(8);
        expect(targets.length).toBe(steps * size);
        const classes = Array.from(targets as Int32Array).filter((target) => target >= 0);
        expect(classes.length).toBeGreaterThan(0);
        expect(Math.max(...classes)).toBeLessThan(shape.classes.length);
        if (Array.isArray(xs)) { for (const x of xs) expect(x.shape).toBe(`${shape.inputSize}×8`); }
        else expect(Math.max(...xs)).toBeLessThan(shape.inputSize);
      }
    });

    it("can be learnt by an LSTM: its accuracy is 30 points or more above chance level", async () => {
      const engine = fastEngine({ workers: 1 });
      const how = { hidden: 24, updates: 400, random: seeded(2), engine };
      const { model, reports } = await trainShape(shape, how);
      expect(model.cell).toBeInstanceOf(LSTMCell);
      expect(reports.length).toBe(20);
      const accuracy = 1 - errorRate(shape.test, model, 200, seeded(3));
      expect(accuracy).toBeGreaterThan(shape.chance + 0.3);
    });
  });
}

describe("sequenceShape()", () => {
  it("refuses another name", () => {
    expect(() => sequenceShape("none to many" as "one to one", digits))
      .toThrow("Cannot create the shape none to many: expected one to one, one to many");
  });

  it("draws single frames that do not depend on the direction", () => {
    const { classes, test } = sequenceShape("many to many in step", digits);
    const { xs, targets, size } = test.batch(300, seeded(1));
    const ink = (t: number, way: number) => { // the mean frame of one direction
      const own = Array.from({ length: size }, (_, b) => b)
        .filter((b) => (targets as Int32Array)[size + b] === way);
      return own.reduce((sum, b) =>
        sum + (xs as { column(b: number): { norm(): number } }[])[t]
          .column(b).norm(), 0) / own.length;
    };
    expect(classes).toEqual(["left", "still", "right"]);
    for (const t of [0, 3]) expect(Math.abs(ink(t, 0) - ink(t, 2))).toBeLessThan(0.15);
  });
});

describe("predictShape()", () => {
  it("returns the input words and the predicted classes of one sequence", async () => {
    const shape = sequenceShape("many to many", digits), random = seeded(2);
    const { model } = await trainShape(shape, { hidden: 4, updates: 1, random });
    const batch = shape.test.batch(1, seeded(5));
    const { trace, inputs, outputs } = predictShape(shape, model, batch);
    expect(inputs[0]).not.toBe("0");
    expect(inputs.slice(-4)).toEqual(["0", "0", "0", "0"]);
    expect(outputs.slice(0, -4).every((output) => output === "")).toBe(true);
    expect(trace.length).toBe(inputs.length);
    expect(() => predictShape(shape, model, shape.test.batch(2, seeded(5))))
      .toThrow("Cannot predict a batch of 2 sequences: expected 1");
  });
});

describe("taskFromExamples()", () => {
  it("refuses an empty batch", () => {
    const task = taskFromExamples(
      "t",
      { inputSize: 2, outputSize: 2 },
      () => ({ xs: [1], targets: [0] }),
    );
    expect(() => task.batch(0, seeded(1))).toThrow("Cannot generate 0 sequences");
    expect(task.batch(2, seeded(1)).xs).toEqual(Int32Array.of(1, 1));
  });
});
