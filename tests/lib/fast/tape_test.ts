import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { adam } from "rnn/train";
import {
  captioners,
  captionLoss,
  cnnFeatures,
  cnnParams,
  type CNNShape,
  digitCNN,
  zerosLikeBatch,
} from "rnn/models";
import { gradients, type TensorOps, toValues, Value } from "rnn/autodiff";
import { Matrix, normal, type Params, seeded } from "rnn";
import { turned } from "../autodiff/custom_ops.ts";
import { FastTape } from "../../../lib/fast/tape.ts";
import { TapeTrainer, writeBack } from "../../../lib/fast/tape_trainer.ts";

const B = 8;
type Loss = <V extends TensorOps<V>>(
  p: Record<string, V>,
  input: V,
  zeros: (rows: number) => V,
) => V;

/** The largest difference as a share of the largest entry. */
function apart(A: Matrix, C: Matrix): number {
  const largest = (M: Matrix) => M.data.reduce((most, a) => Math.max(most, Math.abs(a)), 0);
  return largest(A.subtract(C)) / largest(C);
}

/** Holds value and gradients of a loss on the fast tape against the readable ones. */
function expectSame(params: Params, input: Matrix, loss: Loss): void {
  const tape = new FastTape(), p = tape.trainable(params);
  const given = tape.input(input.rows, input.cols);
  tape.finish(loss(p, given, (rows) => tape.input(rows, input.cols)));
  given.write(input);
  const values = toValues(params), E = loss(values, new Value(input), zerosLikeBatch(input.cols));
  const found = gradients(E);
  for (let run = 0; run < 2; run++) { // a second run finds nothing left of the first
    expect(Math.abs(tape.run() - E.matrix.at(0))).toBeLessThan(1e-5 * Math.abs(E.matrix.at(0)));
    tape.back();
    for (const name of Object.keys(params)) {
      expect(apart(p[name].readGradient(), found.get(values[name])!)).toBeLessThan(1e-5);
    }
  }
}

