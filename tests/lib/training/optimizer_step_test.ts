import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { adam, optimizerStep, readableEngine } from "rnn/train";
import { bptt, GRUCell, oneHot, Readout, seeded, sequenceLoss, unroll } from "rnn";

describe("optimizerStep()", () => {
  it("makes the same updates as a trainer of the readable engine, bit for bit", async () => {
    const [a, b] = [0, 1].map(() => {
      const random = seeded(6);
      return { cell: new GRUCell(3, 4, random), readout: new Readout(4, 3, random) };
    });
    const clip = { norm: 0.1 }, trainer = await readableEngine.train(a, adam(0.1), { clip });
    const update = optimizerStep({ ...b.cell.params, ...b.readout.params }, adam(0.1), clip);
    const [xs, targets] = [[0, 1, 2], [1, 2, 0]];
    for (let step = 0; step < 5; step++) {
      const arrays = { xs: Int32Array.from(xs), targets: Int32Array.from(targets) };
      trainer.gradients({ steps: 3, size: 1, ...arrays, fresh: true });
      trainer.update();
      const trace = unroll(b.cell, xs.map((index) => oneHot(index, 3)));
      const { direct, dparams } = sequenceLoss(b.readout, trace, targets);
      update({ ...bptt(b.cell, trace, direct).dparams, ...dparams });
    }
    expect(b.cell.params).toEqual(a.cell.params);
    expect(b.readout.params).toEqual(a.readout.params);
  });
});
