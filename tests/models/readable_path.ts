import { expect } from "@std/expect";
import type { Params } from "rnn";
import { gradients, toValues, type Value } from "rnn/autodiff";
import { type Objective, TapeTrainer } from "rnn/fast";
import { sgd } from "rnn/train";

/** Throws unless an objective on the fast tape has the loss and the gradients of the float64 tape, to 1e-5. */
export function expectReadableGradients<Data>(
  params: Params,
  objective: Objective<Data>,
  { data, batch, loss }: { data: Data; batch: number; loss: (p: Record<string, Value>) => Value },
): void {
  const trainer = new TapeTrainer(params, objective, { optimizer: sgd(0), batch });
  const values = toValues(params), E = loss(values), found = gradients(E);
  for (let run = 0; run < 2; run++) { // the second run must not depend on the first
    expect(Math.abs(trainer.gradients(data) / E.matrix.at(0) - 1)).toBeLessThan(1e-5);
    for (const [name, dW] of Object.entries(trainer.readGradients())) {
      const want = found.get(values[name]) ?? params[name].scale(0);
      const largest = want.data.reduce((most, d) => Math.max(most, Math.abs(d)), 1e-30);
      const apart = dW.subtract(want).data.reduce((most, d) => Math.max(most, Math.abs(d)), 0);
      expect({ name, apart: apart / largest < 1e-5 ? 0 : apart / largest }).toEqual({
        name,
        apart: 0,
      });
    }
  }
}

/** Makes one update after another on the same batch; returns the last loss. */
export function overfit<Data>(
  trainer: TapeTrainer<Data>,
  data: () => Data,
  updates: number,
): number {
  let E = Infinity;
  while (trainer.step < updates) {
    E = trainer.gradients(data());
    trainer.update();
  }
  trainer.writeBack();
  return E;
}
