import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { Matrix } from "rnn";
import { optimizerStep, sgd } from "rnn/train";

describe("optimizerStep()", () => {
  const A = Matrix.of([[1, 2], [3, 4]]);
  const step = (gradients: Record<string, Matrix>) => () => optimizerStep({ A }, sgd(1))(gradients);

  it("refuses a gradient that is missing, has another shape or NaN, and changes nothing", () => {
    const before = A.data.slice();
    for (const refused of [step({}), step({ A: new Matrix(1, 1) }), step({ A: A.scale(NaN) })]) {
      expect(refused).toThrow(RangeError);
      expect(A.data).toEqual(before);
    }
  });
});
