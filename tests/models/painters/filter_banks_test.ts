import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { attentionWindow, attentiveCanvas, filterBanks, wholeCanvas } from "rnn/models";
import { gradients, Value } from "rnn/autodiff";
import { Matrix, normal, numericalGradient, relativeError, seeded } from "rnn";

const N = 3, SIDE = 7;
const centred = Matrix.column([0, 0, Math.log(0.25), Math.log(1 / 3), 0]); // centre 4, δ = 1, σ = ½

/** F_X and F_Y of one window. */
function banksOf(window: Matrix, filters = N, side = SIDE): [FX: Matrix, FY: Matrix] {
  const F = new Value(window).apply(filterBanks({ side, filters })).matrix;
  const one = (from: number) =>
    new Matrix(filters, side, F.data.slice(from, from + filters * side));
  return [one(0), one(filters * side)];
}

describe("filterBanks()", () => {
  it("filterBanks() centres filters at 3, 4 and 5 of seven pixels, each normalized to 1", () => {
    const [FX, FY] = banksOf(centred);
    expect(relativeError(FX, FY)).toBe(0);
    for (let i = 0; i < N; i++) {
      const row = FX.sliceRows(i, i + 1).data;
      expect(row.reduce((sum, f) => sum + f, 0)).toBeCloseTo(1, 7);
      expect(row.indexOf(Math.max(...row))).toBe(2 + i); // pixels 3, 4, 5, counted from 1
      expect(row[3 + i] / row[2 + i]).toBeCloseTo(Math.exp(-1 / (2 * 0.25)), 10);
    }
  });

  it("filterBanks() moves a window to the right by g̃_X, and down by g̃_Y", () => {
    const at = ([FX, FY]: Matrix[]) =>
      [FX, FY].map((F) => F.sliceRows(1, 2).data).map((row) => row.indexOf(Math.max(...row)) + 1);
    expect(at(banksOf(Matrix.column([0.5, -0.25, -3, Math.log(1 / 3), 0])))).toEqual([6, 3]);
  });

  it("filterBanks() returns zeros, never NaN, for filters outside the image", () => {
    const [FX] = banksOf(Matrix.column([9, 0, -4, 0, 0]));
    expect(FX.norm()).toBe(0);
    const [wide] = banksOf(Matrix.column([0, 0, 2000, 0, 0]));
    expect(wide.at(0, 0)).toBeCloseTo(1 / SIDE, 8);
  });

  it("filterBanks() reads a delta image through two filters, F_Y x F_Xᵀ", () => {
    const [FX, FY] = banksOf(centred), delta = new Matrix(SIDE, SIDE);
    delta.data[2 * SIDE + 4] = 1; // row 3, column 5
    const read = FY.matmul(delta).matmul(FX.T);
    const spread = [0, 1, 2].map((apart) => Math.exp(-2 * apart ** 2));
    const total = 1 + 2 * spread[1] + 2 * spread[2];
    expect(read.at(0, 2)).toBeCloseTo(1 / total ** 2, 2); // both filters are centred on it
    expect(read.at(1, 2) / read.at(0, 2)).toBeCloseTo(spread[1], 2);
    expect(read.at(2, 0)).toBeLessThan(1e-3);
  });

  it("filterBanks() has the gradient of finite differences", () => {
    const window = Matrix.blocks([[normal(0.5)(5, 4, seeded(1))]]);
    const out = new Value(window), F = out.apply(filterBanks({ side: SIDE, filters: N }));
    const dF = normal(1)(F.rows, F.cols, seeded(2)), d = gradients(F, dF).get(out)!;
    const E = () =>
      new Value(window).apply(filterBanks({ side: SIDE, filters: N })).matrix.hadamard(dF).data
        .reduce((sum, e) => sum + e, 0);
    expect(relativeError(d, numericalGradient(E, window))).toBeLessThan(1e-8);
    expect(d.sliceRows(4).norm()).toBe(0); // γ isn't used here
    for (let row = 0; row < 4; row++) expect(d.sliceRows(row, row + 1).norm()).toBeGreaterThan(0.1);
  });

  it("filterBanks() refuses sizes and rows that don't fit", () => {
    expect(() => filterBanks({ side: 16, filters: 0 })).toThrow(
      "Cannot look at an image of side 16 through 0 filters",
    );
    expect(() => filterBanks({ side: 2.5, filters: 3 })).toThrow("of side 2.5");
    expect(() => new Value(new Matrix(4, 1)).apply(filterBanks({ side: 7, filters: 3 })))
      .toThrow("Cannot create filters: a window has 5 rows, got 4");
  });
});

