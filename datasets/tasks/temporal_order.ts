import { checkCount, randomInt } from "../integers.ts";
import { checkLength, type LongDependencyTask } from "./task.ts";

/**
 * Creates the temporal order task (Pascanu et al. 2013, following their program): symbols A or B at random places of two or
 * three intervals, one of four distractors elsewhere, and after T steps the order of the symbols as one of 4 or 8 classes, the
 * first symbol being the lowest bit. The intervals are [0.1 T, 0.2 T) and [0.5 T, 0.6 T) for two symbols; [0.1 T, 0.2 T),
 * [0.3 T, 0.4 T) and [0.6 T, 0.7 T) for three. (Hochreiter & Schmidhuber's version has start and end signs and fixed lengths.)
 * Throws RangeError unless T is an integer of at least 10 and `symbols` is 2 or 3.
 */
export function temporalOrder(T: number, symbols: 2 | 3 = 2): LongDependencyTask {
  checkLength(T, 10);
  if (symbols !== 2 && symbols !== 3) {
    throw new RangeError(`Cannot generate orders of ${symbols} symbols: expected 2 or 3`);
  }
  const tenths = symbols === 2 ? [1, 5] : [1, 3, 6];
  const classes = 2 ** symbols;
  return {
    name: `temporal order of ${symbols} symbols, T = ${T}, after Pascanu`,
    inputSize: 6,
    outputSize: classes,
    baselineLoss: Math.log(classes),
    batch: (size, random) => {
      checkCount(size, "sequences");
      const xs = Int32Array.from({ length: T * size }, () => 2 + randomInt(4, random));
      const targets = new Int32Array(T * size).fill(-1);
      for (let b = 0; b < size; b++) {
        let order = 0;
        tenths.forEach((tenth, n) => {
          const symbol = randomInt(2, random);
          const place = Math.floor(tenth * T / 10) + randomInt(Math.floor(T / 10), random);
          xs[place * size + b] = symbol;
          order += symbol << n;
        });
        targets[(T - 1) * size + b] = order;
      }
      return { steps: T, size, xs, targets, fresh: true };
    },
  };
}
