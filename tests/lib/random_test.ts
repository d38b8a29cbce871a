import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import {
  choice,
  crossEntropy,
  eigenvalues,
  lecunNormal,
  Matrix,
  normal,
  numericalGradient,
  oneHot,
  orthogonal,
  Readout,
  relativeError,
  RNNCell,
  seeded,
  sequenceLoss,
  shuffle,
  singularValues,
  softmax,
  sparse,
  spectralNorm,
  spectralRadius,
  unroll,
  Vocabulary,
  windows,
} from "rnn";

describe("random", () => {
  it("seeded() gives the same bits for the same seed, between 0 and 1, with the right mean", () => {
    const [a, b] = [seeded(7), seeded(7)];
    const draws = Array.from({ length: 10000 }, a);
    expect(draws).toEqual(Array.from({ length: 10000 }, b));
    expect(draws.every((u) => u >= 0 && u < 1)).toBe(true);
    expect(Math.abs(draws.reduce((x, y) => x + y) / 10000 - 0.5)).toBeLessThan(0.015);
    expect(() => seeded(1.5)).toThrow("Cannot seed with 1.5: a seed is whole");
  });

  it("anyOf() draws each of a list, and refuses an empty one", () => {
    const random = seeded(1),
      drawn = Array.from({ length: 100 }, () => choice("abc".split(""), random));
    expect(new Set(drawn).size).toBe(3);
    expect(() => choice([], random)).toThrow("Cannot draw from an empty list");
  });

  it("shuffled() puts a list into every order equally often, and leaves it as it was", () => {
    const random = seeded(1), list = ["a", "b", "c"], counts = new Map<string, number>();
    for (let n = 0; n < 6000; n++) {
      const order = shuffle(list, random).join("");
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(list).toEqual(["a", "b", "c"]);
    expect(counts.size).toBe(6);
    // five standard deviations of a count of 1000
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(145);
  });

  it("normal() and scaled() have the deviation asked for", () => {
    const deviation = (A: Matrix) => A.norm() / Math.sqrt(A.data.length);
    expect(Math.abs(deviation(normal(0.5)(100, 100, seeded(1))) - 0.5)).toBeLessThan(0.02);
    expect(Math.abs(deviation(lecunNormal()(100, 100, seeded(1))) - 0.1)).toBeLessThan(0.004);
    expect(() => normal(-1)).toThrow("Cannot draw weights with standard deviation -1");
  });

  it("orthogonal() has singular values of gain, for every shape", () => {
    for (const [rows, cols] of [[5, 5], [3, 6], [6, 3]]) {
      const values = singularValues(orthogonal(2)(rows, cols, seeded(1)));
      expect(values.every((s) => Math.abs(s - 2) < 1e-12)).toBe(true);
    }
    for (const gain of [NaN, Infinity, -1]) {
      expect(() => orthogonal(gain)).toThrow(`Cannot draw weights with singular values of ${gain}`);
    }
  });

  it("sparse() keeps 15 weights per unit and the spectral radius 0.95", () => {
    const W = sparse()(50, 50, seeded(1));
    for (let i = 0; i < 50; i++) {
      expect(W.data.slice(i * 50, (i + 1) * 50).filter((w) => w !== 0).length).toBe(15);
    }
    expect(spectralRadius(W)).toBeCloseTo(0.95, 10);
    expect(() => sparse(0)(3, 3, seeded(1))).toThrow("Cannot draw 0 weights per unit");
    expect(() => sparse(15, Infinity)(3, 3, seeded(1)))
      .toThrow("Cannot draw 15 weights per unit for a spectral radius of Infinity");
    expect(() => sparse(1.5)(3, 3, seeded(1))).toThrow("Cannot draw 1.5 weights per unit");
  });
});

describe("spectrum", () => {
  it("singularValues() and eigenvalues() of known matrices", () => {
    expect(singularValues(Matrix.of([[3, 0], [0, -4]]))).toEqual([4, 3]);
    const [turn] = eigenvalues(Matrix.of([[0, -2], [2, 0]]));
    expect(Math.abs(turn.re) < 1e-14 && Math.abs(Math.abs(turn.im) - 2) < 1e-14).toBe(true);
    expect(spectralNorm(Matrix.of([[0, 5], [0, 0]]))).toBe(5);
    expect(spectralRadius(Matrix.of([[0, 5], [0, 0]]))).toBe(0);
  });

  it("eigenvalues() and singularValues() refuse what can't be decomposed", () => {
    expect(() => eigenvalues(new Matrix(2, 3))).toThrow("Cannot take eigenvalues of a 2×3 matrix");
    expect(() => singularValues(Matrix.column([NaN]))).toThrow(
      "Cannot decompose a matrix that holds NaN",
    );
    expect(() => singularValues(new Matrix(0, 0))).toThrow("Cannot decompose a 0×0 matrix");
  });
});

describe("loss", () => {
  it("softmax() sums to one, also where the exponential would overflow", () => {
    const y = softmax(Matrix.of([[1000, 1], [0, 2]]));
    expect([...y.T.data].map((p) => p.toFixed(6))).toEqual([
      "1.000000",
      "0.000000",
      "0.268941",
      "0.731059",
    ]);
  });

  it("crossEntropy() refuses bad targets and scores", () => {
    const scores = Matrix.column([1, 2, 3]);
    expect(() => crossEntropy(scores, 3)).toThrow("Cannot use target 3: the classes are 0 to 2");
    expect(() => crossEntropy(scores, [0, 1])).toThrow(
      "Cannot compare 2 targets with a batch of 1",
    );
    expect(() => crossEntropy(Matrix.column([NaN, 1]), 0)).toThrow("scores holds NaN");
  });
});

describe("gradcheck", () => {
  it("numericalGradient() of a square, and the matrix is as it was", () => {
    const A = Matrix.of([[1, -2], [3, 0.5]]);
    const dA = numericalGradient(() => A.data.reduce((sum, a) => sum + a * a, 0), A);
    expect(relativeError(dA, A.scale(2))).toBeLessThan(1e-10);
    expect([...A.data]).toEqual([1, -2, 3, 0.5]);
    expect(() => numericalGradient(() => NaN, A)).toThrow(
      "the function is not finite around entry 0",
    );
    expect(() => numericalGradient(() => 0, A, 0)).toThrow("Cannot take differences of step 0");
    expect(relativeError(new Matrix(1, 1), new Matrix(1, 1))).toBe(0);
  });
});

describe("text", () => {
  const letters = new Vocabulary("hello");
  it("Vocabulary encodes and decodes, and refuses strangers", () => {
    expect(letters.characters).toEqual(["e", "h", "l", "o"]);
    expect(letters.decode(letters.encode("hole"))).toBe("hole");
    expect([...letters.oneHot("h")[0].data]).toEqual([0, 1, 0, 0]);
    expect(() => letters.encode("hé")).toThrow(
      'Cannot encode "é" at place 2: not among the 4 characters',
    );
    expect(() => letters.decode([4])).toThrow("Cannot decode 4: the classes are 0 to 3");
    expect(() => new Vocabulary("")).toThrow("Cannot make a vocabulary of an empty text");
    expect(() => oneHot(4, 4)).toThrow("Cannot make a one-hot column of 4 rows with a one at 4");
  });

  it("windows() cuts inputs and the targets that follow them", () => {
    expect(windows([1, 2, 3, 4, 5, 6], 2)).toEqual([
      { inputs: [1, 2], targets: [2, 3] },
      { inputs: [3, 4], targets: [4, 5] },
    ]);
    expect(() => windows([1, 2], 2)).toThrow("Cannot cut windows of 2 steps from 2 characters");
  });
});

describe("unroll", () => {
  const cell = new RNNCell(2, 3, seeded(1));
  const xs = Array.from({ length: 8 }, () => Matrix.column([1, -1]));
  const withBad = (value: number) => xs.map((x, n) => n === 6 ? Matrix.column([1, value]) : x);

  it("unroll() names the step of a bad input", () => {
    expect(() => unroll(cell, withBad(NaN))).toThrow("x_7 holds NaN");
    expect(() => unroll(cell, withBad(Infinity))).toThrow("x_7 holds Infinity");
    expect(() => unroll(cell, [...xs, new Matrix(5, 1)]))
      .toThrow("Cannot step: x_9 is 5×1, the cell takes 2 rows");
    expect(() => unroll(cell, [xs[0], new Matrix(2, 3)]))
      .toThrow("Cannot step: x_2 is 2×3 and state_1 is 3×1, of another batch");
    expect(() => unroll(cell, xs, new Matrix(4, 1)))
      .toThrow("Cannot step: state_0 is 4×1, the state has 3 rows");
    expect(() => unroll(cell, [])).toThrow("Cannot unroll an empty sequence");
    expect(() => new RNNCell(0, 3, seeded(1))).toThrow("Cannot make a layer of size 0");
  });

  it("unroll() says where weights that hold NaN first spoil the state", () => {
    const broken = new RNNCell(2, 3, seeded(1));
    broken.params.Whh.data[0] = NaN;
    expect(() => unroll(broken, xs)).toThrow("state_1 holds NaN");
  });

  it("sequenceLoss() names the step of a bad target", () => {
    const readout = new Readout(3, 2, seeded(1));
    const trace = unroll(cell, xs.slice(0, 2));
    expect(() => sequenceLoss(readout, trace, [0, 2]))
      .toThrow("Cannot use target 2: the classes are 0 to 1 (step 2)");
    expect(() => sequenceLoss(readout, trace, [0])).toThrow(
      "Cannot compare 1 targets with 2 steps",
    );
  });
});