describe("attentionWindow()", () => {
  it("attentionWindow() returns the window in pixels", () => {
    const { x, y, stride, sigma, intensity } = attentionWindow(
      { side: 16, filters: 5 },
      [0, -1, Math.log(4), Math.log(0.5), Math.log(3)],
    );
    expect([x, y, stride]).toEqual([8.5, 0, 15 / 4 / 2]);
    expect([sigma, intensity].map((a) => Number(a.toFixed(9)))).toEqual([2, 3]);
  });

  it("attentionWindow() refuses sizes and numbers that don't fit", () => {
    expect(() => attentionWindow({ side: 16, filters: 1 }, [0, 0, 0, 0, 0]))
      .toThrow("Cannot look at an image of side 16 through 1 filters");
    expect(() => attentionWindow({ side: 16, filters: 5 }, [0, 0, 0, 0]))
      .toThrow("Cannot create an attention window: expected 5 finite numbers, got 0,0,0,0");
    expect(() => attentionWindow({ side: 16, filters: 5 }, [0, NaN, 0, 0, 0])).toThrow("0,NaN,0");
    expect(() => attentionWindow({ side: 16, filters: 5 }, [0, 0, 0, 0, 710]))
      .toThrow("Cannot create an attention window: the parameters 0,0,0,0,710 overflow");
  });
});

describe("attentiveCanvas()", () => {
  const access = attentiveCanvas({ side: SIDE, filters: N }),
    h = new Value(normal(1)(4, 2, seeded(3)));
  const p = Object.fromEntries(
    Object.entries(access.params(4, seeded(4))).map(([name, W]) => [name, new Value(W)]),
  );

  it("attentiveCanvas() reads γ F_Y x F_Xᵀ and writes F_Yᵀ w F_X / γ, computed with matrices", () => {
    const x = normal(1)(SIDE * SIDE, 2, seeded(5)), e = normal(1)(SIDE * SIDE, 2, seeded(6));
    const read = access.read(p, new Value(x), new Value(e), h);
    const written = access.write(p, h);
    for (let b = 0; b < 2; b++) {
      const column = (A: Matrix, rows: number, cols: number) =>
        new Matrix(rows, cols, A.column(b).data);
      const [FX, FY] = banksOf(read.window!.matrix.column(b));
      const gamma = Math.exp(read.window!.matrix.at(4, b));
      const seen = [x, e].flatMap((A) => [
        ...FY.matmul(column(A, SIDE, SIDE)).matmul(FX.T).scale(gamma).data,
      ]);
      expect(relativeError(read.result.matrix.column(b), Matrix.column(seen)))
        .toBeLessThan(1e-14);
      const [GX, GY] = banksOf(written.window!.matrix.column(b));
      const w = p.Ww.matmul(h).addColumn(p.bw).matrix;
      const stroke = GY.T.matmul(column(w, N, N)).matmul(GX)
        .scale(Math.exp(-written.window!.matrix.at(4, b)));
      expect(relativeError(column(written.result.matrix, SIDE, SIDE), stroke)).toBeLessThan(1e-14);
    }
  });

  it("wholeCanvas() reads x above x̂ and writes Ww h + bw", () => {
    const whole = wholeCanvas(2), x = new Value(normal(1)(4, 2, seeded(5)));
    const W = Object.fromEntries(
      Object.entries(whole.params(4, seeded(4))).map(([name, A]) => [name, new Value(A)]),
    );
    expect(whole.read(W, x, x, h).result.matrix).toEqual(Matrix.blocks([[x.matrix], [x.matrix]]));
    expect(whole.write(W, h).result.matrix)
      .toEqual(W.Ww.matrix.matmul(h.matrix).addColumn(W.bw.matrix));
  });
});