describe("FastTape", () => {
  const random = seeded(1), draw = (rows: number, cols: number) => normal(0.7)(rows, cols, random);
  const words = (length: number, classes: number) =>
    Int32Array.from({ length }, () => Math.floor((classes + 1) * random()) - 1);
  const targets = words(B, 6);
  const image = draw(64, B).map((a) => Math.max(0, a));
  const small: CNNShape = {
    image: { channels: 1, height: 8, width: 8 },
    layers: [{ channels: 3, pools: true }, { channels: 5, pools: false }],
    features: 8,
  };

  for (const [name, shape] of Object.entries({ "of digits": digitCNN, "of two layers": small })) {
    it(`FastTape gives the readable gradients of a network ${name} to 1e-5`, () => {
      const params = { ...cnnParams(shape, random), W: draw(6, shape.features), b: draw(6, 1) };
      expectSame(
        params,
        image,
        (p, images) =>
          p.W.matmul(cnnFeatures(shape, p, images)).addColumn(p.b).crossEntropy(targets),
      );
    });
  }

  for (const [name, make] of Object.entries(captioners)) {
    it(`FastTape gives the readable gradients of ${name}'s captioner and its CNN to 1e-5`, () => {
      const captioner = make({ words: 7, embedding: 8, hidden: 12, features: small.features });
      const params = { ...cnnParams(small, random), ...captioner.params(random) };
      const captions = {
        words: [1, 2, 3, 4].map(() => words(B, 7)),
        targets: [1, 2, 3, 4].map(() => words(B, 7)),
      };
      expectSame(
        params,
        image,
        (p, images, zeros) =>
          captionLoss(captioner, p, cnnFeatures(small, p, images), captions, zeros),
      );
    });
  }

  it("FastTape gives the readable gradients of every other operation to 1e-5", () => {
    const params = { A: draw(4, 8), C: draw(8, B), b: draw(4, 1) };
    expectSame(params, draw(8, B), (p, x) => {
      const y = p.A.matmul(x.hadamard(p.C)).addColumn(p.b).tanh();
      const z = y.vstack(y.sigmoid()).subtract(x).scale(0.5);
      const folded = z.reshape(4, 2 * B).relu().reshape(8, B);
      return folded.add(z.sliceRows(4, 8).vstack(z.sliceRows(0, 4))).hadamard(z).sum();
    });
  });

  it("FastTape gives the readable gradients of a formula, of operands that learn and that don't", () => {
    const params = { A: draw(6, B), C: draw(6, B) };
    expectSame(params, draw(6, B), (p, x) => {
      const mixed = p.A.tanh().apply(turned, p.C, x);
      return mixed.add(x.apply(turned, x, p.A)).apply(turned, p.A, p.A).hadamard(mixed).sum();
    });
  });

  it("FastTape sends nothing back through a formula without a way back", () => {
    const once = { ...turned, backward: undefined }, params = { A: draw(6, B), C: draw(6, B) };
    expectSame(params, draw(6, B), (p, x) => {
      const stopped = p.A.tanh().apply(once, p.C, x);
      return stopped.hadamard(p.A).add(x.apply(once, x, p.A)).hadamard(p.C).sum();
    });
  });

  it("FastTape multiplies what a formula gives, though its rows are no multiple of 4", () => {
    const params = { W: draw(5, 6), A: draw(6, B) };
    expectSame(params, draw(6, B), (p, x) => {
      const y = p.W.matmul(p.A.apply(turned, x, x));
      return y.hadamard(y).sum();
    });
  });

  it("FastTape keeps frozen weights as they are, and TapeTrainer learns the others", () => {
    const tape = new FastTape(), W = { W: draw(6, 8) }, params = { A: draw(8, 64) };
    const frozen = tape.frozen(W), p = tape.trainable(params), images = tape.input(64, B);
    const all = Int32Array.from({ length: B }, (_, b) => b % 6);
    const loss = frozen.W.matmul(p.A.matmul(images).tanh()).crossEntropy(all);
    const trainer = new TapeTrainer(tape, loss, adam(0.05), { norm: 1 });
    images.write(image);
    const first = trainer.update();
    for (let n = 0; n < 100; n++) trainer.update();
    expect(trainer.step).toBe(101);
    expect(tape.run()).toBeLessThan(first / 5);
    expect(apart(frozen.W.read(), W.W)).toBeLessThan(1e-7);
    const before = params.A.data[0];
    writeBack(p, params);
    expect(params.A.data[0]).not.toBe(before);
  });

  it("FastTape refuses what it can't hold, with the shapes", () => {
    const tape = new FastTape(),
      p = tape.trainable({ A: draw(4, 6), b: draw(3, 1), C: draw(4, 8) });
    const x = tape.input(6, 8), y = tape.input(8, 8);
    expect(() => tape.input(3, 5)).toThrow("Cannot record a batch of 5: it isn't a multiple of 4");
    expect(() => p.A.matmul(y)).toThrow("Cannot multiply 4×6 by 8×8");
    expect(() => p.A.matmul(x)).toThrow("what is summed over is a multiple of 4");
    expect(() => x.add(y)).toThrow("Cannot add 6×8 and 8×8");
    expect(() => y.addColumn(p.b)).toThrow("Cannot add the column 3×1: the matrix is 8×8");
    expect(() => x.write(new Matrix(6, 7))).toThrow("Cannot write 6×7 into 6×8");
    expect(() => x.reshape(8, 5)).toThrow("Cannot see 6×8 as 8×5 on the fast tape");
    expect(() => x.sliceRows(4, 7)).toThrow("Cannot take rows 4 to 7 of a 6×8 value");
    const whole = "Cannot use 4×6 so: the batch isn't a multiple of 4";
    expect(() => p.A.reshape(6, 4)).toThrow(whole);
    expect(() => p.A.sum()).toThrow(whole);
    expect(() => p.C.matmul(tape.input(8, 4).reshape(4, 8))).toThrow("Cannot multiply 4×8 by 4×8");
    expect(() => x.vstack(tape.input(6, 4))).toThrow("Cannot join rows of 8 and 4 columns");
    expect(() => tape.trainable({})).toThrow("Cannot add weights");
    const classes = Int32Array.of(1, 2, 3, 9, 0, 0, 0, 0);
    tape.finish(p.C.matmul(y).crossEntropy(classes));
    expect(() => tape.run()).toThrow("Cannot use class 9: the classes are 0 to 3");
  });
});
