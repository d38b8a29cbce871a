import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { Matrix, normal, type Params, seeded } from "rnn";
import { type TensorOps, Value } from "rnn/autodiff";
import { FastTape, type Objective, TapeTrainer } from "rnn/fast";
import { adam } from "rnn/train";
import { expectReadableGradients } from "../../models/readable_path.ts";
import { turned } from "../autodiff/custom_ops.ts";

const B = 6; // padded to 8 on the tape
type Loss = <V extends TensorOps<V>>(p: Record<string, V>, x: V) => V;

/** Throws unless a loss of weights and an input has the same value and gradients on both tapes. */
function expectSame(params: Params, x: Matrix, loss: Loss): void {
  const objective: Objective<Matrix> = (tape, p) => {
    const input = tape.input(x.rows);
    return { loss: loss(p, input), load: (data) => input.write(data) };
  };
  expectReadableGradients(params, objective, {
    ...{ data: x, batch: B },
    loss: (p) => loss(p, new Value(x)),
  });
}

describe("FastTape", () => {
  const random = seeded(1), draw = (rows: number, cols: number) => normal(0.7)(rows, cols, random);
  const lift = { A: draw(5, 6), C: draw(5, 6) }; // weights that make values of 5 rows from an input of 6

  it("gives the readable gradients of every operation", () => {
    const params = { A: draw(4, 8), C: draw(8, 8), b: draw(4, 1) };
    expectSame(params, draw(8, B), (p, x) => {
      const y = p.A.matmul(x.hadamard(p.C.matmul(x))).addColumn(p.b).tanh();
      const z = y.vstack(y.sigmoid()).subtract(x).scale(0.5);
      const folded = z.reshape(4, 2 * z.cols).relu().reshape(8, z.cols);
      const shares = z.softmax().add(z.stopGradient().exp()).hadamard(z.exp());
      return folded.add(z.sliceRows(4, 8).vstack(z.sliceRows(0, 4))).hadamard(shares).batchMean();
    });
  });

  it("gives the readable gradients of a custom operation, of operands with and without a gradient", () => {
    expectSame(lift, draw(6, B), (p, x) => {
      const a = p.A.matmul(x), c = p.C.matmul(x), fixed = c.stopGradient();
      const mixed = a.tanh().apply(turned, c, fixed);
      return mixed.add(fixed.apply(turned, fixed, a)).apply(turned, a, a).hadamard(mixed)
        .batchMean();
    });
  });

  it("sends nothing back through a custom operation without a backward pass", () => {
    const once = { ...turned, backward: undefined };
    expectSame(lift, draw(6, B), (p, x) => {
      const a = p.A.matmul(x), c = p.C.matmul(x);
      return a.tanh().apply(once, c, a).hadamard(a).add(c.apply(once, a, a)).hadamard(c)
        .batchMean();
    });
  });

  it("multiplies the result of a custom operation even if its rows are no multiple of 4", () => {
    expectSame({ ...lift, W: draw(3, 5) }, draw(6, B), (p, x) => {
      const y = p.W.matmul(p.A.matmul(x).apply(turned, p.C.matmul(x), p.A.matmul(x)));
      return y.hadamard(y).batchMean();
    });
  });

  it("keeps frozen weights as they are while the others are trained", () => {
    const W = { W: draw(6, 8) }, params = { A: draw(8, 64) }, image = draw(64, B).map(Math.abs);
    const classes = Int32Array.from({ length: B }, (_, b) => b % 6);
    let frozen = W.W;
    const trainer = new TapeTrainer(params, (tape, p) => {
      const images = tape.input(64), targets = tape.classes(), fixed = tape.frozen(W);
      return {
        loss: fixed.W.matmul(p.A.matmul(images).tanh()).crossEntropy(targets),
        load(data: Matrix) {
          images.write(data);
          tape.setClasses(targets, classes);
          frozen = fixed.W.read();
        },
      };
    }, { optimizer: adam(0.05), clip: { norm: 1 }, batch: B });
    const first = trainer.gradients(image), before = params.A.data[0];
    for (let n = 0; n < 100; n++) {
      trainer.update();
      trainer.gradients(image);
    }
    expect([trainer.step, trainer.loss(image) < first / 5]).toEqual([100, true]);
    expect(frozen.data).toEqual(W.W.data.map(Math.fround));
    trainer.writeBack();
    expect(params.A.data[0]).not.toBe(before);
  });

  it("restores a snapshot, and goes on with the same bits", () => {
    const x = draw(6, B),
      objective: Objective<Matrix> = (tape, p) => {
        const input = tape.input(6), y = p.A.matmul(input).tanh();
        return { loss: y.hadamard(y).batchMean(), load: (data) => input.write(data) };
      };
    const trainer = new TapeTrainer({ A: lift.A }, objective, { optimizer: adam(0.05), batch: B });
    const run = (updates: number) => {
      for (let n = 0; n < updates; n++) {
        trainer.gradients(x);
        trainer.update();
      }
      return trainer.snapshot();
    };
    const early = run(3), late = run(5);
    trainer.restore(early);
    expect(run(5)).toEqual(late);
    const cut = { ...early, optimizerState: early.optimizerState.slice(1) };
    expect(() => trainer.restore(cut)).toThrow("adam has 2 records of state, got 1");
    expect(trainer.snapshot()).toEqual(late);
  });

  it("refuses what it can't hold, with the shapes", () => {
    const tape = new FastTape(8);
    const p = tape.trainable({ A: draw(4, 6), b: draw(3, 1), C: draw(4, 8) });
    const x = tape.input(6), y = tape.input(8);
    expect(() => new FastTape(2.5)).toThrow("batch must be a positive integer, got 2.5");
    expect(() => p.A.matmul(y)).toThrow("Cannot multiply 4×6 by 8×8");
    expect(() => p.A.matmul(x)).not.toThrow();
    expect(() => x.add(y)).toThrow("Cannot add 6×8 and 8×8");
    expect(() => y.addColumn(p.b)).toThrow("Cannot add the column 3×1: the matrix is 8×8");
    expect(() => x.write(new Matrix(6, 7))).toThrow("Cannot write 6×7 into 6×8");
    expect(() => x.reshape(8, 5)).toThrow("Cannot reshape 6×8 to 8×5 on the fast tape");
    expect(() => x.sliceRows(4, 7)).toThrow("Cannot take rows 4 to 7 of a 6×8 value");
    expect(() => p.A.reshape(6, 4)).toThrow("Cannot use 4×6 here on the fast tape");
    expect(() => p.C.matmul(tape.input(4).reshape(4, 8))).toThrow("Cannot multiply 4×8 by 4×8");
    expect(() => tape.trainable({})).toThrow("Cannot add weights");
    expect(() => tape.setClasses(tape.classes(), [1])).toThrow("Cannot load 1 classes");
    const classes = Int32Array.of(1, 2, 3, 9, 0, 0, 0, 0);
    tape.finish(p.C.matmul(y).crossEntropy(classes));
    expect(() => tape.forward()).toThrow("Cannot use class 9: the classes are 0 to 3");
  });
});
