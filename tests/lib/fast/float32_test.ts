import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { LSTMCell, Matrix, Readout, RNNCell, seeded, unroll } from "rnn";
import { adam, type Batch, readableEngine, sgd, type Snapshot } from "rnn/train";
import { fastEngine, type FastTape, type FastValues, TapeTrainer } from "rnn/fast";

const engine = fastEngine({ workers: 1, blas: false });
const model = () => ({ cell: new RNNCell(3, 4, seeded(1)), readout: new Readout(4, 3, seeded(2)) });
const withEntry = (A: Matrix, value: number) => {
  A.data[1] = value;
  return A;
};
const xs = () => [new Matrix(3, 1), new Matrix(3, 1)];
const direct = () => [new Matrix(4, 1), new Matrix(4, 1)];
const BEYOND = 3.5e38, overflow = "must be within ±3.4e38, but has the entry 3.5e+38";

describe("the fast engine", () => {
  it("refuses weights that overflow float32, and matrices that float32 would round to 0", () => {
    for (const value of [BEYOND, -1e60, 1e308]) {
      const { cell, readout } = model();
      withEntry(cell.params.Whh, value);
      const sentence =
        `Cannot compute in float32: Whh must be within ±3.4e38, but has the entry ${value}`;
      expect(() => engine.train({ cell, readout }, sgd(0.1))).toThrow(sentence);
      expect(() => engine.unroll(cell, xs())).toThrow(sentence);
      const trace = unroll(model().cell, xs());
      expect(() => engine.jacobianPaths(cell, trace, direct())).toThrow(sentence);
    }
    const { cell, readout } = model();
    cell.params.Wxh.data.fill(1e-60);
    const lost = "the largest entry of Wxh is 1e-60, which rounds to 0";
    expect(() => engine.train({ cell, readout }, sgd(0.1))).toThrow(lost);
    expect(() => engine.unroll(cell, xs())).toThrow(lost);
  });

  it("takes the largest float32, and a single entry that rounds to 0 beside others", async () => {
    const { cell, readout } = model();
    cell.params.bh.data.set([3.4028234e38, 1e-60, 1, 0]);
    const trainer = await engine.train({ cell, readout }, sgd(0.1));
    expect([...trainer.snapshot().params.bh.data]).toEqual([Math.fround(3.4028234e38), 0, 1, 0]);
    trainer.close();
  });

  it("refuses inputs, targets, states and gradients that overflow float32", async () => {
    const { cell, readout } = model(), [a, b] = xs();
    expect(() => engine.unroll(cell, [a, withEntry(b.scale(1), BEYOND)])).toThrow(
      `x_2 ${overflow}`,
    );
    const state = withEntry(new Matrix(4, 1), BEYOND);
    expect(() => engine.unroll(cell, xs(), state)).toThrow(`state_0 ${overflow}`);
    const trace = engine.unroll(cell, xs()),
      [first, last] = direct(),
      beyond = withEntry(last, BEYOND);
    expect(() => engine.bptt(cell, trace, [first, beyond])).toThrow(`direct[1] ${overflow}`);
    expect(() => engine.jacobianPaths(cell, trace, [first, beyond])).toThrow(
      `direct[1] ${overflow}`,
    );
    const trainer = await engine.train({ cell, readout }, sgd(0.1));
    const batch: Batch = { steps: 2, size: 1, xs: xs(), targets: xs(), fresh: true };
    const bad = [new Matrix(3, 1), withEntry(new Matrix(3, 1), BEYOND)];
    expect(() => trainer.gradients({ ...batch, xs: bad })).toThrow(`x_2 ${overflow}`);
    expect(() => trainer.gradients({ ...batch, targets: bad })).toThrow(`target_2 ${overflow}`);
    trainer.close();
  });

  it("refuses a snapshot in float64 that overflows, and changes nothing", async () => {
    const lstm = { cell: new LSTMCell(3, 4, seeded(1)), readout: new Readout(4, 3, seeded(2)) };
    const readable = await readableEngine.train(lstm, adam(0.1));
    const batch = {
      steps: 1,
      size: 1,
      xs: Int32Array.of(1),
      targets: Int32Array.of(2),
      fresh: true,
    };
    readable.gradients(batch);
    readable.update();
    const snapshot = readable.snapshot(), trainer = await engine.train(lstm, adam(0.1));
    const before = trainer.snapshot(), { params, optimizerState: [m, v], state } = snapshot;
    const changes: [Partial<Snapshot>, string][] = [
      [{ params: { ...params, by: withEntry(params.by.scale(1), BEYOND) } }, "by"],
      [
        { optimizerState: [m, { ...v, by: withEntry(v.by.scale(1), BEYOND) }] },
        "the optimizer's state of by",
      ],
      [{ state: withEntry(state!.scale(1), BEYOND) }, "the recurrent state"],
    ];
    for (const [change, name] of changes) {
      expect(() => trainer.restore({ ...snapshot, ...change })).toThrow(`${name} ${overflow}`);
      expect(trainer.snapshot()).toEqual(before);
    }
    const tiny = v.by.map(() => 1e-60); // squares of small gradients, which float32 rounds to 0
    trainer.restore({ ...snapshot, optimizerState: [m, { ...v, by: tiny }] });
    expect(trainer.step).toBe(1);
    trainer.close();
  });
});

describe("the fast tape", () => {
  const objective = (tape: FastTape, { w }: FastValues) => {
    const input = tape.input(4);
    return { loss: w.matmul(input).batchMean(), load: (x: Matrix) => input.write(x) };
  };
  const trainerOf = (w: Matrix) =>
    new TapeTrainer({ w }, objective, { optimizer: sgd(0.1), batch: 4 });
  const row = () => Matrix.of([[1, 2, 3, 4]]);

  it("refuses weights, inputs and snapshots that overflow float32", () => {
    expect(() => trainerOf(withEntry(row(), BEYOND))).toThrow(`w ${overflow}`);
    expect(() => trainerOf(row().scale(1e-60))).toThrow("the largest entry of w is 4e-60");
    const trainer = trainerOf(row());
    const input = withEntry(new Matrix(4, 4), BEYOND);
    expect(() => trainer.loss(input)).toThrow(`the 4×4 matrix to write ${overflow}`);
    const snapshot = trainer.snapshot();
    const bad = { ...snapshot, params: { w: withEntry(row(), BEYOND) } };
    expect(() => trainer.restore(bad)).toThrow(`w ${overflow}`);
    expect(trainer.snapshot()).toEqual(snapshot);
  });

  it("refuses a snapshot of another optimizer", () => {
    const { optimizer, ...rest } = trainerOf(row()).snapshot();
    expect(optimizer.rule).toBe("sgd");
    const adamOf = { rule: "adam", beta: 0.9, beta2: 0.999 } as const;
    expect(() => trainerOf(row()).restore({ optimizer: adamOf, ...rest })).toThrow(
      "the snapshot is of adam with β₁ = 0.9 and β₂ = 0.999, but the optimizer is sgd",
    );
  });
});
